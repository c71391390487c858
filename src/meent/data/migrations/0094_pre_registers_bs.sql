-- The registers of the burgerlijke stand are closed year by year; leave to bury or to cremate; marriages that are told
-- of and planned (decision 0079).

alter table akteregister add column gesloten_op timestamptz, add column gesloten_door text not null default '';

create table brp_verlof (
    tenant_id integer not null,
    id        uuid not null,
    soort     text not null check (soort in ('begraven', 'cremeren', 'vervoer')),
    bsn       text not null,                        -- of who died; '' when the akte does not tell it
    akte      text not null check (akte ~ '^2[0-9A-Z]A[0-9]{4}$'),
    jaar      integer not null,
    inhoud    bytea not null,                       -- the JSON that was signed, to the byte
    digest    bytea not null check (octet_length(digest) = 32),
    wie       text not null,
    op        timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, akte, jaar, soort)
);

create table brp_huwelijksmelding (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    sleutel   text not null check (length(sleutel) between 1 and 255),
    soort     text not null check (soort in ('H', 'P')),
    bsn       text not null check (bsn ~ '^[0-9]{9}$'),
    partner   text not null check (partner ~ '^[0-9]{9}$'),
    gemeld    date not null,
    stukken   text[] not null,
    begin     timestamp,                            -- of the ceremony, on the clock of the municipality
    eind      timestamp,
    babs      text not null default '',
    plaats    text not null default '',
    getuigen  text[] not null default '{}',
    toestand  text not null default 'gemeld' check (toestand in ('gemeld', 'gepland', 'voltrokken', 'ingetrokken')),
    wie       text not null,
    op        timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, sleutel),
    check ((toestand = 'gemeld') <= (begin is null)),
    check ((toestand = 'gepland') <= (begin < eind and babs <> '' and plaats <> ''))
);
create index brp_huwelijksmelding_gepland on brp_huwelijksmelding (tenant_id, begin) where toestand = 'gepland';

do $$
declare
    naam text;
begin
    foreach naam in array array['brp_verlof', 'brp_huwelijksmelding'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

revoke update, delete, truncate on brp_verlof from meent_app;
revoke delete, truncate on brp_huwelijksmelding from meent_app;
