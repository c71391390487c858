-- Pieces of content that is too large to send at once; what has been uploaded of each is in the store.

CREATE TABLE bestandsdeel (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    informatieobject uuid NOT NULL,
    volgnummer integer NOT NULL,
    omvang bigint NOT NULL,
    inhoud json,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, informatieobject) REFERENCES enkelvoudiginformatieobject (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE bestandsdeel ENABLE ROW LEVEL SECURITY;
ALTER TABLE bestandsdeel FORCE ROW LEVEL SECURITY;
CREATE POLICY bestandsdeel_van_tenant ON bestandsdeel USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX bestandsdeel_informatieobject ON bestandsdeel (tenant_id, informatieobject);
