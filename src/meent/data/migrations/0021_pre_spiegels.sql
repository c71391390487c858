-- What a relation of ours must show in somebody else's register: intended in the transaction that writes the relation,
-- made after it. `maken`: not there yet; `staat`: there, at `url`; `weg`: the relation is gone, and it must go too.

create table spiegel (
    tenant_id integer not null,
    id        uuid not null,
    bron      uuid not null,
    adres     text not null,
    body      json not null,
    url       text not null default '',
    staat     text not null check (staat in ('maken', 'staat', 'weg')),
    sinds     timestamptz not null,
    pogingen  integer not null default 0,
    reden     text not null default '',
    primary key (tenant_id, id)
);
create index spiegel_bron on spiegel (tenant_id, bron);
create index spiegel_te_doen on spiegel (tenant_id, sinds) where staat <> 'staat';
alter table spiegel enable row level security;
alter table spiegel force row level security;
create policy spiegel_van_tenant on spiegel
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
