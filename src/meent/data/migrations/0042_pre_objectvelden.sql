-- Rights per field of objects (decision 0041): what a reader may see stands in the setting meent.velden as
-- {"<objecttype>": {"<version>": ["record__startAt", "record__data__soort"]}}. Without the setting everything is shown,
-- and so is a type that is not in it; of a version that is not in it nothing is.

CREATE FUNCTION object_vrij() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('meent.velden', true), '') = '';

-- The names that may be seen of a record of this type and version; null is all of them.
CREATE FUNCTION object_velden(soort uuid, versie integer) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN object_vrij() OR NOT current_setting('meent.velden')::jsonb ? soort::text THEN NULL ELSE ARRAY(
    SELECT v FROM jsonb_array_elements_text(
        coalesce(current_setting('meent.velden')::jsonb -> soort::text -> versie::text, '[]')) v
) END;

CREATE FUNCTION object_toont(naam text, soort uuid, versie integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN object_vrij() OR coalesce('record__' || naam = ANY (object_velden(soort, versie)), true);

-- The data, with what may be seen of them.
CREATE FUNCTION object_data(data jsonb, velden text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN velden IS NULL THEN data ELSE (
    SELECT coalesce(jsonb_object_agg(lid.key, lid.value), '{}') FROM jsonb_each(data) lid
    WHERE 'record__data__' || lid.key = ANY (velden)
) END;

-- A record as JSON, with what may be seen of it.
CREATE FUNCTION object_record(record json, velden text[]) RETURNS json LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN velden IS NULL THEN record ELSE (
    SELECT coalesce(json_object_agg(lid.key, CASE lid.key
        WHEN 'data' THEN object_data(lid.value::jsonb, velden)::json ELSE lid.value END ORDER BY lid.nr), '{}')
    FROM json_each(record) WITH ORDINALITY lid(key, value, nr)
    WHERE lid.key = 'data' OR 'record__' || lid.key = ANY (velden)
) END;

-- As before (0041), with what may be seen. What decides which rows are found at all (geldt, geometry_cel) stays: without
-- its geometry no row is shown as lying somewhere.
CREATE OR REPLACE VIEW object_gezien WITH (security_invoker = true) AS
SELECT
    o.tenant_id, o.id, o.object_type, r.index AS geldt,
    CASE WHEN object_toont('index', o.object_type, r.type_version) THEN r.index END AS index,
    CASE WHEN object_toont('typeVersion', o.object_type, r.type_version) THEN r.type_version END AS type_version,
    CASE WHEN object_vrij() THEN r.data ELSE object_data(r.data, object_velden(o.object_type, r.type_version)) END AS data,
    CASE WHEN object_toont('geometry', o.object_type, r.type_version) THEN r.geometry END AS geometry,
    r.geometry_cel,
    CASE WHEN object_toont('startAt', o.object_type, r.type_version) THEN r.start_at END AS start_at,
    CASE WHEN object_toont('endAt', o.object_type, r.type_version) THEN r.end_at END AS end_at,
    CASE WHEN object_toont('registrationAt', o.object_type, r.type_version) THEN r.registration_at END AS registration_at,
    CASE WHEN object_toont('correctionFor', o.object_type, r.type_version) THEN r.correction_for END AS correction_for,
    CASE WHEN object_toont('correctedBy', o.object_type, r.type_version) THEN r.corrected_by END AS corrected_by,
    CASE WHEN r.index IS NULL AND object_vrij() THEN o.record
    WHEN r.index IS NULL THEN
        object_record(o.record, object_velden(o.object_type, (o.record ->> 'typeVersion')::integer))
    WHEN object_vrij() THEN b.beeld
    ELSE object_record(b.beeld, object_velden(o.object_type, r.type_version)) END AS record
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
        ) END
CROSS JOIN LATERAL (SELECT json_build_object(
    'index', r.index, 'typeVersion', r.type_version, 'data', r.data, 'geometry', r.geometry,
    'references', r.verwijzingen, 'startAt', r.start_at, 'endAt', r.end_at, 'registrationAt', r.registration_at,
    'correctionFor', r.correction_for, 'correctedBy', r.corrected_by
)) b(beeld);
