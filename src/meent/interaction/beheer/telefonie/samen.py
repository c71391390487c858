"""What the pages of this administration share: the contact centre, the facts of every page, and the words of faults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from shutil import which
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.interaction.beheer.telefonie import woorden
from meent.interaction.beheer.telefonie.velden import veld_van
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import AMSTERDAM, mark
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.keuring import Fout

GELUKT = {
    "begonnen": mark("Er is een concept. Bellers merken daar nog niets van."),
    "bewaard": mark("Uw wijziging staat in het concept."),
    "verwijderd": mark("Dit deel is uit het concept gehaald."),
    "weggegooid": mark("Het concept is weg. Er is niets veranderd voor bellers."),
    "in-werking": mark("De nieuwe versie geldt nu voor iedereen die belt."),
    "teruggezet": mark("De oude versie geldt nu weer voor iedereen die belt."),
    "gesloten": mark("U bent nu dicht. Wie belt, hoort dat meteen."),
    "geopend": mark("U bent weer open zoals in uw openingstijden staat."),
}  # fmt: skip
VERANDERD = mark("Iemand anders heeft dit net veranderd. Kijk wat er nu staat. Probeer het daarna opnieuw.")
NUMMER_BEZET = mark("Een van uw nummers hoort al bij een andere gemeente. Kies een ander nummer.")
NIET_TE_LEZEN = mark("Dit is niet meer te lezen na een verandering van Meent. Begin opnieuw.")


@dataclass(frozen=True)
class Invulling:
    """A form that comes back: what was filled in, and by field what is wrong. Under "" what is about the whole."""

    waarden: Mapping[str, str] = field(default_factory=dict)
    fouten: Mapping[str, list[str]] = field(default_factory=dict)


def desk_of(visit: Visit) -> Desk:
    """The contact centre of this server. raises Refused without one."""
    if visit.deps.desk is None:
        raise Refused(NOT_HERE)
    return visit.deps.desk


def in_force(visit: Visit) -> Beleid | None:
    """The policy that is in force, with the closings of now."""
    boek = desk_of(visit).boeken.get(visit.gemeente.id)
    return boek.beleid if boek else None


def newest(visit: Visit) -> int:
    """Its version; 0 when there is none."""
    boek = desk_of(visit).boeken.get(visit.gemeente.id)
    return boek.versie if boek else 0


def page(visit: Visit, template: str, *, status: int = 200, back: str = "", **facts: Any) -> Response:
    """A page of this administration. Without a contact centre it says so."""
    if visit.deps.desk is None:
        return visit.render("beheer/telefonie/geen.html")
    shared = {
        "home": home(visit), "delen": woorden.DELEN, "een_deel": woorden.EEN_DEEL, "dagen": woorden.DAGEN,
        "gelukt": GELUKT.get(visit.request.query_params.get("gelukt", ""), ""), "melding": "",
        "kan_spreken": which("espeak-ng") is not None, "woord": Woordenboek(visit),
    }  # fmt: skip
    return visit.render(f"beheer/telefonie/{template}.html", status=status, back=back, **shared | facts)


class Woordenboek:
    """`woorden` in the language of this visitor, for templates."""

    def __init__(self, visit: Visit) -> None:
        self._words = visit.words

    def doel(self, waar: Any) -> str:
        return woorden.doel(self._words, waar)

    def bij(self, wanneer: str) -> str:
        return woorden.bij(self._words, wanneer)

    def waarde(self, veld: str, wat: Any) -> str:
        return woorden.waarde(self._words, veld, wat)


def home(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/beheer/telefonie"


def to(visit: Visit, rest: str, gelukt: str = "") -> Response:
    """Another page of this administration, with what went well."""
    teken = "&" if "?" in rest else "?"
    return RedirectResponse(f"{home(visit)}{rest}{teken + 'gelukt=' + gelukt if gelukt else ''}", 303)


def lokaal(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM)


def per_veld(fouten: Iterable[Fout], deel: str, naam: str) -> dict[str, list[str]]:
    """The faults of one part by the field of its form."""
    begin = f"{deel}.{naam}" if naam else deel
    gevonden: dict[str, list[str]] = {}
    for fout in fouten:
        if fout.plaats == begin or fout.plaats.startswith(f"{begin}."):
            gevonden.setdefault(veld_van(fout.plaats[len(begin) + 1 :]), []).append(fout.tekst)
    return gevonden


def per_deel(fouten: Iterable[Fout], beleid: Beleid) -> list[tuple[Fout, str, str]]:
    """Each fault with the part and the name where it can be mended."""
    return [(fout, *_waar(fout.plaats, beleid)) for fout in fouten]


def _waar(plaats: str, beleid: Beleid) -> tuple[str, str]:
    deel, _, rest = plaats.partition(".")
    namen = getattr(beleid, deel, None)
    if not isinstance(namen, dict):
        return ("wachtrijen" if deel == "gesloten" else deel), ""
    return deel, max((naam for naam in namen if f"{rest}.".startswith(f"{naam}.")), key=len, default="")
