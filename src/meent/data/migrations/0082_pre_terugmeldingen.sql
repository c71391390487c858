-- Doubts that others report about what stands on a list (decision 0066), with the day by which the municipality answers.

create table brp_terugmelding (
    tenant_id     integer not null references tenant (id),
    id            uuid not null,
    melder        text not null,            -- client of the application that reported it
    kenmerk       text not null check (length(kenmerk) between 1 and 255),  -- as the reporter knows it
    bsn           text not null check (bsn ~ '^[0-9]{9}$'),
    aanduiding    text not null check (aanduiding ~ '^[0-9]{6}$'),
    stapel        integer not null default 0 check (stapel >= 0),
    toelichting   text not null,
    ontvangen_op  timestamptz not null,
    uiterlijk     date not null,            -- last day to react
    toestand      text not null default 'ontvangen' check (toestand in
        ('ontvangen', 'in_behandeling', 'doorgestuurd', 'niet_behandeld', 'ingetrokken', 'afgesloten')),
    onderzoek     boolean not null default false,  -- this report began one that stands on the list
    resultaat     text not null default '' check (resultaat in ('', 'gewijzigd', 'niet_gewijzigd')),
    antwoord      text not null default '',
    doorgestuurd  text not null default '' check (doorgestuurd ~ '^([0-9]{4})?$'),
    behandelaar   text not null default '',
    gereageerd_op timestamptz,
    gesloten_op   timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, melder, kenmerk),
    check ((toestand = 'ontvangen') = (gereageerd_op is null)),
    check ((toestand in ('ontvangen', 'in_behandeling')) = (gesloten_op is null)),
    check ((toestand = 'doorgestuurd') = (doorgestuurd <> ''))
);
create index brp_terugmelding_open on brp_terugmelding (tenant_id, uiterlijk, id)
    where toestand in ('ontvangen', 'in_behandeling');
create index brp_terugmelding_over on brp_terugmelding (tenant_id, bsn);

alter table brp_terugmelding enable row level security;
alter table brp_terugmelding force row level security;
create policy brp_terugmelding_van_tenant on brp_terugmelding
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());

revoke delete, truncate on brp_terugmelding from meent_app;
