-- How often an article stood among what a search of an agent found, per day: a number, of nobody (decision 0063).
CREATE TABLE kennisvondst (
    tenant_id integer NOT NULL,
    artikel uuid NOT NULL,
    dag date NOT NULL,
    aantal integer NOT NULL CHECK (aantal > 0),
    PRIMARY KEY (tenant_id, artikel, dag),
    FOREIGN KEY (tenant_id, artikel) REFERENCES object (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
ALTER TABLE kennisvondst ENABLE ROW LEVEL SECURITY;
ALTER TABLE kennisvondst FORCE ROW LEVEL SECURITY;
CREATE POLICY kennisvondst_van_tenant ON kennisvondst USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
