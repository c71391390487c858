-- What hangs under a zaak beside statussen, resultaat, rollen and zaakobjecten: what `meent show NAME --sql` printed.
-- Where a constraint begins with the zaak it also serves to find by it.

CREATE TABLE zaakeigenschap (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    eigenschap uuid NOT NULL,
    naam text NOT NULL,
    waarde text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, eigenschap) REFERENCES eigenschap (tenant_id, id)
);
ALTER TABLE zaakeigenschap ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakeigenschap FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakeigenschap_van_tenant ON zaakeigenschap USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaakeigenschap_zaak ON zaakeigenschap (tenant_id, zaak);
CREATE INDEX zaakeigenschap_eigenschap ON zaakeigenschap (tenant_id, eigenschap);

CREATE TABLE klantcontact (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    identificatie text NOT NULL,
    datumtijd timestamptz NOT NULL,
    kanaal text NOT NULL,
    onderwerp text NOT NULL,
    toelichting text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT klantcontact_uniek_0 UNIQUE (tenant_id, identificatie),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE klantcontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE klantcontact FORCE ROW LEVEL SECURITY;
CREATE POLICY klantcontact_van_tenant ON klantcontact USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX klantcontact_zaak ON klantcontact (tenant_id, zaak);

CREATE TABLE zaakcontactmoment (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    contactmoment text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT zaakcontactmoment_uniek_0 UNIQUE (tenant_id, zaak, contactmoment),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE zaakcontactmoment ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakcontactmoment FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakcontactmoment_van_tenant ON zaakcontactmoment USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE zaakverzoek (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    verzoek text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT zaakverzoek_uniek_0 UNIQUE (tenant_id, zaak, verzoek),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE zaakverzoek ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakverzoek FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakverzoek_van_tenant ON zaakverzoek USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE zaaknotitie (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    onderwerp text NOT NULL,
    tekst text NOT NULL,
    aangemaakt_door text NOT NULL,
    notitie_type text NOT NULL,
    status text NOT NULL,
    aanmaakdatum timestamptz NOT NULL,
    wijzigingsdatum timestamptz NOT NULL,
    gerelateerd_aan uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, gerelateerd_aan) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE zaaknotitie ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaaknotitie FORCE ROW LEVEL SECURITY;
CREATE POLICY zaaknotitie_van_tenant ON zaaknotitie USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaaknotitie_gerelateerd_aan ON zaaknotitie (tenant_id, gerelateerd_aan);

CREATE TABLE zaakbesluit (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    besluit uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT zaakbesluit_uniek_0 UNIQUE (tenant_id, zaak, besluit),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, besluit) REFERENCES besluit (tenant_id, id)
);
ALTER TABLE zaakbesluit ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaakbesluit FORCE ROW LEVEL SECURITY;
CREATE POLICY zaakbesluit_van_tenant ON zaakbesluit USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX zaakbesluit_besluit ON zaakbesluit (tenant_id, besluit);

-- The relation of besluiten that were there before (brc-006).
DO $$
DECLARE
    gemeente integer;
BEGIN
    FOR gemeente IN SELECT id FROM tenant ORDER BY id LOOP
        PERFORM set_config('meent.tenant', gemeente::text, true);
        INSERT INTO zaakbesluit (tenant_id, id, zaak, besluit)
        SELECT gemeente, gen_random_uuid(), b.zaak, b.id FROM besluit b
        WHERE b.tenant_id = gemeente AND b.zaak IS NOT NULL;
    END LOOP;
    PERFORM set_config('meent.tenant', '', true);
END $$;
