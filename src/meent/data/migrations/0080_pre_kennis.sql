-- Knowledge articles (decision 0063). They are objects; here stands what makes them findable, and how well they helped.

-- The words of a record that can be searched, of each kind of object that is for reading.
CREATE TABLE objecttekst (
    tenant_id integer NOT NULL,
    object uuid NOT NULL,
    index integer NOT NULL,
    woorden tsvector NOT NULL,
    PRIMARY KEY (tenant_id, object, index),
    FOREIGN KEY (tenant_id, object, index) REFERENCES objectrecord (tenant_id, object, index) ON DELETE CASCADE
);
ALTER TABLE objecttekst ENABLE ROW LEVEL SECURITY;
ALTER TABLE objecttekst FORCE ROW LEVEL SECURITY;
CREATE POLICY objecttekst_van_tenant ON objecttekst USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

-- Text without the marks of its layout, for a snippet.
CREATE FUNCTION object_plat(tekst text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(regexp_replace(tekst, '\]\([^)]*\)', ' ', 'g'), '[][#*_>`\\|]', '', 'g');

-- Its words as Dutch makes them alike (paspoorten, paspoort), and as they are written, for who typed half a word.
CREATE FUNCTION object_woorden(tekst text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.dutch', coalesce(tekst, '')) || to_tsvector('pg_catalog.simple', coalesce(tekst, ''));

-- What can be searched of a text for reading: its title counts most, then the words by which people know it.
CREATE FUNCTION object_tekst(data jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(object_woorden(data ->> 'titel'), 'A')
    || setweight(object_woorden((SELECT string_agg(een, ' ') FROM jsonb_array_elements_text(
        CASE WHEN jsonb_typeof(data -> 'trefwoorden') = 'array' THEN data -> 'trefwoorden' ELSE '[]' END) een)), 'B')
    || setweight(object_woorden(object_plat(data ->> 'tekst')), 'D');

-- What was typed, as a question: each word by its stem, as it stands, and with the last letter that Dutch changes in
-- the plural (rijbewijs, rijbewijzen), and each also as the beginning of a longer one. Words that say nothing fall out.
-- woorden   small letters and digits only; tussen is & for all of them or | for any
CREATE FUNCTION object_vraag(woorden text[], tussen text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg('(' || v.vormen || ')', tussen)::tsquery
    FROM unnest(woorden) w
    CROSS JOIN LATERAL (SELECT (ts_lexize('pg_catalog.dutch_stem', w))[1] AS stam) s
    CROSS JOIN LATERAL (
        SELECT string_agg(DISTINCT quote_literal(vorm) || ':*', ' | ') AS vormen FROM unnest(ARRAY[
            w, s.stam, left(s.stam, -1) || translate(right(s.stam, 1), 'zsvf', 'szfv')
        ]) vorm
    ) v
    WHERE s.stam IS NOT NULL
);

-- Whether an article helped, by an agent who used it; with a word for who keeps it.
CREATE TABLE kennisoordeel (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    artikel uuid NOT NULL,
    versie integer NOT NULL,
    hielp boolean NOT NULL,
    notitie text NOT NULL CHECK (length(notitie) <= 1000),
    wie text NOT NULL,
    op timestamptz NOT NULL,
    afgehandeld_door text,
    afgehandeld_op timestamptz,
    CHECK ((afgehandeld_door IS NULL) = (afgehandeld_op IS NULL)),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, artikel) REFERENCES object (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE kennisoordeel ENABLE ROW LEVEL SECURITY;
ALTER TABLE kennisoordeel FORCE ROW LEVEL SECURITY;
CREATE POLICY kennisoordeel_van_tenant ON kennisoordeel USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX kennisoordeel_artikel ON kennisoordeel (tenant_id, artikel, op);
