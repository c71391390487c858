-- What was applied; made by migrate.py itself, because it must be there before the first migration.
create table if not exists migratie (
    naam         text primary key,
    checksum     text not null,
    toegepast_op timestamptz not null default now()
);
