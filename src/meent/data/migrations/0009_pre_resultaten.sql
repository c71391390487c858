-- How a zaak ended: what `meent show resultaat --sql` printed; the constraint also serves to find it by its zaak.

CREATE TABLE resultaat (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    zaak uuid NOT NULL,
    resultaattype uuid NOT NULL,
    toelichting text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT resultaat_uniek_0 UNIQUE (tenant_id, zaak),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, resultaattype) REFERENCES resultaattype (tenant_id, id)
);
ALTER TABLE resultaat ENABLE ROW LEVEL SECURITY;
ALTER TABLE resultaat FORCE ROW LEVEL SECURITY;
CREATE POLICY resultaat_van_tenant ON resultaat USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX resultaat_resultaattype ON resultaat (tenant_id, resultaattype);
