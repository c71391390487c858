-- The register Documenten and what links documents to zaken and besluiten: what `meent show RESOURCE --sql` printed,
-- with indices for what clients filter on. The table of versions holds what a document was, row by row.

CREATE TABLE enkelvoudiginformatieobject (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    identificatie text NOT NULL,
    bronorganisatie text NOT NULL,
    creatiedatum date NOT NULL,
    titel text NOT NULL,
    vertrouwelijkheidaanduiding text NOT NULL,
    is_gereed_voor_publicatie boolean,
    tonen_aan_initiator boolean NOT NULL,
    auteur text NOT NULL,
    status text NOT NULL,
    inhoud_is_vervallen boolean,
    formaat text NOT NULL,
    taal text NOT NULL,
    versie integer NOT NULL,
    begin_registratie timestamptz NOT NULL,
    bestandsnaam text NOT NULL,
    inhoud json,
    bestandsomvang bigint,
    link text NOT NULL,
    beschrijving text NOT NULL,
    ontvangstdatum date,
    verzenddatum date,
    indicatie_gebruiksrecht boolean,
    verschijningsvorm text NOT NULL,
    ondertekening json,
    integriteit json,
    informatieobjecttype uuid NOT NULL,
    trefwoorden json NOT NULL,
    slot text NOT NULL,
    PRIMARY KEY (tenant_id, id) INCLUDE (informatieobjecttype, vertrouwelijkheidaanduiding),
    CONSTRAINT enkelvoudiginformatieobject_uniek_0 UNIQUE (tenant_id, bronorganisatie, identificatie),
    FOREIGN KEY (tenant_id, informatieobjecttype) REFERENCES informatieobjecttype (tenant_id, id)
);
ALTER TABLE enkelvoudiginformatieobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE enkelvoudiginformatieobject FORCE ROW LEVEL SECURITY;
CREATE POLICY enkelvoudiginformatieobject_van_tenant ON enkelvoudiginformatieobject USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX enkelvoudiginformatieobject_informatieobjecttype ON enkelvoudiginformatieobject (tenant_id, informatieobjecttype);
CREATE TABLE enkelvoudiginformatieobject_document (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    soort uuid,
    niveau text,
    etag text NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (tenant_id, id)
) WITH (toast_tuple_target = 8160, fillfactor = 85);
ALTER TABLE enkelvoudiginformatieobject_document ALTER COLUMN body SET STORAGE MAIN;
ALTER TABLE enkelvoudiginformatieobject_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE enkelvoudiginformatieobject_document FORCE ROW LEVEL SECURITY;
CREATE POLICY enkelvoudiginformatieobject_document_van_tenant ON enkelvoudiginformatieobject_document USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE TABLE enkelvoudiginformatieobject_versie (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    nummer integer NOT NULL,
    sinds timestamptz NOT NULL,
    rij json NOT NULL,
    PRIMARY KEY (tenant_id, id, nummer),
    FOREIGN KEY (tenant_id, id) REFERENCES enkelvoudiginformatieobject (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE enkelvoudiginformatieobject_versie ENABLE ROW LEVEL SECURITY;
ALTER TABLE enkelvoudiginformatieobject_versie FORCE ROW LEVEL SECURITY;
CREATE POLICY enkelvoudiginformatieobject_versie_van_tenant ON enkelvoudiginformatieobject_versie USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE objectinformatieobject (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    informatieobject uuid NOT NULL,
    object text NOT NULL,
    object_type text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT objectinformatieobject_uniek_0 UNIQUE (tenant_id, informatieobject, object),
    FOREIGN KEY (tenant_id, informatieobject) REFERENCES enkelvoudiginformatieobject (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE objectinformatieobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE objectinformatieobject FORCE ROW LEVEL SECURITY;
CREATE POLICY objectinformatieobject_van_tenant ON objectinformatieobject USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE zaakinformatieobject (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    informatieobject uuid NOT NULL,
    zaak uuid NOT NULL,
    titel text NOT NULL,
    beschrijving text NOT NULL,
    registratiedatum timestamptz NOT NULL,
    vernietigingsdatum timestamptz,
    status uuid,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT zaakinformatieobject_uniek_0 UNIQUE (tenant_id, zaak, informatieobject),
    FOREIGN KEY (tenant_id, informatieobject) REFERENCES enkelvoudiginformatieobject (tenant_id, id),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, status) REFERENCES status (tenant_id, id)
);
ALTER TABLE zaakinformatieobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakinformatieobject FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakinformatieobject_van_tenant ON zaakinformatieobject USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaakinformatieobject_informatieobject ON zaakinformatieobject (tenant_id, informatieobject);
CREATE INDEX zaakinformatieobject_status ON zaakinformatieobject (tenant_id, status) WHERE status IS NOT NULL;

CREATE TABLE besluitinformatieobject (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    informatieobject uuid NOT NULL,
    besluit uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT besluitinformatieobject_uniek_0 UNIQUE (tenant_id, besluit, informatieobject),
    FOREIGN KEY (tenant_id, informatieobject) REFERENCES enkelvoudiginformatieobject (tenant_id, id),
    FOREIGN KEY (tenant_id, besluit) REFERENCES besluit (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE besluitinformatieobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE besluitinformatieobject FORCE ROW LEVEL SECURITY;
CREATE POLICY besluitinformatieobject_van_tenant ON besluitinformatieobject USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX besluitinformatieobject_informatieobject ON besluitinformatieobject (tenant_id, informatieobject);

CREATE INDEX enkelvoudiginformatieobject_op_identificatie ON enkelvoudiginformatieobject (tenant_id, identificatie);
CREATE INDEX objectinformatieobject_op_object ON objectinformatieobject (tenant_id, object);
