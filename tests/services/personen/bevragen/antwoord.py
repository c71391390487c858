"""An answer of a query API beside its published document."""

from typing import Any

import jsonschema

from meent.services.personen.bevragen.contract import document
from tests.asgi import Response


def fits_document(api: str, answer: Response, schema: str, status: int = 200) -> Any:
    """The answer is what the document says; nothing leaves that a generated client could not read. Returns its JSON."""
    assert answer.status == status, answer.body
    return of_schema(api, answer, schema)


def of_schema(api: str, answer: Response, schema: str) -> Any:
    """The same whatever its status."""
    said = document(api) | {"$ref": f"#/components/schemas/{schema}"}
    jsonschema.Draft202012Validator(said).validate(answer.json)
    return answer.json
