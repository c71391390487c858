"""The questions of one contact: what a form says of them, one more, one less, and what is added to which."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from meent.integration.telefooncentrale.werkboek import Bron, Vraag, Werkcontact
from meent.interaction.visit import known_uuid

VELDEN = {"onderwerp": 200, "notitie": 1000, "antwoord": 4000, "resultaat": 20, "verzoek": 1000}
VRAGEN_MEEST = 9
BRONNEN_MEEST = 9
BEANTWOORD = "beantwoord"


def ingevuld(oud: Werkcontact, form: Mapping[str, str]) -> Werkcontact:
    """The contact with what stands in the form, and with what its button asks for. Raises Refused for no key.

    vraag       one more question
    weg:N       one less; the only one is emptied
    zaak:UUID   this case at the question `bij`
    bron:N:UUID this article is no source of that question
    klant:UUID  who it is; nothing when it is somebody else
    """
    vragen = [_vraag(form, at, vraag) for at, vraag in enumerate(oud.vragen)]
    wat, _, welke = form.get("doe", "").partition(":")
    changes: dict[str, Any] = {}
    if wat == "vraag" and len(vragen) < VRAGEN_MEEST:
        vragen.append(Vraag())
    elif wat == "weg" and (at := nummer(welke, vragen)) is not None:
        vragen = [*vragen[:at], *vragen[at + 1 :]] or [Vraag()]
    elif wat == "zaak" and welke:
        at = gekozen(form, vragen)
        vragen[at] = msgspec.structs.replace(vragen[at], zaak=str(known_uuid(welke)))
    elif wat == "bron" and (at := nummer(welke.partition(":")[0], vragen)) is not None:
        weg = welke.partition(":")[2]
        bronnen = tuple(bron for bron in vragen[at].bronnen if bron.artikel != weg)
        vragen[at] = msgspec.structs.replace(vragen[at], bronnen=bronnen)
    elif wat == "klant":
        changes = {"partij": str(known_uuid(welke)) if welke else "", "geen_partij": not welke}
    return msgspec.structs.replace(oud, vragen=tuple(vragen), **changes)


def met_bron(oud: Werkcontact, form: Mapping[str, str], bron: Bron) -> Werkcontact:
    """The article is the answer to the question `bij`: what was not filled in yet is, and nothing typed is lost."""
    vragen = list(oud.vragen)
    at = gekozen(form, vragen)
    vraag = vragen[at]
    if bron.artikel in {known.artikel for known in vraag.bronnen} or len(vraag.bronnen) >= BRONNEN_MEEST:
        return oud
    line = f"Uitgelegd: {bron.titel}."
    vragen[at] = msgspec.structs.replace(
        vraag,
        onderwerp=vraag.onderwerp or bron.titel[: VELDEN["onderwerp"]],
        antwoord=f"{vraag.antwoord}\n{line}".strip()[: VELDEN["antwoord"]],
        resultaat=vraag.resultaat or BEANTWOORD,
        bronnen=(*vraag.bronnen, bron),
    )
    return msgspec.structs.replace(oud, vragen=tuple(vragen))


def gekozen(form: Mapping[str, str], vragen: Sequence[Vraag]) -> int:
    """Which question was meant; the last one when nobody said so, or when that one is gone."""
    at = nummer(form.get("bij", ""), vragen)
    return len(vragen) - 1 if at is None else at


def nummer(text: str, vragen: Sequence[Vraag]) -> int | None:
    """The place of a question, from 0, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and int(text) < len(vragen) else None


def _vraag(form: Mapping[str, str], at: int, oud: Vraag) -> Vraag:
    """What does not stand in the form stays."""
    texts = {name: form.get(f"{name}-{at}", getattr(oud, name)).strip()[:most] for name, most in VELDEN.items()}
    keys = {}
    for name in ("zaak", "afdeling"):
        given = form.get(f"{name}-{at}", getattr(oud, name))
        keys[name] = str(known_uuid(given)) if given else ""
    return Vraag(**texts, **keys, bronnen=oud.bronnen)
