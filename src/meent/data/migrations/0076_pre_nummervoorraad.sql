-- A-nummers and BSNs that a municipality got to give out (decision 0054). A number goes when the birth it is for is written.

create table nummervoorraad (
    tenant_id integer not null references tenant (id),
    soort     text not null check (soort in ('anummer', 'bsn')),
    nummer    text not null check (nummer ~ '^[0-9]{9,10}$'),
    primary key (tenant_id, soort, nummer)
);

alter table nummervoorraad enable row level security;
alter table nummervoorraad force row level security;
create policy nummervoorraad_van_tenant on nummervoorraad
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

revoke truncate on nummervoorraad from meent_app;
