-- Channels and subscriptions, and what waits to be delivered to each subscriber.

CREATE TABLE kanaal (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    naam text NOT NULL,
    documentatie_link text NOT NULL,
    filters json NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT kanaal_uniek_0 UNIQUE (tenant_id, naam)
);
ALTER TABLE kanaal ENABLE ROW LEVEL SECURITY;
ALTER TABLE kanaal FORCE ROW LEVEL SECURITY;
CREATE POLICY kanaal_van_tenant ON kanaal USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE abonnement (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    callback_url text NOT NULL,
    auth text NOT NULL,
    kanalen json NOT NULL,
    send_cloudevents boolean NOT NULL,
    basis text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE abonnement ENABLE ROW LEVEL SECURITY;
ALTER TABLE abonnement FORCE ROW LEVEL SECURITY;
CREATE POLICY abonnement_van_tenant ON abonnement USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

-- The channels of our own registers, in every municipality: [{"naam", "filters", "documentatie_link"}].
create function meent_eigen_kanalen(kanalen json) returns void language plpgsql as $$
declare
    gemeente integer;
begin
    for gemeente in select id from tenant order by id loop
        perform set_config('meent.tenant', gemeente::text, true);
        insert into kanaal as k (tenant_id, id, naam, documentatie_link, filters)
        select gemeente, gen_random_uuid(), e->>'naam', e->>'documentatie_link', e->'filters'
        from json_array_elements(kanalen) e
        where not exists (
            select from kanaal b where b.tenant_id = gemeente and b.naam = e->>'naam'
            and b.filters::jsonb = (e->'filters')::jsonb and b.documentatie_link = e->>'documentatie_link')
        on conflict (tenant_id, naam) do update
        set filters = excluded.filters, documentatie_link = excluded.documentatie_link;
    end loop;
    perform set_config('meent.tenant', '', true);
end $$;

-- A message that a source handed over as it is; null for what our own registers announce.
alter table outbox add column bericht json;
create index outbox_tenant on outbox (tenant_id, id);

-- How each subscriber is doing. `gepauzeerd_tot`: it takes nothing now; `geparkeerd_op`: it took nothing for days.
create table bezorgstand (
    tenant_id      integer not null,
    abonnement     uuid not null,
    fouten         integer not null default 0,
    sinds          timestamptz,
    gepauzeerd_tot timestamptz not null default 'epoch',
    geparkeerd_op  timestamptz,
    reden          text not null default '',
    gelukt_op      timestamptz,
    bezorgd        bigint not null default 0,
    primary key (tenant_id, abonnement),
    foreign key (tenant_id, abonnement) references abonnement (tenant_id, id) on delete cascade
) with (fillfactor = 50);

-- What one subscriber still has to get. `nummer` is that of the outbox, so it gives the order;
-- `object` is the main object, and what is about one object goes in that order.
create table bezorging (
    tenant_id      integer not null,
    abonnement     uuid not null,
    nummer         bigint not null,
    object         uuid not null,
    bericht        json not null,
    pogingen       integer not null default 0,
    wacht_tot      timestamptz not null default 'epoch',
    eerste_poging  timestamptz,
    geparkeerd_op  timestamptz,
    reden          text not null default '',
    primary key (tenant_id, abonnement, nummer),
    foreign key (tenant_id, abonnement) references abonnement (tenant_id, id) on delete cascade
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
create index bezorging_object on bezorging (tenant_id, abonnement, object, nummer) where geparkeerd_op is null;
create index bezorging_geparkeerd on bezorging (tenant_id, abonnement, nummer) where geparkeerd_op is not null;

do $$
declare
    naam text;
begin
    foreach naam in array array['bezorgstand', 'bezorging'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

-- The worker must know which municipality has work, and looks for that alone over the walls: only reading, only here.
create function meent_bezorger() returns boolean
    language sql stable parallel safe
    return coalesce(current_setting('meent.bezorger', true) = 'aan', false);
create policy outbox_van_bezorger on outbox for select using (meent_bezorger());
create policy bezorging_van_bezorger on bezorging for select using (meent_bezorger());
create policy bezorgstand_van_bezorger on bezorgstand for select using (meent_bezorger());

-- Where there is work: (municipality, null) when something was announced, (municipality, subscription) when it waits.
create function meent_werk() returns table (gemeente integer, abonnee uuid) language plpgsql as $$
begin
    perform set_config('meent.bezorger', 'aan', true);
    return query
        select t.id, null::uuid from tenant t where exists (select from outbox o where o.tenant_id = t.id)
        union all
        select s.tenant_id, s.abonnement from bezorgstand s
        where s.geparkeerd_op is null and s.gepauzeerd_tot <= now() and exists (
            select from bezorging b where b.tenant_id = s.tenant_id and b.abonnement = s.abonnement
            and b.geparkeerd_op is null and b.wacht_tot <= now());
    perform set_config('meent.bezorger', '', true);
end $$;
