-- Closed now, whatever the hours say: by whom, why, and until when (decision 0055). No queues is all of them.
create table telefoonsluiting (
    tenant_id   integer not null references tenant (id),
    id          uuid not null,
    wachtrijen  text[] not null,
    reden       text not null,
    melding     text not null,
    van         timestamptz not null,
    tot         timestamptz not null check (tot > van),
    door        text not null,
    geopend_op  timestamptz,
    geopend_door text not null default '',
    primary key (tenant_id, id)
);
create index telefoonsluiting_tot on telefoonsluiting (tenant_id, tot) where geopend_op is null;

alter table telefoonsluiting enable row level security;
alter table telefoonsluiting force row level security;
create policy telefoonsluiting_van_tenant on telefoonsluiting
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
revoke delete, truncate on telefoonsluiting from meent_app;
