-- The rest of the register Documenten: what `meent show RESOURCE --sql` printed, without indices that keys make needless.

CREATE TABLE gebruiksrechten (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    informatieobject uuid NOT NULL,
    startdatum timestamptz NOT NULL,
    einddatum timestamptz,
    omschrijving_voorwaarden text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, informatieobject) REFERENCES enkelvoudiginformatieobject (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE gebruiksrechten ENABLE ROW LEVEL SECURITY;
ALTER TABLE gebruiksrechten FORCE ROW LEVEL SECURITY;
CREATE POLICY gebruiksrechten_van_tenant ON gebruiksrechten USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX gebruiksrechten_informatieobject ON gebruiksrechten (tenant_id, informatieobject);

CREATE TABLE verzending (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    betrokkene text NOT NULL,
    informatieobject uuid NOT NULL,
    aard_relatie text NOT NULL,
    toelichting text NOT NULL,
    ontvangstdatum date,
    verzenddatum date,
    contact_persoon text NOT NULL,
    contactpersoonnaam text NOT NULL,
    binnenlands_correspondentieadres json,
    buitenlands_correspondentieadres json,
    correspondentie_postadres json,
    faxnummer text,
    emailadres text,
    mijn_overheid boolean NOT NULL,
    telefoonnummer text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, informatieobject) REFERENCES enkelvoudiginformatieobject (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE verzending ENABLE ROW LEVEL SECURITY;
ALTER TABLE verzending FORCE ROW LEVEL SECURITY;
CREATE POLICY verzending_van_tenant ON verzending USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX verzending_informatieobject ON verzending (tenant_id, informatieobject);

