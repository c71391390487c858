-- Klantinteracties, second half: what `meent show NAME --sql` printed, without indices that keys make needless or that
-- hold a few values only: whoever asks for a code asks for the number that goes with it.

CREATE TABLE actor (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    naam text NOT NULL,
    soort_actor text NOT NULL,
    indicatie_actief boolean NOT NULL,
    actoridentificator json,
    actor_identificatie json,
    actoridentificator_object_id text GENERATED ALWAYS AS (nullif(actoridentificator ->> 'objectId', '')) STORED,
    actoridentificator_code_objecttype text GENERATED ALWAYS AS (nullif(actoridentificator ->> 'codeObjecttype', '')) STORED,
    actoridentificator_code_register text GENERATED ALWAYS AS (nullif(actoridentificator ->> 'codeRegister', '')) STORED,
    actoridentificator_code_soort_object_id text GENERATED ALWAYS AS (nullif(actoridentificator ->> 'codeSoortObjectId', '')) STORED,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE actor ENABLE ROW LEVEL SECURITY;
ALTER TABLE actor FORCE ROW LEVEL SECURITY;
CREATE POLICY actor_van_tenant ON actor USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX actor_actoridentificator_object_id ON actor (tenant_id, actoridentificator_object_id) WHERE actoridentificator_object_id IS NOT NULL;

CREATE TABLE klantinteractie (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    nummer text,
    referentienummer text,
    kanaal text NOT NULL,
    onderwerp text NOT NULL,
    inhoud text NOT NULL,
    reactie text NOT NULL,
    indicatie_contact_gelukt boolean,
    hoofd_onderwerp_type text NOT NULL,
    verdere_actie_ondernomen boolean NOT NULL,
    taal text NOT NULL,
    vertrouwelijk boolean NOT NULL,
    plaatsgevonden_op timestamptz,
    metadata json NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT klantinteractie_uniek_0 UNIQUE (tenant_id, nummer),
    CONSTRAINT klantinteractie_uniek_1 UNIQUE (tenant_id, referentienummer)
);
ALTER TABLE klantinteractie ENABLE ROW LEVEL SECURITY;
ALTER TABLE klantinteractie FORCE ROW LEVEL SECURITY;
CREATE POLICY klantinteractie_van_tenant ON klantinteractie USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE betrokkene (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    was_partij uuid,
    had_klantcontact uuid NOT NULL,
    bezoekadres json,
    correspondentieadres json,
    contactnaam json,
    rol text NOT NULL,
    organisatienaam text NOT NULL,
    initiator boolean NOT NULL,
    contactnaam_voorletters text GENERATED ALWAYS AS (nullif(contactnaam ->> 'voorletters', '')) STORED,
    contactnaam_voornaam text GENERATED ALWAYS AS (nullif(contactnaam ->> 'voornaam', '')) STORED,
    contactnaam_voorvoegsel_achternaam text GENERATED ALWAYS AS (nullif(contactnaam ->> 'voorvoegselAchternaam', '')) STORED,
    contactnaam_achternaam text GENERATED ALWAYS AS (nullif(contactnaam ->> 'achternaam', '')) STORED,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, was_partij) REFERENCES partij (tenant_id, id),
    FOREIGN KEY (tenant_id, had_klantcontact) REFERENCES klantinteractie (tenant_id, id)
);
ALTER TABLE betrokkene ENABLE ROW LEVEL SECURITY;
ALTER TABLE betrokkene FORCE ROW LEVEL SECURITY;
CREATE POLICY betrokkene_van_tenant ON betrokkene USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX betrokkene_was_partij ON betrokkene (tenant_id, was_partij);
CREATE INDEX betrokkene_had_klantcontact ON betrokkene (tenant_id, had_klantcontact);
CREATE INDEX betrokkene_contactnaam_achternaam ON betrokkene (tenant_id, contactnaam_achternaam) WHERE contactnaam_achternaam IS NOT NULL;

CREATE TABLE onderwerpobject (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    klantcontact uuid,
    was_klantcontact uuid,
    onderwerpobjectidentificator json,
    onderwerpobjectidentificator_object_id text GENERATED ALWAYS AS (nullif(onderwerpobjectidentificator ->> 'objectId', '')) STORED,
    onderwerpobjectidentificator_code_objecttype text GENERATED ALWAYS AS (nullif(onderwerpobjectidentificator ->> 'codeObjecttype', '')) STORED,
    onderwerpobjectidentificator_code_register text GENERATED ALWAYS AS (nullif(onderwerpobjectidentificator ->> 'codeRegister', '')) STORED,
    onderwerpobjectidentificator_code_soort_object_id text GENERATED ALWAYS AS (nullif(onderwerpobjectidentificator ->> 'codeSoortObjectId', '')) STORED,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, klantcontact) REFERENCES klantinteractie (tenant_id, id),
    FOREIGN KEY (tenant_id, was_klantcontact) REFERENCES klantinteractie (tenant_id, id)
);
ALTER TABLE onderwerpobject ENABLE ROW LEVEL SECURITY;
ALTER TABLE onderwerpobject FORCE ROW LEVEL SECURITY;
CREATE POLICY onderwerpobject_van_tenant ON onderwerpobject USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX onderwerpobject_klantcontact ON onderwerpobject (tenant_id, klantcontact);
CREATE INDEX onderwerpobject_was_klantcontact ON onderwerpobject (tenant_id, was_klantcontact);
CREATE INDEX onderwerpobject_onderwerpobjectidentificator_object_id ON onderwerpobject (tenant_id, onderwerpobjectidentificator_object_id) WHERE onderwerpobjectidentificator_object_id IS NOT NULL;

