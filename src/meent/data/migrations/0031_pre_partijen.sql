-- Klantinteracties, first half: partijen, how they are known and reached, and how they are sorted.

CREATE TABLE partij (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    nummer text,
    interne_notitie text NOT NULL,
    voorkeurs_digitaal_adres uuid,
    voorkeurs_rekeningnummer uuid,
    soort_partij text NOT NULL,
    indicatie_geheimhouding boolean,
    voorkeurstaal text NOT NULL,
    indicatie_actief boolean NOT NULL,
    bezoekadres json,
    correspondentieadres json,
    werkte_voor uuid,
    partij_identificatie json,
    bezoekadres_nummeraanduiding_id text GENERATED ALWAYS AS (nullif(bezoekadres ->> 'nummeraanduidingId', '')) STORED,
    bezoekadres_adresregel1 text GENERATED ALWAYS AS (nullif(bezoekadres ->> 'adresregel1', '')) STORED,
    bezoekadres_adresregel2 text GENERATED ALWAYS AS (nullif(bezoekadres ->> 'adresregel2', '')) STORED,
    bezoekadres_adresregel3 text GENERATED ALWAYS AS (nullif(bezoekadres ->> 'adresregel3', '')) STORED,
    bezoekadres_land text GENERATED ALWAYS AS (nullif(bezoekadres ->> 'land', '')) STORED,
    correspondentieadres_nummeraanduiding_id text GENERATED ALWAYS AS (nullif(correspondentieadres ->> 'nummeraanduidingId', '')) STORED,
    correspondentieadres_adresregel1 text GENERATED ALWAYS AS (nullif(correspondentieadres ->> 'adresregel1', '')) STORED,
    correspondentieadres_adresregel2 text GENERATED ALWAYS AS (nullif(correspondentieadres ->> 'adresregel2', '')) STORED,
    correspondentieadres_adresregel3 text GENERATED ALWAYS AS (nullif(correspondentieadres ->> 'adresregel3', '')) STORED,
    correspondentieadres_land text GENERATED ALWAYS AS (nullif(correspondentieadres ->> 'land', '')) STORED,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT partij_uniek_0 UNIQUE (tenant_id, nummer),
    FOREIGN KEY (tenant_id, werkte_voor) REFERENCES partij (tenant_id, id)
);
ALTER TABLE partij ENABLE ROW LEVEL SECURITY;
ALTER TABLE partij FORCE ROW LEVEL SECURITY;
CREATE POLICY partij_van_tenant ON partij USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX partij_voorkeurs_digitaal_adres ON partij (tenant_id, voorkeurs_digitaal_adres);
CREATE INDEX partij_voorkeurs_rekeningnummer ON partij (tenant_id, voorkeurs_rekeningnummer);
CREATE INDEX partij_werkte_voor ON partij (tenant_id, werkte_voor);
CREATE INDEX partij_bezoekadres_nummeraanduiding_id ON partij (tenant_id, bezoekadres_nummeraanduiding_id) WHERE bezoekadres_nummeraanduiding_id IS NOT NULL;
CREATE INDEX partij_bezoekadres_adresregel1 ON partij (tenant_id, bezoekadres_adresregel1) WHERE bezoekadres_adresregel1 IS NOT NULL;
CREATE INDEX partij_correspondentieadres_nummeraanduiding_id ON partij (tenant_id, correspondentieadres_nummeraanduiding_id) WHERE correspondentieadres_nummeraanduiding_id IS NOT NULL;
CREATE INDEX partij_correspondentieadres_adresregel1 ON partij (tenant_id, correspondentieadres_adresregel1) WHERE correspondentieadres_adresregel1 IS NOT NULL;

CREATE TABLE partijidentificator (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    identificeerde_partij uuid,
    andere_partij_identificator text NOT NULL,
    partij_identificator json NOT NULL,
    sub_identificator_van uuid,
    partij_identificator_code_objecttype text GENERATED ALWAYS AS (nullif(partij_identificator ->> 'codeObjecttype', '')) STORED,
    partij_identificator_code_soort_object_id text GENERATED ALWAYS AS (nullif(partij_identificator ->> 'codeSoortObjectId', '')) STORED,
    partij_identificator_object_id text GENERATED ALWAYS AS (nullif(partij_identificator ->> 'objectId', '')) STORED,
    partij_identificator_code_register text GENERATED ALWAYS AS (nullif(partij_identificator ->> 'codeRegister', '')) STORED,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT partijidentificator_uniek_0 UNIQUE NULLS NOT DISTINCT (tenant_id, partij_identificator_object_id, partij_identificator_code_soort_object_id, partij_identificator_code_objecttype, partij_identificator_code_register, sub_identificator_van),
    FOREIGN KEY (tenant_id, identificeerde_partij) REFERENCES partij (tenant_id, id),
    FOREIGN KEY (tenant_id, sub_identificator_van) REFERENCES partijidentificator (tenant_id, id)
);
ALTER TABLE partijidentificator ENABLE ROW LEVEL SECURITY;
ALTER TABLE partijidentificator FORCE ROW LEVEL SECURITY;
CREATE POLICY partijidentificator_van_tenant ON partijidentificator USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX partijidentificator_identificeerde_partij ON partijidentificator (tenant_id, identificeerde_partij);
CREATE INDEX partijidentificator_sub_identificator_van ON partijidentificator (tenant_id, sub_identificator_van);

