-- Selectielijst and communicatiekanalen: one set for the installation, which each municipality sees through a view and
-- nobody writes while serving (decision 0021). Loaded with `meent selectielijst import`.

CREATE TABLE procestype_landelijk (
    id uuid PRIMARY KEY,
    nummer integer NOT NULL,
    jaar integer NOT NULL,
    naam text NOT NULL,
    omschrijving text NOT NULL,
    toelichting text NOT NULL,
    procesobject text NOT NULL
);
CREATE VIEW procestype AS SELECT meent_tenant() AS tenant_id, t.* FROM procestype_landelijk t WHERE meent_tenant() IS NOT NULL;
REVOKE ALL ON procestype_landelijk FROM meent_app;
REVOKE INSERT, UPDATE, DELETE ON procestype FROM meent_app;

CREATE TABLE selectielijstresultaat_landelijk (
    id uuid PRIMARY KEY,
    proces_type uuid NOT NULL REFERENCES procestype_landelijk (id),
    nummer integer NOT NULL,
    volledig_nummer text NOT NULL,
    generiek boolean NOT NULL,
    specifiek boolean NOT NULL,
    naam text NOT NULL,
    omschrijving text NOT NULL,
    herkomst text NOT NULL,
    waardering text NOT NULL,
    procestermijn text NOT NULL,
    procestermijn_weergave text NOT NULL,
    bewaartermijn text,
    toelichting text NOT NULL,
    algemeen_bestuur_en_inrichting_organisatie boolean NOT NULL,
    bedrijfsvoering_en_personeel boolean NOT NULL,
    publieke_informatie_en_registratie boolean NOT NULL,
    burgerzaken boolean NOT NULL,
    veiligheid boolean NOT NULL,
    verkeer_en_vervoer boolean NOT NULL,
    economie boolean NOT NULL,
    onderwijs boolean NOT NULL,
    sport_cultuur_en_recreatie boolean NOT NULL,
    sociaal_domein boolean NOT NULL,
    volksgezonheid_en_milieu boolean NOT NULL,
    vhrosv boolean NOT NULL,
    heffen_belastingen boolean NOT NULL,
    alle_taakgebieden boolean NOT NULL,
    procestermijn_opmerking text NOT NULL
);
CREATE VIEW selectielijstresultaat AS SELECT meent_tenant() AS tenant_id, t.* FROM selectielijstresultaat_landelijk t WHERE meent_tenant() IS NOT NULL;
REVOKE ALL ON selectielijstresultaat_landelijk FROM meent_app;
REVOKE INSERT, UPDATE, DELETE ON selectielijstresultaat FROM meent_app;

CREATE TABLE resultaattypeomschrijvinggeneriek_landelijk (
    id uuid PRIMARY KEY,
    omschrijving text NOT NULL,
    definitie text NOT NULL,
    opmerking text NOT NULL
);
CREATE VIEW resultaattypeomschrijvinggeneriek AS SELECT meent_tenant() AS tenant_id, t.* FROM resultaattypeomschrijvinggeneriek_landelijk t WHERE meent_tenant() IS NOT NULL;
REVOKE ALL ON resultaattypeomschrijvinggeneriek_landelijk FROM meent_app;
REVOKE INSERT, UPDATE, DELETE ON resultaattypeomschrijvinggeneriek FROM meent_app;

CREATE TABLE communicatiekanaal_landelijk (
    id uuid PRIMARY KEY,
    naam text NOT NULL,
    omschrijving text NOT NULL
);
CREATE VIEW communicatiekanaal AS SELECT meent_tenant() AS tenant_id, t.* FROM communicatiekanaal_landelijk t WHERE meent_tenant() IS NOT NULL;
REVOKE ALL ON communicatiekanaal_landelijk FROM meent_app;
REVOKE INSERT, UPDATE, DELETE ON communicatiekanaal FROM meent_app;

-- When what was loaded, and from where: the newest line tells what is served.
CREATE TABLE selectielijst_lading (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uitgave text NOT NULL CHECK (uitgave <> ''),
    bron text NOT NULL,
    is_eigen boolean NOT NULL,
    aantallen json NOT NULL,
    geladen_op timestamptz NOT NULL DEFAULT now()
);
REVOKE INSERT, UPDATE, DELETE ON selectielijst_lading FROM meent_app;
