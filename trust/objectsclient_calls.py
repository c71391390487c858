"""What the published client of Objecten (PyPI `objects-api-client-django`) does, against an address and a key.

Run by objectsclient.py with a Python that has that client. It is a Django app that reads its addresses from its own
database, so it gets one in memory. Calls that it offers no method for go through the clients that it made.
"""

import json
import sys
from typing import Any

import django
from django.conf import settings

APPS = ("contenttypes", "solo", "simple_certmanager", "zgw_consumers", "objectsapiclient")
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[f"django.contrib.{app}" if app == "contenttypes" else app for app in APPS],
    MIGRATION_MODULES=dict.fromkeys(APPS),  # the tables as they are now; how they came about asks PostgreSQL
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    USE_TZ=True,
    PRIVATE_MEDIA_ROOT="/nowhere",
    PRIVATE_MEDIA_URL="/private/",
)
django.setup()

from django.core.management import call_command  # noqa: E402
from objectsapiclient.models import ObjectsAPIServiceConfiguration  # noqa: E402
from objectsapiclient.services import ObjectsAPIService  # noqa: E402
from objectsapiclient.utils import get_object_type_choices  # noqa: E402
from zgw_consumers.constants import APITypes, AuthTypes  # noqa: E402
from zgw_consumers.models import Service  # noqa: E402

CRS = {"Content-Crs": "EPSG:4326", "Accept-Crs": "EPSG:4326"}
SCHEMA = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["soort"]}


def tell(step: str, **more: Any) -> None:
    sys.stdout.write(json.dumps({"step": step} | more) + "\n")


def configured(base: str, key: str) -> Any:
    """The client as an administrator sets it up: two services with a key in a header."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    services = [
        Service.objects.create(
            label=api, slug=api, api_type=APITypes.orc, api_root=f"{base}/{api}/api/v2/",
            auth_type=AuthTypes.api_key, header_key="Authorization", header_value=f"Token {key}",
        )
        for api in ("objecten", "objecttypen")
    ]  # fmt: skip
    config = ObjectsAPIServiceConfiguration.get_solo()
    config.objects_api_client_config, config.objecttypes_api_client_config = services
    config.save()
    return ObjectsAPIService()


def made(client: Any, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = client.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def main(base: str, key: str) -> None:
    service = configured(base, key)
    healthy, said = service.is_healthy()
    assert healthy, said
    types, objects = service.objecttypes_client, service.objects_client
    kinds = [made(types, "objecttypes", {"name": n, "namePlural": f"{n}en"}) for n in ("boom", "bank")]
    for kind in kinds:
        made(types, f"objecttypes/{kind['uuid']}/versions", {"jsonSchema": SCHEMA, "status": "published"})
    tell("objecttypen", names=sorted(t.name for t in service.get_object_types()))
    assert get_object_type_choices() == [(kind["uuid"], kind["name"]) for kind in reversed(kinds)]
    for kind, soort in ((kinds[0], "eik"), (kinds[0], "beuk"), (kinds[1], "houten")):
        record = {"typeVersion": 1, "data": {"soort": soort}, "startAt": "2026-01-01"}
        made(objects, "objects", {"type": kind["url"], "record": record}, **CRS)
    tell("objecten", soorten=sorted(o.record.data["soort"] for o in service.get_objects()))
    of_one = sorted(o.record.data["soort"] for o in service.get_objects(kinds[0]["uuid"]))
    assert of_one == ["beuk", "eik"], of_one
    tell("objecten van een type", soorten=of_one)


if __name__ == "__main__":
    main(*sys.argv[1:])
