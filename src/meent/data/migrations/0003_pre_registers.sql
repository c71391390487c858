-- The registers Catalogi, Zaken and Autorisaties: what `meent show RESOURCE --sql` printed for their first resources.

CREATE TABLE catalogus (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    domein text NOT NULL,
    rsin text NOT NULL,
    contactpersoon_beheer_naam text NOT NULL,
    contactpersoon_beheer_telefoonnummer text NOT NULL,
    contactpersoon_beheer_emailadres text NOT NULL,
    naam text,
    versie text,
    begindatum_versie date,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT catalogus_uniek_0 UNIQUE (tenant_id, domein, rsin)
);
ALTER TABLE catalogus ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogus FORCE ROW LEVEL SECURITY;
CREATE POLICY catalogus_van_tenant ON catalogus USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE applicatie (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    client_ids json NOT NULL,
    label text NOT NULL,
    heeft_alle_autorisaties boolean NOT NULL,
    alleen_is_gereed_voor_publicatie boolean NOT NULL,
    autorisaties json NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE applicatie ENABLE ROW LEVEL SECURITY;
ALTER TABLE applicatie FORCE ROW LEVEL SECURITY;
CREATE POLICY applicatie_van_tenant ON applicatie USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE zaaktype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    identificatie text NOT NULL,
    omschrijving text NOT NULL,
    omschrijving_generiek text NOT NULL,
    vertrouwelijkheidaanduiding text NOT NULL,
    doel text NOT NULL,
    aanleiding text NOT NULL,
    toelichting text NOT NULL,
    indicatie_intern_of_extern text NOT NULL,
    handeling_initiator text NOT NULL,
    onderwerp text NOT NULL,
    handeling_behandelaar text NOT NULL,
    doorlooptijd text NOT NULL,
    servicenorm text,
    opschorting_en_aanhouding_mogelijk boolean NOT NULL,
    verlenging_mogelijk boolean NOT NULL,
    verlengingstermijn text,
    trefwoorden json NOT NULL,
    publicatie_indicatie boolean NOT NULL,
    publicatietekst text NOT NULL,
    verantwoordingsrelatie json NOT NULL,
    producten_of_diensten json NOT NULL,
    selectielijst_procestype text NOT NULL,
    referentieproces json NOT NULL,
    verantwoordelijke text NOT NULL,
    broncatalogus json,
    bronzaaktype json,
    catalogus uuid NOT NULL,
    besluittypen json NOT NULL,
    deelzaaktypen json NOT NULL,
    gerelateerde_zaaktypen json NOT NULL,
    begin_geldigheid date NOT NULL,
    einde_geldigheid date,
    versiedatum date,
    concept boolean NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id)
);
ALTER TABLE zaaktype ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaaktype FORCE ROW LEVEL SECURITY;
CREATE POLICY zaaktype_van_tenant ON zaaktype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE statustype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    omschrijving text NOT NULL,
    omschrijving_generiek text NOT NULL,
    statustekst text NOT NULL,
    zaaktype uuid NOT NULL,
    volgnummer integer NOT NULL,
    informeren boolean NOT NULL,
    doorlooptijd text,
    toelichting text,
    checklistitem_statustype json NOT NULL,
    eigenschappen json NOT NULL,
    begin_geldigheid date,
    einde_geldigheid date,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT statustype_uniek_0 UNIQUE (tenant_id, zaaktype, volgnummer),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE statustype ENABLE ROW LEVEL SECURITY;
ALTER TABLE statustype FORCE ROW LEVEL SECURITY;
CREATE POLICY statustype_van_tenant ON statustype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE roltype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaaktype uuid NOT NULL,
    omschrijving text NOT NULL,
    omschrijving_generiek text NOT NULL,
    catalogus uuid,
    begin_geldigheid date,
    einde_geldigheid date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id)
);
ALTER TABLE roltype ENABLE ROW LEVEL SECURITY;
ALTER TABLE roltype FORCE ROW LEVEL SECURITY;
CREATE POLICY roltype_van_tenant ON roltype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX roltype_zaaktype ON roltype (tenant_id, zaaktype);
CREATE INDEX roltype_catalogus ON roltype (tenant_id, catalogus);

