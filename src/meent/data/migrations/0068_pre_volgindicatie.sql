-- Whom an application follows (BRP Update API, decision 0058): one row for each person, kept when it has ended.
-- By number and not by list: somebody may be followed before he comes to live here.

create table volgindicatie (
    tenant_id  integer not null references tenant (id),
    abonnee    text not null,
    bsn        text not null check (bsn ~ '^[0-9]{9}$'),
    begindatum date not null,
    einddatum  date,
    primary key (tenant_id, abonnee, bsn)
);

alter table volgindicatie enable row level security;
alter table volgindicatie force row level security;
create policy volgindicatie_van_tenant on volgindicatie
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
revoke delete, truncate on volgindicatie from meent_app;
