-- The other side of relevanteAndereZaken: which zaken look at this one, so that its closing reaches their archive dates.
-- Kept by a trigger, because the list itself stays a column of the zaak; most zaken have none and pay nothing.

CREATE TABLE zaak_andere (
    tenant_id integer NOT NULL,
    andere uuid NOT NULL,
    zaak uuid NOT NULL,
    PRIMARY KEY (tenant_id, andere, zaak),
    FOREIGN KEY (tenant_id, zaak) REFERENCES zaak (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX zaak_andere_zaak ON zaak_andere (tenant_id, zaak);
ALTER TABLE zaak_andere ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaak_andere FORCE ROW LEVEL SECURITY;
CREATE POLICY zaak_andere_van_tenant ON zaak_andere USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

-- Of links within this municipality the uuid; a zaak elsewhere never closes here. chr(127) stands for our own address.
CREATE FUNCTION meent_andere_zaken(lijst json) RETURNS SETOF uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
        SELECT DISTINCT right(e->>'url', 36)::uuid FROM json_array_elements(lijst) e
        WHERE e->>'url' ~ ('^' || chr(127) || '/zaken/api/v1/zaken/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$');
    END;

CREATE FUNCTION meent_zaak_andere() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'UPDATE' THEN
        DELETE FROM zaak_andere a WHERE a.tenant_id = new.tenant_id AND a.zaak = new.id;
    END IF;
    INSERT INTO zaak_andere (tenant_id, andere, zaak)
    SELECT new.tenant_id, andere, new.id FROM meent_andere_zaken(new.relevante_andere_zaken) andere;
    RETURN NULL;
END $$;

CREATE TRIGGER zaak_andere_nieuw AFTER INSERT ON zaak FOR EACH ROW
    WHEN (new.relevante_andere_zaken::text <> '[]') EXECUTE FUNCTION meent_zaak_andere();
CREATE TRIGGER zaak_andere_anders AFTER UPDATE ON zaak FOR EACH ROW
    WHEN (new.relevante_andere_zaken::text IS DISTINCT FROM old.relevante_andere_zaken::text)
    EXECUTE FUNCTION meent_zaak_andere();

DO $$
DECLARE
    gemeente integer;
BEGIN
    FOR gemeente IN SELECT id FROM tenant ORDER BY id LOOP
        PERFORM set_config('meent.tenant', gemeente::text, true);
        INSERT INTO zaak_andere (tenant_id, andere, zaak)
        SELECT z.tenant_id, andere, z.id FROM zaak z, meent_andere_zaken(z.relevante_andere_zaken) andere
        WHERE z.tenant_id = gemeente AND z.relevante_andere_zaken::text <> '[]';
    END LOOP;
    PERFORM set_config('meent.tenant', '', true);
END $$;
