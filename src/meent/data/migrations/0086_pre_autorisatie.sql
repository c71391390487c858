-- Who may read what of persons (decision 0069): rules of tabel 35, and rules of the municipality itself, each with the
-- period in which it counts. A reading makes the rules of its kind equal to what its file says; that it was is kept.

create table brp_autorisatie (
    tenant_id integer not null references tenant (id),
    wie       text not null check (wie ~ '^(afnemer\.[0-9]{6}|taak\.[a-z0-9][a-z0-9.-]{0,60})$'),
    ingang    text not null check (ingang ~ '^[0-9]{8}$'),
    regel     jsonb not null,
    primary key (tenant_id, wie, ingang)
);

create table brp_autorisatie_inlezing (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    soort     text not null check (soort in ('afnemer', 'taak')),
    bestand   text not null,
    digest    bytea not null check (octet_length(digest) = 32),
    aantallen jsonb not null,  -- of rules: new, other, equal, gone; of defects, by code
    wie       text not null,
    op        timestamptz not null default now(),
    primary key (tenant_id, id)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['brp_autorisatie', 'brp_autorisatie_inlezing'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

revoke truncate on brp_autorisatie from meent_app;
revoke update, delete, truncate on brp_autorisatie_inlezing from meent_app;
