-- The log of processing: who used which personal data about whom, when and why (decision 0037). It leans on no other
-- table, so it can be restored by itself; no line holds a personal value.

-- The key under which people are protected in the log, as HMAC uses it: padded to a block, inner and outer. One per
-- municipality; made here, and it never leaves the database.
create table verwerkingssleutel (
    tenant_id integer primary key,
    binnen    bytea not null check (octet_length(binnen) = 64),
    buiten    bytea not null check (octet_length(buiten) = 64)
);

-- Purposes (doelen). A row is one version: who changes the words or the activity makes a new one, so that a line keeps
-- meaning what it meant.
create table verwerkingsdoel (
    tenant_id    integer not null,
    id           uuid not null,
    naam         text not null check (naam ~ '^[A-Za-z0-9][A-Za-z0-9 _-]{0,63}$'),
    woorden      text not null check (woorden <> ''),
    activiteit   text not null,
    sinds        timestamptz not null default now(),
    vervallen_op timestamptz,
    primary key (tenant_id, id)
);
create unique index verwerkingsdoel_naam on verwerkingsdoel (tenant_id, naam) where vervallen_op is null;

-- Which application may use which purposes, by name.
create table verwerkingsdoel_van (
    tenant_id integer not null,
    client_id text not null,
    naam      text not null,
    primary key (tenant_id, client_id, naam)
);

-- One line for each row that was shown or written and each person it is about; one without a person when none is known.
-- id: the moment in milliseconds, chance, and in the last 16 bits the number of the line within one action.
create table verwerking (
    tenant_id           integer not null,
    id                  uuid not null,
    moment              timestamptz not null,
    doel                uuid,
    applicatie          text not null,
    applicatie_weergave text not null,
    gebruiker           text not null,
    trace               bytea not null check (octet_length(trace) = 16),
    aanroeper           bytea check (octet_length(aanroeper) = 8),
    handeling           text not null,
    resource            text not null,
    object              uuid not null,
    gegevens            text[] not null check (cardinality(gegevens) > 0),
    betrokkene          bytea check (octet_length(betrokkene) = 16),
    primary key (tenant_id, id)
);
create index verwerking_van_betrokkene on verwerking (tenant_id, betrokkene, id) where betrokkene is not null;

do $$
declare
    naam text;
begin
    foreach naam in array array['verwerkingssleutel', 'verwerkingsdoel', 'verwerkingsdoel_van', 'verwerking'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

-- Who serves adds lines and reads them. What is past its term goes by meent_verwerkingen_weg, and by nothing else.
revoke update, delete, truncate on verwerking, verwerkingssleutel from meent_app;
revoke delete, truncate on verwerkingsdoel from meent_app;

-- HMAC-SHA-256 (RFC 2104) of who somebody is, such as 'bsn:999990019', to its first 16 bytes.
create function meent_betrokkene(binnen bytea, buiten bytea, wie text) returns bytea
    language sql immutable parallel safe strict
    return substring(sha256(buiten || sha256(binnen || convert_to(wie, 'UTF8'))) for 16);

-- The first id of a moment.
create function meent_verwerking_sinds(moment timestamptz) returns uuid
    language sql immutable parallel safe strict
    return (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- A key and the purposes of our own screens for every municipality that has none: [{"naam", "woorden"}].
create function meent_verwerkingen_begin(doelen json) returns void language plpgsql as $$
declare
    gemeente integer;
    sleutel  bytea;
    binnen   bytea;
    buiten   bytea;
begin
    for gemeente in select id from tenant order by id loop
        perform set_config('meent.tenant', gemeente::text, true);
        sleutel := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
            || decode(repeat('00', 32), 'hex');
        binnen := sleutel;
        buiten := sleutel;
        for i in 0..63 loop
            binnen := set_byte(binnen, i, get_byte(sleutel, i) # 54);
            buiten := set_byte(buiten, i, get_byte(sleutel, i) # 92);
        end loop;
        insert into verwerkingssleutel (tenant_id, binnen, buiten) values (gemeente, binnen, buiten)
        on conflict do nothing;
        insert into verwerkingsdoel (tenant_id, id, naam, woorden, activiteit)
        select gemeente, gen_random_uuid(), e->>'naam', e->>'woorden', '' from json_array_elements(doelen) e
        where not exists (select from verwerkingsdoel d where d.tenant_id = gemeente and d.naam = e->>'naam')
        on conflict do nothing;
    end loop;
    perform set_config('meent.tenant', '', true);
end $$;

-- Removes lines of the municipality of this session that are older than a moment, at most so many; how many went.
-- Nobody can remove what is younger than half a year, whatever a setting says.
create function meent_verwerkingen_weg(voor timestamptz, hoogstens integer) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    weg integer;
begin
    if voor > now() - interval '6 months' then
        raise exception 'lines of the last six months are kept' using errcode = 'insufficient_privilege';
    end if;
    delete from verwerking v where v.tenant_id = meent_tenant() and v.id in (
        select o.id from verwerking o where o.tenant_id = meent_tenant() and o.id < meent_verwerking_sinds(voor)
        order by o.id limit hoogstens);
    get diagnostics weg = row_count;
    return weg;
end $$;
revoke execute on function meent_verwerkingen_weg(timestamptz, integer) from public;
grant execute on function meent_verwerkingen_weg(timestamptz, integer) to meent_app;
