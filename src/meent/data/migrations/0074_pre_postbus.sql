-- The mailbox of a municipality (decision 0060): messages to and from other municipalities and BRP-V, each once by its key.

create table brp_bericht (
    tenant_id   integer not null references tenant (id),
    id          uuid not null,
    richting    text not null check (richting in ('in', 'uit')),
    soort       text not null check (soort ~ '^([A-Z][a-z][0-9]{2}|Null)$'),
    ander       text not null check (ander ~ '^[0-9]{4}$'),  -- code of the other municipality; 0000 is BRP-V
    sleutel     text not null check (length(sleutel) = 8),
    antwoord_op text not null default '',                      -- key of the message that this one answers
    inhoud      bytea not null,
    toestand    text not null default 'klaar' check (toestand in ('klaar', 'gedaan', 'uitval')),
    uitleg      text not null default '',
    op          timestamptz not null default now(),
    gedaan_op   timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, richting, ander, soort, sleutel)
);
create index brp_bericht_klaar on brp_bericht (tenant_id, richting, id) where toestand = 'klaar';

-- Somebody moves here from another municipality: what was declared, and the keys of the lists that were asked.
create table brp_overkomst (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    kenmerk   text not null check (length(kenmerk) between 1 and 255),  -- of the declaration, so that it is asked once
    invoer    bytea not null,
    uit       text not null check (uit ~ '^[0-9]{4}$'),
    sleutels  text[] not null check (cardinality(sleutels) > 0),
    toestand  text not null default 'gevraagd' check (toestand in ('gevraagd', 'opgenomen', 'uitval')),
    uitleg    text not null default '',
    wie       text not null,
    op        timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, kenmerk)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['brp_bericht', 'brp_overkomst'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

revoke delete, truncate on brp_bericht, brp_overkomst from meent_app;
