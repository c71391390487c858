-- Registers of other suppliers: which ones a municipality uses, and the objects there that its own rows link to.

create table dienst (
    tenant_id     integer not null references tenant (id),
    slug          text not null check (slug ~ '^[a-z][a-z0-9-]{0,48}$'),
    basis         text not null check (basis ~ '^https?://[^ ?#]+/$'),
    soort         text not null,
    client_id     text not null,
    geheim        text not null,
    aan           boolean not null,
    aangemaakt_op timestamptz not null default now(),
    primary key (tenant_id, slug),
    unique (tenant_id, basis)
);

-- An object elsewhere: where it is, the digest of what it said last, and when that was. Its columns stand in the table
-- of its resource under the same key, so that foreign keys, rules and rights hold for it as for one of our own.
create table elders (
    tenant_id    integer not null,
    id           uuid not null check (id >= 'ffffffff-ffff-8000-8000-000000000000'::uuid),
    resource     text not null,
    url          text not null,
    etag         text not null,
    digest       text not null,
    opgehaald_op timestamptz not null,
    primary key (tenant_id, id)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['dienst', 'elders'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;
