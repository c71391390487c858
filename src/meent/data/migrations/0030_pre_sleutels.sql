-- Keys of applications, for clients that send `Authorization: Token` (decision 0031). The key itself is kept nowhere.
create table applicatie_sleutel (
    tenant_id    integer not null,
    client_id    text not null,
    naam         text not null check (naam <> ''),
    hash         bytea not null check (octet_length(hash) = 32),
    aanmaakdatum timestamptz not null default now(),
    primary key (tenant_id, client_id, naam),
    unique (tenant_id, hash),
    foreign key (tenant_id, client_id) references applicatie_geheim (tenant_id, client_id) on delete cascade
);
alter table applicatie_sleutel enable row level security;
alter table applicatie_sleutel force row level security;
create policy applicatie_sleutel_van_tenant on applicatie_sleutel
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

-- Keeps a list of links, a column of uuids, once more as a row for each, whose foreign keys lead to no other
-- municipality: called as a trigger with the name of that side table and of the column.
create function meent_paren() returns trigger language plpgsql as $$
begin
    execute format(
        'delete from %I where tenant_id = ($1).tenant_id and van = ($1).id and naar <> all (($1).%I)',
        tg_argv[0], tg_argv[1]) using new;
    execute format(
        'insert into %I (tenant_id, van, naar) select ($1).tenant_id, ($1).id, n from unnest(($1).%I) n'
        ' on conflict do nothing', tg_argv[0], tg_argv[1]) using new;
    return null;
end $$;
