"""A death: the day, the place, and on what it rests: an akte, or abroad a document of that country."""

from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import akte as akten
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Regel, Veld, digits_of
from meent.interaction.words import mark
from meent.process.burgerzaken.feiten import Overlijdensinvoer

WAAR, HIER, ELDERS, BUITENLAND = "waar", "hier", "elders", "buitenland"
BIJ_ELDERS, BIJ_BUITENLAND = (WAAR, ELDERS), (WAAR, BUITENLAND)
PLAATSEN = {
    HIER: mark("In deze gemeente: wij maken de akte"), ELDERS: mark("In Nederland: er is al een akte"),
    BUITENLAND: mark("In het buitenland"),
}  # fmt: skip
GEGEVENS = (
    Veld("datum", mark("Dag van overlijden"), "deeldag", lang=10, kort=True),
    Veld(WAAR, mark("Waar is de persoon overleden?"), "keuze", PLAATSEN, fout=mark("Kies waar het was.")),
    akten.gemeente(mark("Welke gemeente?"), BIJ_ELDERS),
    akten.nummer(BIJ_ELDERS, uitleg=mark("Een G op de derde plaats: de persoon is dood gevonden. Vul die dag in.")),
    Veld("land", mark("Welk land?"), "land", bij=BIJ_BUITENLAND, kort=True),
    Veld("plaats", mark("Welke plaats?"), lang=40, bij=BIJ_BUITENLAND, fout=mark("Vul de plaats in, in woorden.")),
    Veld("document", mark("Welk document hebt u gezien?"), lang=40, bij=BIJ_BUITENLAND,
         fout=mark("Beschrijf het document."), uitleg=mark("Schrijf op: soort stuk, plaats en nummer.")),
)  # fmt: skip


def begin(gaande: Proces) -> dict[str, str]:
    return {WAAR: HIER, "datum": ""}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, bsn = digits_of(form["datum"]), gaande.persoon.bsn
    if form[WAAR] == BUITENLAND:
        land = gaande.visit.burgerzaken.code_van(34, form["land"])
        return Overlijdensinvoer(
            bsn=bsn, datum=datum, plaats=form["plaats"], land=land, document=form["document"], **how
        )
    akte = akten.akte_in(gaande, form) if form[WAAR] == ELDERS else None
    return Overlijdensinvoer(bsn=bsn, datum=datum, plaats=akte.gemeente if akte else "", akte=akte, **how)


def toon(gaande: Proces, form: Form) -> list[Regel]:
    bonds = tuple(een.naam for een in gaande.persoon.kaart.van("partner"))
    ends = [Regel(mark("Het huwelijk of partnerschap eindigt met"), bonds, naam="partner")] if bonds else []
    return [*wie.over(gaande), *ends]


OVERLIJDEN = Soort(
    feit="overlijden",
    titel=mark("Overlijden"),
    gedaan=mark("Het overlijden is opgenomen"),
    stappen=(Stap("gegevens", mark("Wanneer en waar?"), lambda gaande, form: GEGEVENS), CONTROLEREN),
    begin=begin,
    maak=maak,
    bij={"BZ-20": "persoon", "BZ-21": "persoon", "BZ-22": "datum", "BZ-23": WAAR, "BZ-24": "partner"},
    toon=toon,
)
