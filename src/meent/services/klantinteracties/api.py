"""The Klantinteracties API as a whole: version, scopes and how its document is written (decision 0030).

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import Any

from meent.basis.placeholder import PLACEHOLDER
from meent.engine.declare import Api, Scopes

KLANTINTERACTIES = Api(
    "klantinteracties", "kic", "0.9.0", "Klantinteracties API",
    uuid_in_body=True, keys=True, plain_refusals=True, puts_what_is_given=True,
    document={"camel": True, "one_of": True},
)  # fmt: skip

SCOPES = Scopes(
    read=("klantinteracties.lezen",),
    create=("klantinteracties.aanmaken",),
    update=("klantinteracties.bijwerken",),
    delete=("klantinteracties.verwijderen",),
)
OPERATIONS = ("list", "create", "retrieve", "update", "partial_update", "delete")
DAY = {"type": "string", "format": "date"}


def document(name: str, description: str, *, tag: str = "", **more: Any) -> dict[str, Any]:
    """What the published document says of a resource of this API beside its declaration."""
    return {
        "name": name, "tag": tag or name, "description": description,
        "without": {"*": ("Content-Type",)}, "standard": ("pageSize", "expand"),
    } | more  # fmt: skip


def url_sql(path: str, key: str) -> str:
    """The address of the row `key` of another resource of this API, as an SQL expression."""
    return f"'{PLACEHOLDER}/{KLANTINTERACTIES.name}/{KLANTINTERACTIES.root}{path}/' || {key}"