CREATE TABLE bijlage (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    was_bijlage_van_klantcontact uuid,
    bijlageidentificator json,
    bijlageidentificator_object_id text GENERATED ALWAYS AS (nullif(bijlageidentificator ->> 'objectId', '')) STORED,
    bijlageidentificator_code_objecttype text GENERATED ALWAYS AS (nullif(bijlageidentificator ->> 'codeObjecttype', '')) STORED,
    bijlageidentificator_code_register text GENERATED ALWAYS AS (nullif(bijlageidentificator ->> 'codeRegister', '')) STORED,
    bijlageidentificator_code_soort_object_id text GENERATED ALWAYS AS (nullif(bijlageidentificator ->> 'codeSoortObjectId', '')) STORED,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, was_bijlage_van_klantcontact) REFERENCES klantinteractie (tenant_id, id)
);
ALTER TABLE bijlage ENABLE ROW LEVEL SECURITY;
ALTER TABLE bijlage FORCE ROW LEVEL SECURITY;
CREATE POLICY bijlage_van_tenant ON bijlage USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX bijlage_was_bijlage_van_klantcontact ON bijlage (tenant_id, was_bijlage_van_klantcontact);
CREATE INDEX bijlage_bijlageidentificator_object_id ON bijlage (tenant_id, bijlageidentificator_object_id) WHERE bijlageidentificator_object_id IS NOT NULL;

CREATE TABLE actorklantcontact (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    actor uuid NOT NULL,
    klantcontact uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT actorklantcontact_uniek_0 UNIQUE (tenant_id, actor, klantcontact),
    FOREIGN KEY (tenant_id, actor) REFERENCES actor (tenant_id, id),
    FOREIGN KEY (tenant_id, klantcontact) REFERENCES klantinteractie (tenant_id, id)
);
ALTER TABLE actorklantcontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE actorklantcontact FORCE ROW LEVEL SECURITY;
CREATE POLICY actorklantcontact_van_tenant ON actorklantcontact USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX actorklantcontact_actor ON actorklantcontact (tenant_id, actor);
CREATE INDEX actorklantcontact_klantcontact ON actorklantcontact (tenant_id, klantcontact);

CREATE TABLE internetaak (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    nummer text,
    referentienummer text,
    gevraagde_handeling text NOT NULL,
    aanleidinggevend_klantcontact uuid NOT NULL,
    toegewezen_aan_actor uuid,
    toegewezen_aan_actoren uuid[] NOT NULL,
    toelichting text NOT NULL,
    status text NOT NULL,
    toegewezen_op timestamptz NOT NULL,
    afgehandeld_op timestamptz,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT internetaak_uniek_0 UNIQUE (tenant_id, nummer),
    CONSTRAINT internetaak_uniek_1 UNIQUE (tenant_id, referentienummer),
    FOREIGN KEY (tenant_id, aanleidinggevend_klantcontact) REFERENCES klantinteractie (tenant_id, id),
    FOREIGN KEY (tenant_id, toegewezen_aan_actor) REFERENCES actor (tenant_id, id)
);
ALTER TABLE internetaak ENABLE ROW LEVEL SECURITY;
ALTER TABLE internetaak FORCE ROW LEVEL SECURITY;
CREATE POLICY internetaak_van_tenant ON internetaak USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX internetaak_aanleidinggevend_klantcontact ON internetaak (tenant_id, aanleidinggevend_klantcontact);
CREATE INDEX internetaak_toegewezen_aan_actor ON internetaak (tenant_id, toegewezen_aan_actor);
CREATE TABLE internetaak_toegewezen_aan_actoren (
    tenant_id integer NOT NULL,
    van uuid NOT NULL,
    naar uuid NOT NULL,
    PRIMARY KEY (tenant_id, van, naar),
    FOREIGN KEY (tenant_id, van) REFERENCES internetaak (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, naar) REFERENCES actor (tenant_id, id)
);
ALTER TABLE internetaak_toegewezen_aan_actoren ENABLE ROW LEVEL SECURITY;
ALTER TABLE internetaak_toegewezen_aan_actoren FORCE ROW LEVEL SECURITY;
CREATE POLICY internetaak_toegewezen_aan_actoren_van_tenant ON internetaak_toegewezen_aan_actoren USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX internetaak_toegewezen_aan_actoren_naar ON internetaak_toegewezen_aan_actoren (tenant_id, naar);
CREATE TRIGGER internetaak_toegewezen_aan_actoren_paren AFTER INSERT OR UPDATE OF toegewezen_aan_actoren ON internetaak
    FOR EACH ROW EXECUTE FUNCTION meent_paren('internetaak_toegewezen_aan_actoren', 'toegewezen_aan_actoren');

CREATE INDEX betrokkene_organisatienaam ON betrokkene (tenant_id, organisatienaam) WHERE organisatienaam <> '';
ALTER TABLE digitaaladres
    ADD FOREIGN KEY (tenant_id, verstrekt_door_betrokkene) REFERENCES betrokkene (tenant_id, id);