CREATE TABLE digitaaladres (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    verstrekt_door_betrokkene uuid,
    verstrekt_door_partij uuid,
    adres text NOT NULL,
    soort_digitaal_adres text NOT NULL,
    is_standaard_adres boolean NOT NULL,
    omschrijving text NOT NULL,
    referentie text NOT NULL,
    verificatie_datum date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, verstrekt_door_partij) REFERENCES partij (tenant_id, id)
);
ALTER TABLE digitaaladres ENABLE ROW LEVEL SECURITY;
ALTER TABLE digitaaladres FORCE ROW LEVEL SECURITY;
CREATE POLICY digitaaladres_van_tenant ON digitaaladres USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX digitaaladres_verstrekt_door_betrokkene ON digitaaladres (tenant_id, verstrekt_door_betrokkene);
CREATE INDEX digitaaladres_verstrekt_door_partij ON digitaaladres (tenant_id, verstrekt_door_partij);
CREATE INDEX digitaaladres_adres ON digitaaladres (tenant_id, adres);

CREATE TABLE rekeningnummer (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    partij uuid,
    iban text NOT NULL,
    bic text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, partij) REFERENCES partij (tenant_id, id)
);
ALTER TABLE rekeningnummer ENABLE ROW LEVEL SECURITY;
ALTER TABLE rekeningnummer FORCE ROW LEVEL SECURITY;
CREATE POLICY rekeningnummer_van_tenant ON rekeningnummer USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX rekeningnummer_partij ON rekeningnummer (tenant_id, partij);
CREATE INDEX rekeningnummer_iban ON rekeningnummer (tenant_id, iban);

CREATE TABLE vertegenwoordigden (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    vertegenwoordigende_partij uuid NOT NULL,
    vertegenwoordigde_partij uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT vertegenwoordigden_uniek_0 UNIQUE (tenant_id, vertegenwoordigende_partij, vertegenwoordigde_partij),
    FOREIGN KEY (tenant_id, vertegenwoordigende_partij) REFERENCES partij (tenant_id, id),
    FOREIGN KEY (tenant_id, vertegenwoordigde_partij) REFERENCES partij (tenant_id, id)
);
ALTER TABLE vertegenwoordigden ENABLE ROW LEVEL SECURITY;
ALTER TABLE vertegenwoordigden FORCE ROW LEVEL SECURITY;
CREATE POLICY vertegenwoordigden_van_tenant ON vertegenwoordigden USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX vertegenwoordigden_vertegenwoordigende_partij ON vertegenwoordigden (tenant_id, vertegenwoordigende_partij);
CREATE INDEX vertegenwoordigden_vertegenwoordigde_partij ON vertegenwoordigden (tenant_id, vertegenwoordigde_partij);

CREATE TABLE categorie (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    naam text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE categorie ENABLE ROW LEVEL SECURITY;
ALTER TABLE categorie FORCE ROW LEVEL SECURITY;
CREATE POLICY categorie_van_tenant ON categorie USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE categorierelatie (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    partij uuid,
    categorie uuid,
    begin_datum date,
    eind_datum date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, partij) REFERENCES partij (tenant_id, id),
    FOREIGN KEY (tenant_id, categorie) REFERENCES categorie (tenant_id, id)
);
ALTER TABLE categorierelatie ENABLE ROW LEVEL SECURITY;
ALTER TABLE categorierelatie FORCE ROW LEVEL SECURITY;
CREATE POLICY categorierelatie_van_tenant ON categorierelatie USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX categorierelatie_partij ON categorierelatie (tenant_id, partij);
CREATE INDEX categorierelatie_categorie ON categorierelatie (tenant_id, categorie);

-- A partij and what it prefers point to each other.
ALTER TABLE partij ADD FOREIGN KEY (tenant_id, voorkeurs_digitaal_adres) REFERENCES digitaaladres (tenant_id, id);
ALTER TABLE partij ADD FOREIGN KEY (tenant_id, voorkeurs_rekeningnummer) REFERENCES rekeningnummer (tenant_id, id);
