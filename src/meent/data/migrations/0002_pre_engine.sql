-- What the engine needs beside the tables of the resources.

-- Who changed what: one line per write, in the transaction that wrote. No reference to the row: the line may outlive it.
create table audit (
    tenant_id           integer not null,
    id                  uuid not null,
    hoofd_resource      text not null,
    hoofd_id            uuid not null,
    resource            text not null,
    resource_id         uuid not null,
    bron                text not null,
    applicatie_id       text not null,
    applicatie_weergave text not null,
    gebruikers_id       text not null,
    gebruikers_weergave text not null,
    actie               text not null,
    actie_weergave      text not null,
    resultaat           integer not null,
    toelichting         text not null,
    resource_weergave   text not null,
    aanmaakdatum        timestamptz not null,
    oud                 json,
    nieuw               json,
    primary key (tenant_id, id)
);
create index audit_hoofd on audit (tenant_id, hoofd_id, id);

-- What must happen outside: announced here in the transaction that wrote, delivered by the worker.
create table outbox (
    id             bigint generated always as identity primary key,
    tenant_id      integer not null,
    kanaal         text not null,
    hoofd_resource text not null,
    hoofd_id       uuid not null,
    resource       text not null,
    resource_id    uuid not null,
    actie          text not null,
    kenmerken      json not null,
    aanmaakdatum   timestamptz not null
);

-- Counters per type and level, so that the exact total of a list costs nothing. `vak` keeps writers out of each other's way.
create table aantal (
    tenant_id integer not null,
    resource  text not null,
    soort     uuid not null,
    niveau    text not null,
    vak       integer not null,
    aantal    bigint not null,
    primary key (tenant_id, resource, soort, niveau, vak)
) with (fillfactor = 50);

-- Raised by every write to an API whose rows processes remember, so that each of them knows when to forget.
create table versie (
    tenant_id integer not null,
    nummer    bigint not null,
    primary key (tenant_id)
) with (fillfactor = 50);

-- Stops a statement that relied on what no longer holds.
create function meent_verouderd() returns integer language plpgsql as $$
begin
    raise exception 'what was remembered no longer holds' using errcode = 'MV001';
end $$;

-- Number series, such as those of zaken.
create table nummerreeks (
    tenant_id integer not null,
    reeks     text not null,
    volgende  bigint not null,
    primary key (tenant_id, reeks)
);

-- Answers already given, by the key the client sent along.
create table idempotentie (
    tenant_id    integer not null,
    client_id    text not null,
    sleutel      text not null,
    vingerafdruk bytea not null,
    resource_id  uuid,
    antwoord     bytea,
    aanmaakdatum timestamptz not null,
    primary key (tenant_id, client_id, sleutel)
);

-- Secrets of applications; the Autorisaties register itself holds none.
create table applicatie_geheim (
    tenant_id    integer not null,
    client_id    text not null,
    geheim       text not null,
    aanmaakdatum timestamptz not null default now(),
    primary key (tenant_id, client_id)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['audit', 'outbox', 'aantal', 'versie', 'nummerreeks', 'idempotentie', 'applicatie_geheim'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;
