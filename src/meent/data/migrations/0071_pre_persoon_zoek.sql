-- By which a persoonslijst is searched (decision 0052): follows from the document, written in the same statement as it.
-- Names and streets are folded (no capitals, no accents) and sorted as bytes, so that a beginning is a range: under row
-- policies only comparisons that leak nothing may use an index, and LIKE is none of those.

create table persoon_zoek (
    tenant_id            integer not null,
    lijst                uuid not null,
    geslachtsnaam        text collate "C" not null,
    voornamen            text collate "C" not null,
    voorvoegsel          text not null,
    geslacht             text not null,
    geboortedatum        text not null,
    gemeente             text not null,
    postcode             text not null,
    huisnummer           integer not null,
    huisletter           text not null,
    toevoeging           text not null,
    straat               text collate "C" not null,
    openbare_ruimte      text collate "C" not null,
    nummeraanduiding     text not null,
    adresseerbaar_object text not null,
    opschorting          text not null,
    primary key (tenant_id, lijst),
    foreign key (tenant_id, lijst) references persoonslijst (tenant_id, id)
);
create index persoon_zoek_geboren on persoon_zoek (tenant_id, geboortedatum, geslachtsnaam);
create index persoon_zoek_naam on persoon_zoek (tenant_id, geslachtsnaam, voornamen);
create index persoon_zoek_postcode on persoon_zoek (tenant_id, postcode, huisnummer) where postcode <> '';
create index persoon_zoek_straat on persoon_zoek (tenant_id, gemeente, huisnummer, straat);
create index persoon_zoek_nummeraanduiding on persoon_zoek (tenant_id, nummeraanduiding) where nummeraanduiding <> '';
create index persoon_zoek_object on persoon_zoek (tenant_id, adresseerbaar_object) where adresseerbaar_object <> '';

alter table persoon_zoek enable row level security;
alter table persoon_zoek force row level security;
create policy persoon_zoek_van_tenant on persoon_zoek
    using (tenant_id = meent_tenant()) with check (tenant_id = meent_tenant());
revoke delete, truncate on persoon_zoek from meent_app;
