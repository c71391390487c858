-- Persoonslijsten (decision 0050): each whole in one row, as PL-JSON, with the keys by which it is found beside it.

create table persoonslijst (
    tenant_id     integer not null references tenant (id),
    id            uuid not null,
    anummer       text not null check (anummer ~ '^[0-9]{0,10}$'),
    bsn           text not null,
    versie        text not null,
    tijdstempel   text not null,
    opschorting   text not null,
    lijst         jsonb not null,
    vastgelegd_op timestamptz not null default now(),
    primary key (tenant_id, id)
);
-- One list for an A-nummer; a list without one is known by its BSN.
create unique index persoonslijst_anummer on persoonslijst (tenant_id, anummer) where anummer <> '';
create index persoonslijst_bsn on persoonslijst (tenant_id, bsn) where bsn <> '';

-- Who changed a list, when, and what: verbs and groups, never a value, because what is removed must be gone (K-26).
create table persoonslijst_wijziging (
    tenant_id   integer not null,
    id          uuid not null,
    lijst       uuid not null,
    versie      text not null,
    tijdstempel text not null,
    wie         text not null,
    wat         jsonb not null,
    op          timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, lijst) references persoonslijst (tenant_id, id)
);
create index persoonslijst_wijziging_van on persoonslijst_wijziging (tenant_id, lijst, id);

-- One load of a file, and what became of each list in it. A load that was cut off goes on where it was.
create table inlezing (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    bron      text not null,
    digest    text not null,
    begonnen  timestamptz not null default now(),
    klaar     timestamptz,
    primary key (tenant_id, id)
);
create index inlezing_van_bron on inlezing (tenant_id, digest, id);

create table inlezing_lijst (
    tenant_id   integer not null,
    inlezing    uuid not null,
    nummer      integer not null,
    naam        text not null,
    uitkomst    text not null check (uitkomst in ('nieuw', 'gelijk', 'bijgewerkt', 'ouder', 'botst', 'geweigerd')),
    lijst       uuid,
    bevindingen jsonb not null,
    primary key (tenant_id, inlezing, nummer),
    foreign key (tenant_id, inlezing) references inlezing (tenant_id, id)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['persoonslijst', 'persoonslijst_wijziging', 'inlezing', 'inlezing_lijst'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

-- A list is never removed by who serves, and what was written about it does not change.
revoke delete, truncate on persoonslijst from meent_app;
revoke update, delete, truncate on persoonslijst_wijziging from meent_app;
