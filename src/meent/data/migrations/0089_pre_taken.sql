-- Jobs of civil affairs that come back by themselves (decision 0074): each run with how far it is and what it did, so
-- that it goes on where it stopped. And what the nightly look at all lists found.

create table brp_taak (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    taak      text not null check (taak ~ '^[a-z]+$'),
    periode   text not null check (periode ~ '^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$'),  -- month or day it is for
    begonnen  timestamptz not null,
    bij       timestamptz not null,              -- last sign of life
    tot       uuid not null default '00000000-0000-0000-0000-000000000000',  -- last list it looked at
    bekeken   integer not null default 0 check (bekeken >= 0),
    verslag   jsonb not null default '{}',       -- outcome -> how many
    klaar     timestamptz,
    wie       text not null check (wie <> ''),
    primary key (tenant_id, id)
);
-- One at a time of a kind; the next goes on with it.
create unique index brp_taak_loopt on brp_taak (tenant_id, taak) where klaar is null;
create index brp_taak_laatste on brp_taak (tenant_id, taak, begonnen desc);

-- A list without a finding has no row.
create table brp_keuring (
    tenant_id   integer not null,
    lijst       uuid not null,
    versie      text not null,                   -- group 80 of the list that was looked at
    tijdstempel text not null,
    bevindingen jsonb not null,                  -- never a value of the list
    fouten      boolean not null,                -- one of them is more than a remark
    sinds       timestamptz not null,            -- when these were found first
    gezien_door text not null default '',        -- who left them as they are, and why
    uitleg      text not null default '',
    primary key (tenant_id, lijst),
    foreign key (tenant_id, lijst) references persoonslijst (tenant_id, id) on delete cascade,
    check ((gezien_door = '') = (uitleg = ''))
);
create index brp_keuring_open on brp_keuring (tenant_id, sinds, lijst) where fouten and gezien_door = '';

do $$
declare
    naam text;
begin
    foreach naam in array array['brp_taak', 'brp_keuring'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

revoke delete, truncate on brp_taak from meent_app;
revoke truncate on brp_keuring from meent_app;
