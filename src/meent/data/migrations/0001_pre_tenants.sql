-- The control table of municipalities, and what every later table leans on: the rights of meent_app and meent_tenant().

do $$
begin
    if not exists (select from pg_roles where rolname = 'meent_app' and not rolsuper and not rolbypassrls) then
        raise exception 'rol meent_app ontbreekt, of mag om rijbeleid heen: create role meent_app login nosuperuser nobypassrls';
    end if;
end $$;

grant usage on schema public to meent_app;
alter default privileges in schema public grant select, insert, update, delete on tables to meent_app;
alter default privileges in schema public grant usage on sequences to meent_app;

-- Null when no tenant is set, and null equals nothing: a row policy that compares with it then shows no row.
create function meent_tenant() returns integer
    language sql stable parallel safe
    return nullif(current_setting('meent.tenant', true), '')::integer;

create table tenant (
    id           integer generated always as identity primary key,
    slug         text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,38}$'),
    naam         text not null check (naam <> ''),
    gemeentecode text check (gemeentecode ~ '^[0-9]{4}$'),
    rsin         text check (rsin ~ '^[0-9]{9}$'),
    host         text unique check (host = lower(host)),
    database_url text,
    thema        text,
    instellingen jsonb not null default '{}' check (jsonb_typeof(instellingen) = 'object'),
    gemaakt_op   timestamptz not null default now()
);

-- No row policy: the tenant is looked up here before it is known. Serving only reads; new tenants are the owner's work.
revoke insert, update, delete on tenant from meent_app;
grant select on migratie to meent_app;
