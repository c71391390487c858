-- Objecten 2.7.0: objects, their records, and the values in those by which they are found (decision 0036).

CREATE TABLE object (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    object_type uuid NOT NULL,
    record json NOT NULL,
    geometry_cel bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, object_type) REFERENCES objecttype (tenant_id, id)
);
ALTER TABLE object ENABLE ROW LEVEL SECURITY;
ALTER TABLE object FORCE ROW LEVEL SECURITY;
CREATE POLICY object_van_tenant ON object USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX object_object_type ON object (tenant_id, object_type);

-- rang: the number of the first record in whose place this one stands, its own when it corrects none.
CREATE TABLE objectrecord (
    tenant_id integer NOT NULL,
    object uuid NOT NULL,
    index integer NOT NULL,
    type_version integer NOT NULL,
    data jsonb NOT NULL,
    geometry json,
    geometry_cel bigint,
    verwijzingen json NOT NULL,
    start_at date NOT NULL,
    end_at date,
    registration_at date NOT NULL,
    correction_for integer,
    corrected_by integer,
    rang integer NOT NULL,
    PRIMARY KEY (tenant_id, object, index),
    FOREIGN KEY (tenant_id, object) REFERENCES object (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE objectrecord ENABLE ROW LEVEL SECURITY;
ALTER TABLE objectrecord FORCE ROW LEVEL SECURITY;
CREATE POLICY objectrecord_van_tenant ON objectrecord USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX objectrecord_geometry_cel ON objectrecord (tenant_id, geometry_cel) WHERE geometry_cel IS NOT NULL;

-- The values in the data of a record, each by a number made of its name and its text. A plain number, because under row
-- policies an index cannot be used for an operator on JSON (ARCHITECTURE §5): what is found here is judged again.
CREATE TABLE objectwaarde (
    tenant_id integer NOT NULL,
    waarde bigint NOT NULL,
    object uuid NOT NULL,
    index integer NOT NULL,
    PRIMARY KEY (tenant_id, waarde, object, index),
    FOREIGN KEY (tenant_id, object, index) REFERENCES objectrecord (tenant_id, object, index) ON DELETE CASCADE
);
ALTER TABLE objectwaarde ENABLE ROW LEVEL SECURITY;
ALTER TABLE objectwaarde FORCE ROW LEVEL SECURITY;
CREATE POLICY objectwaarde_van_tenant ON objectwaarde USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX objectwaarde_record ON objectwaarde (tenant_id, object, index);

-- The number of a value: numbers that are equal have the same one, however they are written.
CREATE FUNCTION object_waarde(naam text, waarde jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(
    naam || '=' || CASE WHEN jsonb_typeof(waarde) = 'number' THEN trim_scale((waarde #>> '{}')::numeric)::text
    ELSE waarde #>> '{}' END, 0);

-- The numbers of all values in an object, however deep; a value in a list counts for the name of the list.
CREATE FUNCTION object_waarden(data jsonb) RETURNS SETOF bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE blad (naam, waarde) AS (
        SELECT lid.key, lid.value FROM jsonb_each(data) lid
        UNION ALL
        SELECT lid.naam, lid.waarde FROM blad b CROSS JOIN LATERAL (
            SELECT b.naam || '__' || o.key, o.value
            FROM jsonb_each(CASE WHEN jsonb_typeof(b.waarde) = 'object' THEN b.waarde ELSE '{}' END) o
            UNION ALL
            SELECT b.naam, a.value
            FROM jsonb_array_elements(CASE WHEN jsonb_typeof(b.waarde) = 'array' THEN b.waarde ELSE '[]' END) a
        ) lid (naam, waarde)
    )
    SELECT object_waarde(b.naam, b.waarde) FROM blad b WHERE jsonb_typeof(b.waarde) NOT IN ('object', 'array', 'null');
END;

-- The days that a request looks at: of what is so, and of what we knew; null is now, and all that we know.
CREATE FUNCTION object_peildatum() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('meent.peildatum', true), '')::date, (now() AT TIME ZONE 'Europe/Amsterdam')::date);
CREATE FUNCTION object_kennisdatum() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('meent.kennisdatum', true), '')::date;

-- Each object with the record that counts on that day; with the last one when none does, and then `geldt` is null.
CREATE VIEW object_gezien WITH (security_invoker = true) AS
SELECT
    o.tenant_id, o.id, o.object_type, r.index AS geldt, r.index, r.type_version, r.data, r.geometry, r.geometry_cel,
    r.start_at, r.end_at, r.registration_at, r.correction_for, r.corrected_by,
    CASE WHEN r.index IS NULL THEN o.record ELSE json_build_object(
        'index', r.index, 'typeVersion', r.type_version, 'data', r.data, 'geometry', r.geometry,
        'references', r.verwijzingen, 'startAt', r.start_at, 'endAt', r.end_at, 'registrationAt', r.registration_at,
        'correctionFor', r.correction_for, 'correctedBy', r.corrected_by
    ) END AS record
FROM object o LEFT JOIN objectrecord r ON r.tenant_id = o.tenant_id AND r.object = o.id
    AND r.start_at <= object_peildatum()
    AND CASE WHEN object_kennisdatum() IS NULL
        THEN r.corrected_by IS NULL AND (r.end_at IS NULL OR r.end_at > object_peildatum())
        ELSE r.registration_at <= object_kennisdatum() AND NOT EXISTS (
            SELECT FROM objectrecord j WHERE j.tenant_id = r.tenant_id AND j.object = r.object
            AND j.registration_at <= object_kennisdatum()
            AND (j.rang = r.rang AND j.index > r.index OR j.rang > r.rang AND j.start_at <= object_peildatum()
                AND NOT EXISTS (
                    SELECT FROM objectrecord c WHERE c.tenant_id = j.tenant_id AND c.object = j.object
                    AND c.rang = j.rang AND c.index > j.index AND c.registration_at <= object_kennisdatum()
                ))
        ) END;
REVOKE INSERT, UPDATE, DELETE ON object_gezien FROM meent_app;
