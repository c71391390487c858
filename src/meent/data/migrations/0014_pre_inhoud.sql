-- Content that a store keeps and that no row holds: not yet, when it has just been written, or no longer (decision 0016).

create table inhoud_los (
    tenant_id integer not null references tenant (id),
    sleutel   text not null,
    sinds     timestamptz not null default now(),
    primary key (tenant_id, sleutel)
);
create index inhoud_los_sinds on inhoud_los (sinds);

-- Content that nobody may have yet, or ever: it waits for a verdict on malware, or has had a bad one.
create table inhoud_quarantaine (
    tenant_id integer not null references tenant (id),
    sleutel   text not null,
    oordeel   text not null check (oordeel in ('wacht', 'besmet')),
    gevonden  text not null default '' check (oordeel = 'besmet' or gevonden = ''),
    omvang    bigint not null,
    sinds     timestamptz not null default now(),
    wacht_tot timestamptz not null default now(),
    pogingen  integer not null default 0,
    primary key (tenant_id, sleutel)
);
create index inhoud_quarantaine_wacht on inhoud_quarantaine (wacht_tot) where oordeel = 'wacht';

do $$
declare
    naam text;
begin
    foreach naam in array array['inhoud_los', 'inhoud_quarantaine'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
        execute format('create policy %I on %I for select using (meent_bezorger())', naam || '_van_bezorger', naam);
    end loop;
end $$;

-- Municipalities with content that has been loose for so long, or whose verdict is due.
create function meent_inhoud_werk(los_na interval) returns table (gemeente integer) language plpgsql as $$
begin
    perform set_config('meent.bezorger', 'aan', true);
    return query
        select distinct l.tenant_id from inhoud_los l where l.sinds < now() - los_na
        union
        select distinct q.tenant_id from inhoud_quarantaine q where q.oordeel = 'wacht' and q.wacht_tot <= now();
    perform set_config('meent.bezorger', '', true);
end $$;
