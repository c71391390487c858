-- By what else a persoonslijst is found (decision 0058): the places where somebody lives or lived, and travel documents.
-- One row for each; follows from the document, and is written in the same statement as it.

create table persoon_sleutel (
    tenant_id integer not null,
    soort     text not null check (soort in ('adresseerbaar_object', 'reisdocument')),
    waarde    text not null,
    lijst     uuid not null,
    primary key (tenant_id, soort, waarde, lijst),
    foreign key (tenant_id, lijst) references persoonslijst (tenant_id, id)
);
create index persoon_sleutel_van_lijst on persoon_sleutel (tenant_id, lijst);

alter table persoon_sleutel enable row level security;
alter table persoon_sleutel force row level security;
create policy persoon_sleutel_van_tenant on persoon_sleutel
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
-- Rows go when the list no longer says so: what is removed must be gone (K-26). They never change.
revoke update, truncate on persoon_sleutel from meent_app;
