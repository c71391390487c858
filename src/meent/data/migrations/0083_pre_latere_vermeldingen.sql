-- What is added to an akte after it was signed (decision 0066 point 2): each with its own signature, over what stood there
-- before it. And days on which a municipality looks again at what it recorded, such as a briefadres.

create table akte_vermelding (
    tenant_id integer not null,
    soort     text not null,
    deel      text not null,
    jaar      integer not null,
    nummer    integer not null,
    volgnr    integer not null check (volgnr >= 1),
    letter    text not null check (letter ~ '^[B-Z]$'),
    inhoud    bytea not null,  -- the JSON that was signed, to the byte; with the digest of what it was added to
    digest    bytea not null check (octet_length(digest) = 32),
    wie       text not null,
    op        timestamptz not null default now(),
    primary key (tenant_id, soort, deel, jaar, nummer, volgnr),
    foreign key (tenant_id, soort, deel, jaar, nummer) references akte (tenant_id, soort, deel, jaar, nummer)
);

create table brp_termijn (
    tenant_id   integer not null references tenant (id),
    id          uuid not null,
    soort       text not null check (soort ~ '^[a-z_]+$'),
    bsn         text not null check (bsn ~ '^[0-9]{9}$'),
    dag         date not null,
    wie         text not null,
    op          timestamptz not null,
    gedaan_door text not null default '',
    gedaan_op   timestamptz,
    uitleg      text not null default '',
    primary key (tenant_id, id),
    check ((gedaan_door = '') = (gedaan_op is null))
);
create index brp_termijn_open on brp_termijn (tenant_id, dag, id) where gedaan_op is null;

do $$
declare
    naam text;
begin
    foreach naam in array array['akte_vermelding', 'brp_termijn'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

revoke update, delete, truncate on akte_vermelding from meent_app;
revoke delete, truncate on brp_termijn from meent_app;
