-- How a municipality changes its own policy: one draft beside what is in force, and why a version was put in force
-- (decision 0055).
alter table telefoonbeleid add column toelichting text not null default '';

-- `stand` counts the changes, so that two who work on one draft find out; `basis` is the version it was made from.
create table telefoonconcept (
    tenant_id    integer primary key references tenant (id),
    stand        integer not null check (stand > 0),
    basis        integer not null,
    inhoud       json not null,
    gewijzigd_op timestamptz not null,
    door         text not null
);

-- A prompt that somebody recorded, as the exchange plays it. The version is that of the prompt in the policy.
create table telefoonopname (
    tenant_id  integer not null references tenant (id),
    geluid     text not null,
    taal       text not null,
    versie     integer not null,
    inhoud     bytea not null,
    gemaakt_op timestamptz not null,
    door       text not null,
    primary key (tenant_id, geluid, taal, versie)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['telefoonconcept', 'telefoonopname'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;
