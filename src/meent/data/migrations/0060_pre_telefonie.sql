-- The journal of the contact centre: what is so now, what happened, what must still be done (decision 0042). What stands
-- in `inhoud` only the contact centre reads; the columns beside it are what others ask for.

-- One row per version of the policy; never changed.
create table telefoonbeleid (
    tenant_id  integer not null references tenant (id),
    versie     integer not null check (versie > 0),
    inhoud     json not null,
    gemaakt_op timestamptz not null,
    door       text not null,
    primary key (tenant_id, versie)
);

-- Which municipality a number belongs to. The key has no tenant in it: a number rings in one place only, and the
-- index says so over the walls, without showing whose it is.
create table telefoonnummer (
    tenant_id integer not null references tenant (id),
    nummer    text primary key check (nummer ~ '^\+[1-9][0-9]{4,14}$')
);

create table gesprek (
    tenant_id   integer not null references tenant (id),
    id          uuid not null,
    versie      integer not null,
    toestand    text not null,
    is_open     boolean not null,
    van         text not null,
    medewerker  text not null,
    begonnen_op timestamptz not null,
    inhoud      json not null,
    primary key (tenant_id, id)
) with (fillfactor = 70);
create index gesprek_open on gesprek (tenant_id, id) where is_open;
create index gesprek_van on gesprek (tenant_id, van, begonnen_op) where medewerker <> '';

create table telefoonmedewerker (
    tenant_id integer not null references tenant (id),
    id        text not null,
    versie    integer not null,
    stand     text not null,
    gesprek   text not null,
    inhoud    json not null,
    primary key (tenant_id, id)
) with (fillfactor = 50);

-- What happened to a conversation or an agent, in the order of `versie`. Screens, reports and recovery read it.
create table gesprek_event (
    tenant_id integer not null references tenant (id),
    over      text not null,
    versie    integer not null,
    moment    timestamptz not null,
    soort     text not null,
    toestand  text not null,
    inhoud    json not null,
    primary key (tenant_id, over, versie)
);
create index gesprek_event_moment on gesprek_event (tenant_id, moment);

-- What must still be done outside; a row that is done goes.
create table opdracht (
    tenant_id     integer not null references tenant (id),
    gesprek       uuid not null,
    versie        integer not null,
    nummer        integer not null,
    soort         text not null,
    voor_register boolean not null,
    inhoud        json not null,
    primary key (tenant_id, gesprek, versie, nummer)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- When something happens by itself: `wie` is a conversation, or an agent for whom `waarvoor` is empty.
create table wek (
    tenant_id integer not null references tenant (id),
    wie       text not null,
    waarvoor  text not null,
    op        timestamptz not null,
    primary key (tenant_id, wie, waarvoor)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- Newest facts of a SIP dialogue, so that a node that starts can answer a BYE.
create table dialoog (
    tenant_id integer not null references tenant (id),
    gesprek   uuid not null,
    partij    text not null,
    inhoud    json not null,
    primary key (tenant_id, gesprek, partij)
);

do $$
declare
    naam text;
begin
    foreach naam in array array[
        'telefoonbeleid', 'telefoonnummer', 'gesprek', 'telefoonmedewerker', 'gesprek_event', 'opdracht', 'wek', 'dialoog'
    ] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

-- Who serves adds to what happened, and changes nothing of it.
revoke update, delete, truncate on gesprek_event, telefoonbeleid from meent_app;
revoke delete, truncate on gesprek, telefoonmedewerker from meent_app;

-- One step: all of it or nothing, in one round trip. A conversation or agent that somebody else changed meanwhile
-- refuses the whole.
create function meent_telefonie_stap(gemeente integer, stap json) returns void language plpgsql as $$
declare
    verwacht integer := json_array_length(stap->'gesprekken') + json_array_length(stap->'medewerkers');
    gelukt   integer;
    erbij    integer;
begin
    insert into gesprek as g (tenant_id, id, versie, toestand, is_open, van, medewerker, begonnen_op, inhoud)
    select gemeente, r.id, r.versie, r.toestand, r.is_open, r.van, r.medewerker, r.begonnen_op, r.inhoud
    from json_to_recordset(stap->'gesprekken') as r (
        id uuid, was integer, versie integer, toestand text, is_open boolean, van text, medewerker text,
        begonnen_op timestamptz, inhoud json)
    where r.was = 0
    on conflict do nothing;
    get diagnostics gelukt = row_count;
    update gesprek g set versie = r.versie, toestand = r.toestand, is_open = r.is_open, medewerker = r.medewerker,
        inhoud = r.inhoud
    from json_to_recordset(stap->'gesprekken') as r (
        id uuid, was integer, versie integer, toestand text, is_open boolean, medewerker text, inhoud json)
    where g.tenant_id = gemeente and g.id = r.id and g.versie = r.was and r.was > 0;
    get diagnostics erbij = row_count;
    gelukt := gelukt + erbij;
    insert into telefoonmedewerker (tenant_id, id, versie, stand, gesprek, inhoud)
    select gemeente, r.id, r.versie, r.stand, r.gesprek, r.inhoud
    from json_to_recordset(stap->'medewerkers') as r (
        id text, was integer, versie integer, stand text, gesprek text, inhoud json)
    where r.was = 0
    on conflict do nothing;
    get diagnostics erbij = row_count;
    gelukt := gelukt + erbij;
    update telefoonmedewerker w set versie = r.versie, stand = r.stand, gesprek = r.gesprek, inhoud = r.inhoud
    from json_to_recordset(stap->'medewerkers') as r (
        id text, was integer, versie integer, stand text, gesprek text, inhoud json)
    where w.tenant_id = gemeente and w.id = r.id and w.versie = r.was and r.was > 0;
    get diagnostics erbij = row_count;
    if gelukt + erbij <> verwacht then
        raise exception 'changed by somebody else' using errcode = 'serialization_failure';
    end if;
    insert into gesprek_event (tenant_id, over, versie, moment, soort, toestand, inhoud)
    select gemeente, r.over, r.versie, r.moment, r.soort, r.toestand, r.inhoud
    from json_to_recordset(stap->'regels') as r (
        over text, versie integer, moment timestamptz, soort text, toestand text, inhoud json);
    insert into opdracht (tenant_id, gesprek, versie, nummer, soort, voor_register, inhoud)
    select gemeente, r.gesprek, r.versie, r.nummer, r.soort, r.voor_register, r.inhoud
    from json_to_recordset(stap->'opdrachten') as r (
        gesprek uuid, versie integer, nummer integer, soort text, voor_register boolean, inhoud json);
    delete from wek k where k.tenant_id = gemeente
    and k.wie in (select json_array_elements_text(stap->'gewekten'));
    insert into wek (tenant_id, wie, waarvoor, op)
    select gemeente, r.wie, r.waarvoor, r.op
    from json_to_recordset(stap->'wekkers') as r (wie text, waarvoor text, op timestamptz);
end $$;
