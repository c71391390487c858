-- Facts of life that wait for a colleague (decision 0065): what somebody proposed, and what another said to it. The input
-- itself stays while somebody still has to do something with it; of what was recorded or withdrawn only the print is left.

create table brp_voorstel (
    tenant_id      integer not null references tenant (id),
    id             uuid not null,
    feit           text not null,
    sleutel        text not null check (length(sleutel) between 1 and 255),
    vingerafdruk   bytea not null check (octet_length(vingerafdruk) = 32),
    invoer         bytea not null,
    over           text not null,           -- BSN of whom it is about
    soort          text not null,           -- CloudEvents type of what would happen
    wie            text not null,
    weergave       text not null,
    op             timestamptz not null,
    toestand       text not null default 'wacht' check (toestand in ('wacht', 'opgenomen', 'teruggestuurd', 'ingetrokken')),
    besloten_door  text not null default '',
    besloten_op    timestamptz,
    uitleg         text not null default '',
    primary key (tenant_id, id),
    unique (tenant_id, sleutel),
    check (besloten_door <> wie or toestand = 'ingetrokken'),
    check ((toestand = 'wacht') = (besloten_op is null))
);
create index brp_voorstel_wacht on brp_voorstel (tenant_id, toestand, id);

alter table brp_voorstel enable row level security;
alter table brp_voorstel force row level security;
create policy brp_voorstel_van_tenant on brp_voorstel
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

revoke delete, truncate on brp_voorstel from meent_app;
