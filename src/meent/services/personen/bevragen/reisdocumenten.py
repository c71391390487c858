"""Travel documents of category 12, and who holds them. Source: BRP API Reisdocumenten 2.0.0.

Documents only: a signalering (group 36) stands in a stapel of its own and is of another question.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from meent.services.personen.bevragen import waarden
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.persoon import opschorting
from meent.services.personen.bevragen.tonen import (
    Groep,
    Plek,
    code,
    datum,
    in_categorie,
    letter,
    rubrieken_of,
    toon,
    zoals,
)
from meent.services.personen.bevragen.vraag import Vraag

Json = dict[str, Any]
MET_NUMMER, VAN_PERSOON = "RaadpleegMetReisdocumentnummer", "ZoekMetBurgerservicenummer"
NEDERLANDS_REISDOCUMENT = 48
AUTOMATISCH = ("inOnderzoek", "geheimhoudingPersoonsgegevens", "opschortingBijhouding")
"""Members that come by themselves, and may not be asked. Source: BV-12."""
REISDOCUMENT = Groep({
    "reisdocumentnummer": zoals("12.35.20"),
    "soort": code("12.35.10", NEDERLANDS_REISDOCUMENT),
    "datumEindeGeldigheid": datum("12.35.50"),
    "inhoudingOfVermissing": Groep({"datum": datum("12.35.60"), "aanduiding": letter("12.35.70")}),
    "houder": Groep({
        "burgerservicenummer": zoals("01.01.20", waarden.cijfers),
    }, in_categorie("01"), categorie="01"),
}, categorie="12")  # fmt: skip
VELDEN_VAN: Mapping[str, str] = dict.fromkeys((MET_NUMMER, VAN_PERSOON), "Reisdocument")


def rubrieken(vraag: Vraag) -> list[str]:
    """What is asked, and by what it is found. Source: BV-40."""
    sought = {"12.35.20"} if vraag.type == MET_NUMMER else {"01.01.20"}
    return sorted(rubrieken_of(REISDOCUMENT, vraag.gevraagd) | sought)


def reisdocumenten(vraag: Vraag, people: Sequence[Feiten]) -> tuple[Json, list[int]]:
    """The answer, and whom it shows: each who holds one that was asked. Source: BV-65, BV-66."""
    told: list[Json] = []
    shown: list[int] = []
    for i, feiten in enumerate(people):
        found = [reisdocument(plek, vraag) for plek in documenten(feiten, vraag)]
        told += found
        if found or vraag.type == VAN_PERSOON:
            shown.append(i)
    return {"type": vraag.type, "reisdocumenten": told}, shown


def documenten(feiten: Feiten, vraag: Vraag) -> Iterator[Plek]:
    """The documents of one person, or that one of them that was asked. Source: BV-65."""
    numbers = vraag.gegeven.get("reisdocumentnummer")
    for v in feiten.gevuld("12"):
        if v.heeft("35") and (numbers is None or v.get("35.20") in numbers):
            yield Plek(feiten, "12", v)


def reisdocument(plek: Plek, vraag: Vraag) -> Json:
    """One document as asked, with what always comes along about who holds it. Source: BV-12, BV-66."""
    found = toon(REISDOCUMENT, plek, vraag.gevraagd)
    houder: Json = {"geheimhoudingPersoonsgegevens": True} if plek.feiten.pl.is_beperkt else {}
    if suspended := opschorting(plek.feiten):
        houder["opschortingBijhouding"] = suspended
    if houder:
        found["houder"] = found.get("houder", {}) | houder
    return found
