-- What an agent has on his desk: contacts of which the notes are not in the registers yet (decision 0044). What was
-- written there goes from here.
create table werkcontact (
    tenant_id   integer not null references tenant (id),
    medewerker  text not null,
    id          text not null,
    begonnen_op timestamptz not null,
    inhoud      json not null,
    primary key (tenant_id, medewerker, id)
) with (fillfactor = 70);

alter table werkcontact enable row level security;
alter table werkcontact force row level security;
create policy werkcontact_van_tenant on werkcontact
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
