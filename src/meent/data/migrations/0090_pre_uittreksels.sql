-- Uittreksels that were handed out, by the key of who asked: the same key again gives the paper and no second zaak
-- (decision 0075). Of whom it was stands in no row.

create table brp_uittreksel (
    tenant_id    integer not null references tenant (id),
    sleutel      text not null check (length(sleutel) between 1 and 255),
    vingerafdruk bytea not null check (octet_length(vingerafdruk) = 32),  -- of what was asked with it
    zaak         uuid,                                                    -- null where the municipality wants none
    wie          text not null,
    op           timestamptz not null,
    primary key (tenant_id, sleutel)
);

alter table brp_uittreksel enable row level security;
alter table brp_uittreksel force row level security;
create policy brp_uittreksel_van_tenant on brp_uittreksel
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

revoke update, delete, truncate on brp_uittreksel from meent_app;