CREATE TABLE zaak (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    identificatie text NOT NULL,
    bronorganisatie text NOT NULL,
    omschrijving text NOT NULL,
    toelichting text NOT NULL,
    zaaktype uuid NOT NULL,
    registratiedatum date,
    verantwoordelijke_organisatie text NOT NULL,
    startdatum date NOT NULL,
    einddatum date,
    einddatum_gepland date,
    uiterlijke_einddatum_afdoening date,
    publicatiedatum date,
    communicatiekanaal text NOT NULL,
    producten_of_diensten json NOT NULL,
    vertrouwelijkheidaanduiding text NOT NULL,
    betalingsindicatie text NOT NULL,
    laatste_betaaldatum timestamptz,
    zaakgeometrie json,
    verlenging json,
    opschorting json,
    selectielijstklasse text NOT NULL,
    hoofdzaak uuid,
    relevante_andere_zaken json NOT NULL,
    kenmerken json NOT NULL,
    archiefnominatie text,
    archiefstatus text NOT NULL,
    archiefactiedatum date,
    opdrachtgevende_organisatie text NOT NULL,
    processobjectaard text,
    startdatum_bewaartermijn date,
    processobject json,
    zaakgeometrie_cel bigint,
    PRIMARY KEY (tenant_id, id) INCLUDE (zaaktype, vertrouwelijkheidaanduiding),
    CONSTRAINT zaak_uniek_0 UNIQUE (tenant_id, bronorganisatie, identificatie),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id),
    FOREIGN KEY (tenant_id, hoofdzaak) REFERENCES zaak (tenant_id, id)
);
ALTER TABLE zaak ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaak FORCE ROW LEVEL SECURITY;
CREATE POLICY zaak_van_tenant ON zaak USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaak_hoofdzaak ON zaak (tenant_id, hoofdzaak) WHERE hoofdzaak IS NOT NULL;
CREATE INDEX zaak_zaakgeometrie_cel ON zaak (tenant_id, zaakgeometrie_cel) WHERE zaakgeometrie_cel IS NOT NULL;
CREATE TABLE zaak_document (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    soort uuid,
    niveau text,
    etag text NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (tenant_id, id)
) WITH (toast_tuple_target = 8160, fillfactor = 85);
ALTER TABLE zaak_document ALTER COLUMN body SET STORAGE MAIN;
ALTER TABLE zaak_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaak_document FORCE ROW LEVEL SECURITY;
CREATE POLICY zaak_document_van_tenant ON zaak_document USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE rol (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    betrokkene text NOT NULL,
    betrokkene_type text NOT NULL,
    afwijkende_naam_betrokkene text NOT NULL,
    roltype uuid NOT NULL,
    omschrijving text NOT NULL,
    omschrijving_generiek text NOT NULL,
    roltoelichting text NOT NULL,
    registratiedatum timestamptz NOT NULL,
    indicatie_machtiging text NOT NULL,
    contactpersoon_rol json,
    betrokkene_identificatie json,
    natuurlijk_persoon_inp_bsn text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'natuurlijk_persoon' THEN nullif(betrokkene_identificatie ->> 'inpBsn', '') END) STORED,
    natuurlijk_persoon_anp_identificatie text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'natuurlijk_persoon' THEN nullif(betrokkene_identificatie ->> 'anpIdentificatie', '') END) STORED,
    natuurlijk_persoon_inp_a_nummer text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'natuurlijk_persoon' THEN nullif(betrokkene_identificatie ->> 'inpA_nummer', '') END) STORED,
    niet_natuurlijk_persoon_inn_nnp_id text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'niet_natuurlijk_persoon' THEN nullif(betrokkene_identificatie ->> 'innNnpId', '') END) STORED,
    niet_natuurlijk_persoon_ann_identificatie text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'niet_natuurlijk_persoon' THEN nullif(betrokkene_identificatie ->> 'annIdentificatie', '') END) STORED,
    vestiging_vestigings_nummer text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'vestiging' THEN nullif(betrokkene_identificatie ->> 'vestigingsNummer', '') END) STORED,
    organisatorische_eenheid_identificatie text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'organisatorische_eenheid' THEN nullif(betrokkene_identificatie ->> 'identificatie', '') END) STORED,
    medewerker_identificatie text GENERATED ALWAYS AS (CASE WHEN betrokkene_type = 'medewerker' THEN nullif(betrokkene_identificatie ->> 'identificatie', '') END) STORED,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, roltype) REFERENCES roltype (tenant_id, id)
);
ALTER TABLE rol ENABLE ROW LEVEL SECURITY;
ALTER TABLE rol FORCE ROW LEVEL SECURITY;
CREATE POLICY rol_van_tenant ON rol USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX rol_zaak ON rol (tenant_id, zaak);
CREATE INDEX rol_roltype ON rol (tenant_id, roltype);
CREATE INDEX rol_natuurlijk_persoon_inp_bsn ON rol (tenant_id, natuurlijk_persoon_inp_bsn) WHERE natuurlijk_persoon_inp_bsn IS NOT NULL;
CREATE INDEX rol_natuurlijk_persoon_anp_identificatie ON rol (tenant_id, natuurlijk_persoon_anp_identificatie) WHERE natuurlijk_persoon_anp_identificatie IS NOT NULL;
CREATE INDEX rol_natuurlijk_persoon_inp_a_nummer ON rol (tenant_id, natuurlijk_persoon_inp_a_nummer) WHERE natuurlijk_persoon_inp_a_nummer IS NOT NULL;
CREATE INDEX rol_niet_natuurlijk_persoon_inn_nnp_id ON rol (tenant_id, niet_natuurlijk_persoon_inn_nnp_id) WHERE niet_natuurlijk_persoon_inn_nnp_id IS NOT NULL;
CREATE INDEX rol_niet_natuurlijk_persoon_ann_identificatie ON rol (tenant_id, niet_natuurlijk_persoon_ann_identificatie) WHERE niet_natuurlijk_persoon_ann_identificatie IS NOT NULL;
CREATE INDEX rol_vestiging_vestigings_nummer ON rol (tenant_id, vestiging_vestigings_nummer) WHERE vestiging_vestigings_nummer IS NOT NULL;
CREATE INDEX rol_organisatorische_eenheid_identificatie ON rol (tenant_id, organisatorische_eenheid_identificatie) WHERE organisatorische_eenheid_identificatie IS NOT NULL;
CREATE INDEX rol_medewerker_identificatie ON rol (tenant_id, medewerker_identificatie) WHERE medewerker_identificatie IS NOT NULL;

