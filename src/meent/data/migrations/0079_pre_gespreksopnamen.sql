-- What was recorded of conversations, and until when it is kept (decision 0062). The sound itself is in the store of
-- content; a row without `inhoud` says that it was deleted, and when.
create table gespreksopname (
    tenant_id     integer not null references tenant (id),
    gesprek       uuid not null,
    wachtrij      text not null,
    medewerker    text not null,
    begonnen_op   timestamptz not null,
    beeindigd_op  timestamptz not null,
    seconden      integer not null,
    weg_op        timestamptz not null,
    inhoud        json,
    verwijderd_op timestamptz,
    primary key (tenant_id, gesprek),
    check ((inhoud is null) = (verwijderd_op is not null))
);
create index gespreksopname_begonnen on gespreksopname (tenant_id, begonnen_op);
create index gespreksopname_weg on gespreksopname (weg_op) where inhoud is not null;

alter table gespreksopname enable row level security;
alter table gespreksopname force row level security;
create policy gespreksopname_van_tenant on gespreksopname
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
create policy gespreksopname_van_bezorger on gespreksopname for select using (meent_bezorger());
revoke delete, truncate on gespreksopname from meent_app;

-- Municipalities with a recording whose time is over.
create function meent_opnamen_werk(moment timestamptz) returns table (gemeente integer) language plpgsql as $$
begin
    perform set_config('meent.bezorger', 'aan', true);
    return query select distinct o.tenant_id from gespreksopname o where o.inhoud is not null and o.weg_op <= moment;
    perform set_config('meent.bezorger', '', true);
end $$;

-- A line to what happened in a conversation that is over: nobody else numbers its lines any more.
create function meent_telefonie_regel(gemeente integer, welk uuid, wanneer timestamptz, wat text, meer json)
returns void language plpgsql as $$
begin
    perform 1 from gesprek g where g.tenant_id = gemeente and g.id = welk for update;
    insert into gesprek_event (tenant_id, over, versie, moment, soort, toestand, inhoud)
    select gemeente, welk::text, coalesce(max(e.versie), 0) + 1, wanneer, wat, 'Afgelopen', meer
    from gesprek_event e where e.tenant_id = gemeente and e.over = welk::text;
end $$;
