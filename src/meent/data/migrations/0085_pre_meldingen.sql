-- What residents ask by e-service (decision 0068), and who of the officers has which piece of work.

create table brp_melding (
    tenant_id    integer not null references tenant (id),
    id           uuid not null,
    soort        text not null check (soort in ('verhuizing', 'uittreksel')),
    bsn          text not null check (bsn <> ''),                 -- of who asks
    sleutel      text not null check (length(sleutel) between 1 and 200),  -- of the attempt, so that it is asked once
    invoer       bytea not null,                                   -- JSON, as it was filled in
    toestand     text not null check (toestand in
        ('gepland', 'toestemming', 'betalen', 'behandelen', 'gedaan', 'afgewezen')),
    redenen      jsonb not null default '[]',                      -- why an officer must look: [nummer, zin, grond]
    hoofdbewoner text not null default '',                         -- BSN of who must agree
    zaak         uuid,
    uiterlijk    date not null,
    uitleg       text not null default '',                         -- what an officer said to it
    stuk         bytea not null default '',                        -- the paper, once it is made
    op           timestamptz not null,
    gedaan_op    timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, bsn, sleutel),
    check ((toestand in ('gedaan', 'afgewezen')) = (gedaan_op is not null))
);
create index brp_melding_van on brp_melding (tenant_id, bsn, id);
create index brp_melding_vraagt on brp_melding (tenant_id, hoofdbewoner, id) where toestand = 'toestemming';
create index brp_melding_open on brp_melding (tenant_id, toestand, uiterlijk) where gedaan_op is null;

-- Who works on what: `soort` tells what it is, `werk` is its key. Nobody has what has no row.
create table brp_werk (
    tenant_id integer not null references tenant (id),
    soort     text not null check (soort ~ '^[a-z]+$'),
    werk      uuid not null,
    wie       text not null check (wie <> ''),
    weergave  text not null,
    sinds     timestamptz not null,
    primary key (tenant_id, soort, werk)
);

-- Lists with an onderzoek that runs are few among many.
create index persoonslijst_in_onderzoek on persoonslijst (tenant_id, id)
    where lijst @? '$.stapels[*].voorkomens[*] ? (exists (@."83.20") && !exists (@."83.30"))';
create index brp_bericht_uitval on brp_bericht (tenant_id, id) where toestand = 'uitval';
create index brp_overkomst_gevraagd on brp_overkomst (tenant_id, id) where toestand = 'gevraagd';

do $$
declare
    naam text;
begin
    foreach naam in array array['brp_melding', 'brp_werk'] loop
        execute format('alter table %I enable row level security', naam);
        execute format('alter table %I force row level security', naam);
        execute format(
            'create policy %I on %I using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant())',
            naam || '_van_tenant', naam);
    end loop;
end $$;

revoke delete, truncate on brp_melding from meent_app;
revoke truncate on brp_werk from meent_app;