CREATE TABLE zaakobject (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    object text NOT NULL,
    zaakobjecttype text NOT NULL,
    object_type text NOT NULL,
    object_type_overige text NOT NULL,
    object_type_overige_definitie json,
    relatieomschrijving text NOT NULL,
    object_identificatie json,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE zaakobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakobject FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakobject_van_tenant ON zaakobject USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaakobject_zaak ON zaakobject (tenant_id, zaak);

CREATE TABLE status (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    statustype uuid NOT NULL,
    datum_status_gezet timestamptz NOT NULL,
    statustoelichting text NOT NULL,
    gezetdoor uuid,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT status_uniek_0 UNIQUE (tenant_id, zaak, datum_status_gezet),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, statustype) REFERENCES statustype (tenant_id, id),
    FOREIGN KEY (tenant_id, gezetdoor) REFERENCES rol (tenant_id, id)
);
ALTER TABLE status ENABLE ROW LEVEL SECURITY;
ALTER TABLE status FORCE ROW LEVEL SECURITY;
CREATE POLICY status_van_tenant ON status USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX status_statustype ON status (tenant_id, statustype);
CREATE INDEX status_gezetdoor ON status (tenant_id, gezetdoor) WHERE gezetdoor IS NOT NULL;

-- Indices for what clients filter and order by. The tenant stands first in each, as the row policies ask.
CREATE INDEX zaak_op_zaaktype ON zaak (tenant_id, zaaktype, startdatum) INCLUDE (vertrouwelijkheidaanduiding);
CREATE INDEX zaak_op_startdatum ON zaak (tenant_id, startdatum);
CREATE INDEX zaak_op_identificatie ON zaak (tenant_id, identificatie);
CREATE INDEX zaak_op_registratiedatum ON zaak (tenant_id, registratiedatum);
CREATE INDEX zaak_op_einddatum ON zaak (tenant_id, einddatum);
CREATE INDEX zaak_op_archiefactiedatum ON zaak (tenant_id, archiefactiedatum) WHERE archiefactiedatum IS NOT NULL;
CREATE INDEX zaak_op_uiterlijke_einddatum ON zaak (tenant_id, uiterlijke_einddatum_afdoening)
    WHERE uiterlijke_einddatum_afdoening IS NOT NULL;
CREATE INDEX rol_op_betrokkene ON rol (tenant_id, betrokkene) WHERE betrokkene <> '';
CREATE INDEX zaakobject_op_object ON zaakobject (tenant_id, object) WHERE object <> '';
CREATE INDEX zaaktype_op_identificatie ON zaaktype (tenant_id, catalogus, identificatie);
