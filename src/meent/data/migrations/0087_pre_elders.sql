-- What BRP-V told of people who live elsewhere (decision 0070): as much as the rule of the municipality gives, as it was
-- told last. No list of ours: nobody changes it here, and it goes when the list was never right.

create table brp_elders (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    anummer   text not null check (anummer ~ '^[0-9]{10}$'),
    gegevens  jsonb not null,
    soort     text not null check (soort ~ '^[AG][a-z][0-9]{2}$'),  -- message by which it was told last
    op        timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, anummer)
);

alter table brp_elders enable row level security;
alter table brp_elders force row level security;
create policy brp_elders_van_tenant on brp_elders
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

revoke truncate on brp_elders from meent_app;
