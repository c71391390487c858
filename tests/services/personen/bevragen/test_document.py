"""The served documents against the published ones."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from meent.cli import main
from meent.services.personen.bevragen.api import DOCUMENTEN
from meent.services.personen.bevragen.contract import contract, document
from meent.services.personen.bevragen.gebeurtenissen import GEBEURTENISSEN
from meent.services.personen.bevragen.terugmelden import TERUGMELDINGEN
from tests.asgi import Client
from tests.engine.compare_openapi import compare

PUBLISHED = {
    "personen": "brp-personen-2.x-openapi.yaml",
    "bewoningen": "brp-bewoning-openapi.yaml",
    "verblijfplaatshistorie": "brp-verblijfplaatshistorie-openapi.yaml",
    "reisdocumenten": "brp-reisdocumenten-openapi.yaml",
    "tabellen": "brp-tabellen-openapi.yaml",
    "update": "brp-update-volgindicaties-openapi.yaml",
    "gezag": "brp-gezag-v2-openapi.yaml",
}


def published(shared: Path, api: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((shared / "data/brp/openapi" / PUBLISHED[api]).read_text(encoding="utf-8"), Loader=loader)


@pytest.mark.parametrize("api", PUBLISHED)
def test_document_is_the_published_one(shared: Path, api: str) -> None:
    """A client generated from the standard would not fit our answers. There is no deviation."""
    assert compare(document(api), published(shared, api)) == []


@pytest.mark.parametrize("api", PUBLISHED)
def test_document_is_valid_and_in_our_words(shared: Path, api: str) -> None:
    """Tools refuse a document that breaks OpenAPI, and what it says is said under our name."""
    found = document(api)
    kind = OpenAPIV31SpecValidator if found["openapi"].startswith("3.1") else OpenAPIV30SpecValidator
    kind(found).validate()
    schemas = found["components"]["schemas"]
    assert not [name for name, schema in schemas.items() if not schema["description"]]

    def sentences(of: Any) -> set[str]:
        if isinstance(of, dict):
            told = [v for k, v in of.items() if k in ("description", "summary") and isinstance(v, str)]
            own = {s.strip(" .").lower() for text in told for s in re.split(r"(?<=\.)\s|\n", text)}
            return {s for s in own if len(s.split()) > 3}.union(*(sentences(v) for v in of.values()))
        return set().union(*(sentences(v) for v in of)) if isinstance(of, list) else set()

    assert not sentences(found) & sentences(published(shared, api))


@pytest.mark.parametrize("api", DOCUMENTEN)
async def test_document_is_served_and_printed(api: str, client: Client) -> None:
    """By the API itself, to everybody, with the address of the municipality; and by the command."""
    where = "/".join(contract(api).adres)
    for path in [f"{where}/openapi.json", *(["api/v2/openapi.json"] if api == "personen" else [])]:
        answer = await client.get(f"/brp/{path}", authorization=None)
        (server,) = answer.json["servers"]
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["api-version"] == contract(api).versie
        served = {server["url"] + path for path in answer.json["paths"]}
        assert any(url.startswith(f"{client.base}/brp/api/{where.split('/')[1]}/") for url in served)
    printed = CliRunner().invoke(main, ["openapi", api])
    assert yaml.safe_load(printed.output)["info"]["version"] == contract(api).versie


def test_every_document_is_compared() -> None:
    """One that nobody compares drifts from the standard with the next change. Two are of our own."""
    assert set(DOCUMENTEN) - {GEBEURTENISSEN, TERUGMELDINGEN} == set(PUBLISHED)
