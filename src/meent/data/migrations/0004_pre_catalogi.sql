-- The other types of the Catalogi API, as `meent show RESOURCE --sql` printed them, with indices for the names by which
-- types of a catalogus refer to each other (C-20).

CREATE TABLE informatieobjecttype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    catalogus uuid NOT NULL,
    omschrijving text NOT NULL,
    vertrouwelijkheidaanduiding text NOT NULL,
    begin_geldigheid date NOT NULL,
    einde_geldigheid date,
    concept boolean NOT NULL,
    informatieobjectcategorie text NOT NULL,
    trefwoord json NOT NULL,
    omschrijving_generiek json,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id)
);
ALTER TABLE informatieobjecttype ENABLE ROW LEVEL SECURITY;
ALTER TABLE informatieobjecttype FORCE ROW LEVEL SECURITY;
CREATE POLICY informatieobjecttype_van_tenant ON informatieobjecttype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX informatieobjecttype_catalogus ON informatieobjecttype (tenant_id, catalogus);

CREATE TABLE besluittype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    catalogus uuid NOT NULL,
    omschrijving text NOT NULL,
    omschrijving_generiek text NOT NULL,
    besluitcategorie text NOT NULL,
    reactietermijn text,
    publicatie_indicatie boolean NOT NULL,
    publicatietekst text NOT NULL,
    publicatietermijn text,
    toelichting text NOT NULL,
    informatieobjecttypen json NOT NULL,
    begin_geldigheid date NOT NULL,
    einde_geldigheid date,
    concept boolean NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id)
);
ALTER TABLE besluittype ENABLE ROW LEVEL SECURITY;
ALTER TABLE besluittype FORCE ROW LEVEL SECURITY;
CREATE POLICY besluittype_van_tenant ON besluittype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX besluittype_catalogus ON besluittype (tenant_id, catalogus);

CREATE TABLE resultaattype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaaktype uuid NOT NULL,
    omschrijving text NOT NULL,
    resultaattypeomschrijving text NOT NULL,
    omschrijving_generiek text NOT NULL,
    selectielijstklasse text NOT NULL,
    toelichting text NOT NULL,
    archiefnominatie text NOT NULL,
    archiefactietermijn text,
    brondatum_archiefprocedure json,
    procesobjectaard text,
    catalogus uuid,
    begin_geldigheid date,
    einde_geldigheid date,
    indicatie_specifiek boolean,
    procestermijn text,
    besluittypen json NOT NULL,
    informatieobjecttypen json NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id)
);
ALTER TABLE resultaattype ENABLE ROW LEVEL SECURITY;
ALTER TABLE resultaattype FORCE ROW LEVEL SECURITY;
CREATE POLICY resultaattype_van_tenant ON resultaattype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX resultaattype_zaaktype ON resultaattype (tenant_id, zaaktype);
CREATE INDEX resultaattype_catalogus ON resultaattype (tenant_id, catalogus);

CREATE TABLE eigenschap (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    naam text NOT NULL,
    definitie text NOT NULL,
    specificatie json NOT NULL,
    toelichting text NOT NULL,
    zaaktype uuid NOT NULL,
    statustype uuid,
    begin_geldigheid date,
    einde_geldigheid date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, statustype) REFERENCES statustype (tenant_id, id)
);
ALTER TABLE eigenschap ENABLE ROW LEVEL SECURITY;
ALTER TABLE eigenschap FORCE ROW LEVEL SECURITY;
CREATE POLICY eigenschap_van_tenant ON eigenschap USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX eigenschap_zaaktype ON eigenschap (tenant_id, zaaktype);
CREATE INDEX eigenschap_statustype ON eigenschap (tenant_id, statustype);

CREATE TABLE zaaktypeinformatieobjecttype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaaktype uuid NOT NULL,
    catalogus uuid NOT NULL,
    informatieobjecttype text NOT NULL,
    volgnummer integer NOT NULL,
    richting text NOT NULL,
    statustype uuid,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT zaaktypeinformatieobjecttype_uniek_0 UNIQUE (tenant_id, zaaktype, volgnummer),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id),
    FOREIGN KEY (tenant_id, statustype) REFERENCES statustype (tenant_id, id)
);
ALTER TABLE zaaktypeinformatieobjecttype ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaaktypeinformatieobjecttype FORCE ROW LEVEL SECURITY;
CREATE POLICY zaaktypeinformatieobjecttype_van_tenant ON zaaktypeinformatieobjecttype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaaktypeinformatieobjecttype_zaaktype ON zaaktypeinformatieobjecttype (tenant_id, zaaktype);
CREATE INDEX zaaktypeinformatieobjecttype_catalogus ON zaaktypeinformatieobjecttype (tenant_id, catalogus);
CREATE INDEX zaaktypeinformatieobjecttype_statustype ON zaaktypeinformatieobjecttype (tenant_id, statustype);

CREATE TABLE zaakobjecttype (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    ander_objecttype boolean NOT NULL,
    begin_geldigheid date,
    einde_geldigheid date,
    objecttype text NOT NULL,
    relatie_omschrijving text NOT NULL,
    zaaktype uuid NOT NULL,
    catalogus uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaaktype) REFERENCES zaaktype (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, catalogus) REFERENCES catalogus (tenant_id, id)
);
ALTER TABLE zaakobjecttype ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakobjecttype FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakobjecttype_van_tenant ON zaakobjecttype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaakobjecttype_zaaktype ON zaakobjecttype (tenant_id, zaaktype);
CREATE INDEX zaakobjecttype_catalogus ON zaakobjecttype (tenant_id, catalogus);

CREATE INDEX informatieobjecttype_omschrijving ON informatieobjecttype (tenant_id, catalogus, omschrijving);
CREATE INDEX besluittype_omschrijving ON besluittype (tenant_id, catalogus, omschrijving);
CREATE INDEX zaaktypeinformatieobjecttype_naam ON zaaktypeinformatieobjecttype (tenant_id, informatieobjecttype);
