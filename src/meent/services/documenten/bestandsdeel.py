"""Bestandsdeel: one piece of a content that is too large to send at once. Documenten API 1.7.0.

The pieces are made with the document, or with a change of it, when a bestandsomvang is told and no inhoud is sent. Each
is then uploaded as a form, as often as its sender likes; when the document is unlocked they are joined.
"""

from typing import TYPE_CHECKING, Annotated, Any

from meent.basis.placeholder import PLACEHOLDER
from meent.capabilities.inhoud import Inhoud, contents_of, form_body
from meent.engine.declare import Operation, Resource, Scopes
from meent.engine.marks import Computed, Doc, Fixed, Hidden, Long, Ref, Sent, Server, Shape
from meent.services.documenten.api import BIJWERKEN, DOCUMENTEN, LEZEN
from meent.services.documenten.sloten import WRONG_KEY, fits

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject

LOCK = {"type": "string", "description": "De sleutel waarmee het document op slot zit."}


class BestandsDeel(Shape, kw_only=True):
    """inhoud is what has been uploaded of it, None as yet; lock is the key that a request brings."""

    informatieobject: Hidden[Fixed[Ref["EnkelvoudigInformatieObject"]]]
    volgnummer: Server[int]
    omvang: Server[Long]
    voltooid: Annotated[bool, Computed("z.inhoud IS NOT NULL")] = False
    lock: Annotated[Sent[str], Doc(extra=(("maxLength", None),))] = ""
    inhoud: Hidden[Inhoud | None] = None


async def upload_deel(change: "Change[BestandsDeel]") -> None:
    """A piece has exactly the size that was agreed, and comes from who holds the key of the document. Source: D-21."""
    deel = change.new
    for name in ("lock", "inhoud"):
        if name not in change.given:
            change.reject(name, "required", "Dit veld is verplicht.")
    change.faults.stop_if_any()
    if not fits(deel.lock, change.parent.slot):
        change.reject(*WRONG_KEY)
    elif deel.inhoud is not None and deel.inhoud.omvang != deel.omvang:
        reason = f"Dit deel moet {deel.omvang} bytes groot zijn, en is {deel.inhoud.omvang} bytes."
        change.reject("nonFieldErrors", "file-size", reason)
    change.faults.stop_if_any()
    if change.old is not None and change.old.inhoud is not None:  # sent again: the later one counts
        await contents_of(change).release(change.session.conn, [change.old.inhoud])


def as_answer(deel: BestandsDeel) -> dict[str, Any]:
    """What who has uploaded it gets to see: the key is theirs."""
    return {
        "url": f"{PLACEHOLDER}{BESTANDSDEEL.url_path}{deel.id}",
        "volgnummer": deel.volgnummer,
        "omvang": deel.omvang,
        "voltooid": deel.inhoud is not None,
        "lock": deel.lock,
    }


BESTANDSDEEL = Resource(
    BestandsDeel,
    api=DOCUMENTEN,
    path="/bestandsdelen",
    scopes=Scopes(read=LEZEN, create=("documenten.aanmaken",), update=BIJWERKEN, delete=BIJWERKEN),
    privacy="none",
    operations=(),
    named=(
        Operation(
            "PUT",
            "/{uuid}",
            act=upload_deel,
            scopes=BIJWERKEN,
            takes=("inhoud", "lock"),
            reads=form_body,
            gives=as_answer,
            document={
                "id": "bestandsdeel_update",
                "summary": "Neemt de inhoud van een deel aan, als formulier.",
                "body": {
                    "type": "object",
                    "properties": {
                        "inhoud": {
                            "type": "string",
                            "format": "binary",
                            "writeOnly": True,
                            "description": "De bytes van dit deel, zoveel als is afgesproken.",
                        },
                        "lock": LOCK | {"minLength": 1, "writeOnly": True},
                    },
                    "required": ["lock"],
                },
                "answer": {
                    "type": "object",
                    "properties": {
                        "url": {
                            "type": "string",
                            "format": "uri",
                            "minLength": 1,
                            "maxLength": 1000,
                            "readOnly": True,
                            "description": "Adres van dit deel.",
                        },
                        "volgnummer": {"type": "integer", "description": "Het hoeveelste deel dit is, vanaf 1."},
                        "omvang": {"type": "integer", "description": "Aantal bytes van dit deel."},
                        "voltooid": {"type": "boolean", "description": "Of dit deel binnen is."},
                        "lock": LOCK,
                    },
                    "required": ["lock", "url"],
                },
            },
        ),
    ),
    authorised_by="informatieobject.informatieobjecttype",
    under="informatieobject",
    weergave=lambda deel: f"deel {deel.volgnummer}",
    document={"description": "Een deel van een bestand dat te groot is om in één keer te sturen."},
)
