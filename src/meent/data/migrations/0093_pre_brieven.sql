-- Letters that a fact of life asks for (decision 0078): each with its last day, until somebody makes it or says why not.

create table brp_brief (
    tenant_id   integer not null references tenant (id),
    id          uuid not null,
    soort       text not null check (soort ~ '^[a-z_]+$'),
    over        text not null check (over ~ '^[0-9]{9}$'),
    aan         text not null default '' check (aan ~ '^([0-9]{9})?$'),  -- BSN; empty: to the address alone
    adres       text[] not null default '{}',                 -- lines; empty: where the addressee lives when it is made
    zaak        uuid,
    uiterlijk   date not null,
    wie         text not null,
    op          timestamptz not null,
    toestand    text not null default 'wacht' check (toestand in ('wacht', 'gemaakt', 'vervallen')),
    stuk        bytea not null default '',                    -- the paper, until it stands in the register of documents
    document    uuid,
    gedaan_door text not null default '',
    gedaan_op   timestamptz,
    uitleg      text not null default '',
    primary key (tenant_id, id),
    check ((toestand = 'wacht') = (gedaan_op is null))
);
create index brp_brief_open on brp_brief (tenant_id, uiterlijk, id) where toestand = 'wacht';

alter table brp_brief enable row level security;
alter table brp_brief force row level security;
create policy brp_brief_van_tenant on brp_brief
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

revoke delete, truncate on brp_brief from meent_app;
