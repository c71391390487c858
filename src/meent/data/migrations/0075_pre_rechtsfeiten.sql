-- What happened to persons (decision 0053): a line for each legal fact, in its transaction, from which events are told.
-- No value of a list stands in it but the BSN that an event carries.

create table brp_gebeurtenis (
    tenant_id integer not null references tenant (id),
    id        uuid not null,
    soort     text not null check (soort ~ '^nl\.[a-z.-]+$'),
    bsn       text not null,
    lijsten   uuid[] not null check (cardinality(lijsten) > 0),
    wie       text not null,
    op        timestamptz not null default now(),
    primary key (tenant_id, id)
);

-- Registers of the burgerlijke stand: the last number given, per kind, part and year. A number is taken in the
-- transaction that signs the akte; when that fails the number is the next one's, so that there is no gap.
create table akteregister (
    tenant_id integer not null references tenant (id),
    soort     text not null check (soort in ('1', '2', '3', '5')),
    deel      text not null check (deel ~ '^[0-9A-Z]$'),
    jaar      integer not null check (jaar between 1811 and 9999),
    laatste   integer not null check (laatste between 1 and 9999),
    primary key (tenant_id, soort, deel, jaar)
);

create table akte (
    tenant_id integer not null,
    soort     text not null,
    deel      text not null,
    jaar      integer not null,
    nummer    integer not null check (nummer between 1 and 9999),
    inhoud    bytea not null,  -- the JSON that was signed, to the byte
    digest    bytea not null check (octet_length(digest) = 32),
    wie       text not null,
    op        timestamptz not null default now(),
    primary key (tenant_id, soort, deel, jaar, nummer),
    foreign key (tenant_id, soort, deel, jaar) references akteregister (tenant_id, soort, deel, jaar)
);

do $$
declare
    naam text;
begin
    foreach naam in array array['brp_gebeurtenis', 'akteregister', 'akte'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

-- What was signed and what happened stays as it is.
revoke update, delete, truncate on brp_gebeurtenis, akte from meent_app;
revoke delete, truncate on akteregister from meent_app;
