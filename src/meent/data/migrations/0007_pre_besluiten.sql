-- The register Besluiten: what `meent show besluit --sql` printed, with indices for what clients filter on.

CREATE TABLE besluit (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    identificatie text NOT NULL,
    verantwoordelijke_organisatie text NOT NULL,
    besluittype uuid NOT NULL,
    zaak uuid,
    datum date NOT NULL,
    toelichting text NOT NULL,
    bestuursorgaan text NOT NULL,
    ingangsdatum date NOT NULL,
    vervaldatum date,
    vervalreden text NOT NULL,
    publicatiedatum date,
    verzenddatum date,
    uiterlijke_reactiedatum date,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT besluit_uniek_0 UNIQUE (tenant_id, verantwoordelijke_organisatie, identificatie),
    FOREIGN KEY (tenant_id, besluittype) REFERENCES besluittype (tenant_id, id),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id)
);
ALTER TABLE besluit ENABLE ROW LEVEL SECURITY;
ALTER TABLE besluit FORCE ROW LEVEL SECURITY;
CREATE POLICY besluit_van_tenant ON besluit USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX besluit_besluittype ON besluit (tenant_id, besluittype);
CREATE INDEX besluit_zaak ON besluit (tenant_id, zaak) WHERE zaak IS NOT NULL;
CREATE INDEX besluit_op_identificatie ON besluit (tenant_id, identificatie);
