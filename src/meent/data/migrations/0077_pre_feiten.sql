-- Facts of life that were recorded (decision 0060): by the key of who asked, so that the same fact is not recorded twice;
-- with what an officer went past, and the reasons. What was asked is kept as a print only.

create table brp_feit (
    tenant_id    integer not null,
    sleutel      text not null check (length(sleutel) between 1 and 255),
    vingerafdruk bytea not null check (octet_length(vingerafdruk) = 32),
    gebeurtenis  uuid not null,
    uitkomst     bytea not null,  -- JSON: numbers and categories, no value of a list
    voorbij      jsonb not null default '[]',
    wie          text not null,
    op           timestamptz not null default now(),
    primary key (tenant_id, sleutel),
    foreign key (tenant_id, gebeurtenis) references brp_gebeurtenis (tenant_id, id)
);

alter table brp_feit enable row level security;
alter table brp_feit force row level security;
create policy brp_feit_van_tenant on brp_feit
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

-- What was recorded, and why a check was passed, stays as it is.
revoke update, delete, truncate on brp_feit from meent_app;
