-- Objecttypen 2.2.2: kinds of object, and the versions of what objects of a kind look like.

CREATE TABLE objecttype (
    tenant_id integer NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL,
    name_plural text NOT NULL,
    description text NOT NULL,
    data_classification text NOT NULL,
    maintainer_organization text NOT NULL,
    maintainer_department text NOT NULL,
    contact_person text NOT NULL,
    contact_email text NOT NULL,
    source text NOT NULL,
    update_frequency text NOT NULL,
    provider_organization text NOT NULL,
    documentation_url text NOT NULL,
    labels json NOT NULL,
    created_at date NOT NULL,
    modified_at date NOT NULL,
    allow_geometry boolean NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE objecttype ENABLE ROW LEVEL SECURITY;
ALTER TABLE objecttype FORCE ROW LEVEL SECURITY;
CREATE POLICY objecttype_van_tenant ON objecttype USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());

CREATE TABLE objecttypeversion (
    tenant_id integer NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    object_type uuid NOT NULL,
    status text NOT NULL,
    json_schema json NOT NULL,
    created_at date NOT NULL,
    modified_at date NOT NULL,
    published_at date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, object_type) REFERENCES objecttype (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE objecttypeversion ENABLE ROW LEVEL SECURITY;
ALTER TABLE objecttypeversion FORCE ROW LEVEL SECURITY;
CREATE POLICY objecttypeversion_van_tenant ON objecttypeversion USING (tenant_id = meent_tenant()) WITH CHECK (tenant_id = meent_tenant());
CREATE INDEX objecttypeversion_object_type ON objecttypeversion (tenant_id, object_type);
