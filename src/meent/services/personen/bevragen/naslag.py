"""National tables to look up: which there are, their values, and from when to when those were so.

Nothing of a person stands in them: who is known may ask, and nothing is written in the log. Source: Landelijke tabellen
1.0.0 (BV-70 to BV-73; decision 0058).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.basis.fouten import not_found
from meent.services.personen.bevragen.fouten import Param, ongeldig, param, unknown
from meent.services.personen.bevragen.waarden import LETTERS
from meent.services.personen.tabellen import Code, Tabellen
from meent.services.personen.zoekregel import vouw

Json = dict[str, Any]
MAX_VRAAG = 200
"""Characters of a description that is sought."""


@dataclass(frozen=True)
class Tabel:
    """One table: how it is called, and which it is; a number of a national table, or an element with letters."""

    omschrijving: str
    nummer: int = 0
    element: str = ""

    def is_er(self, tabellen: Tabellen) -> bool:
        return bool(self.element) or tabellen.kent(self.nummer)

    def codes(self, tabellen: Tabellen) -> list[Code]:
        if self.element:
            return [Code(code, words) for code, words in LETTERS[self.element].items()]
        return list(tabellen.per_nummer[self.nummer].values())


TABELLEN: Mapping[str, Tabel] = {
    "Aanduiding_Bij_Huisnummer": Tabel("Aanduiding bij huisnummer", element="11.50"),
    "Adellijke_Titel_Predicaat": Tabel("Adellijke titel - predicaat", 38),
    "Akteaanduiding": Tabel("Akteaanduiding", 39),
    "Europees_Kiesrecht": Tabel("Europees kiesrecht", element="31.10"),
    "Functie_Adres": Tabel("Functie adres", element="10.10"),
    "Gemeenten": Tabel("Gemeenten", 33),
    "Geslacht": Tabel("Geslacht", element="04.10"),
    "Gezagsverhouding": Tabel("Gezagsverhouding", 61),
    "Inhouding_Vermissing_Reisdocument": Tabel("Inhouding of vermissing reisdocument", element="35.70"),
    "Landen": Tabel("Landen", 34),
    "Naamgebruik": Tabel("Naamgebruik", element="61.10"),
    "Nationaliteiten": Tabel("Nationaliteiten", 32),
    "Reden_Nationaliteit": Tabel("Reden opnemen - beeindigen Nationaliteit", 37),
    "Reden_Opschorting_Bijhouding": Tabel("Reden opschorting bijhouding", element="67.20"),
    "RNI_Deelnemer": Tabel("RNI-deelnemer", 60),
    "Soort_Verbintenis": Tabel("Soort verbintenis", element="15.10"),
    "Verblijfstitel": Tabel("Verblijfstitel", 56),
}
"""What each is called in an address. The document names one of them; the others are called in the same way."""
MAG: Mapping[int, tuple[str, ...]] = {
    1: ("tabelidentificatie", "omschrijving"),
    2: (),
    3: ("omschrijving", "inclusiefbeeindigd"),
    4: (),
}
"""Length of an address -> the parameters that it knows."""


def zoek(parts: list[str], gegeven: Mapping[str, str], tabellen: Tabellen, vandaag: date) -> Json:
    """What stands at `tabellen`, `tabellen/X`, `tabellen/X/waarden`, `tabellen/X/waarden/Y`. Raises Fout 400, 404."""
    if len(parts) not in MAG or (len(parts) > 2 and parts[2] != "waarden"):
        raise not_found()
    if faults := list(keur(gegeven, MAG[len(parts)])):
        raise ongeldig(faults)
    known = {naam: tabel for naam, tabel in TABELLEN.items() if tabel.is_er(tabellen)}
    if len(parts) == 1:
        wanted, words = gegeven.get("tabelidentificatie"), gegeven.get("omschrijving")
        shown = [toon(n, t) for n, t in known.items() if wanted in (None, n) and past(t.omschrijving, words)]
        return {"tabellen": shown}
    if parts[1] not in known:
        raise not_found()
    tabel = known[parts[1]]
    if len(parts) == 2:
        return toon(parts[1], tabel)
    codes = tabel.codes(tabellen)
    if len(parts) == 4:
        found = next((code for code in codes if code.code == parts[3]), None)
        if found is None:
            raise not_found()
        return waarde(found)
    return {"waarden": [waarde(code) for code in kies(codes, gegeven, vandaag)]}


def keur(gegeven: Mapping[str, str], mag: tuple[str, ...]) -> Iterator[Param]:
    """What is wrong with the parameters. Source: BV-02, BV-70."""
    for naam, tekst in gegeven.items():
        if naam not in mag:
            yield unknown(naam)
        elif naam == "inclusiefbeeindigd" and tekst not in ("true", "false"):
            yield param(naam, "boolean")
        elif len(tekst) > MAX_VRAAG:
            yield param(naam, "pattern")


def past(omschrijving: str, gevraagd: str | None) -> bool:
    """Whether a description is as asked: a star stands for anything, capitals and accents for nothing. Source: BV-71.

    Piece by piece and no expression: one with many stars could look for ever.
    """
    if gevraagd is None:
        return True
    left, (first, *others) = vouw(omschrijving), vouw(gevraagd).split("*")
    if not others:
        return left == first
    if not left.startswith(first):
        return False
    left = left[len(first) :]
    *middle, last = others
    for piece in middle:
        _, found, left = left.partition(piece) if piece else ("", "*", left)
        if not found:
            return False
    return left.endswith(last)


def kies(codes: list[Code], gegeven: Mapping[str, str], vandaag: date) -> Iterator[Code]:
    """Values of now; those that ended too when that is asked."""
    everything = gegeven.get("inclusiefbeeindigd") == "true"
    for code in sorted(codes, key=lambda one: one.code):
        if (everything or not is_voorbij(code, vandaag)) and past(code.omschrijving, gegeven.get("omschrijving")):
            yield code


def is_voorbij(code: Code, vandaag: date) -> bool:
    """Whether it is no more: not on the day of its end either. Source: BV-72."""
    return bool(code.einde) and code.einde <= PartialDate.of(vandaag)


def toon(naam: str, tabel: Tabel) -> Json:
    return {"tabelidentificatie": naam, "omschrijving": tabel.omschrijving}


def waarde(code: Code) -> Json:
    """One value with its validity; a day that is partly unknown is no day, and left out. Source: BV-73."""
    found = {
        "code": code.code,
        "omschrijving": code.omschrijving,
        "datumIngang": _dag(code.ingang),
        "datumEinde": _dag(code.einde),
        "nieuweCode": code.opvolger,
        "soort": code.soort,
    }
    return {naam: deel for naam, deel in found.items() if deel}


def _dag(digits: str) -> str:
    try:
        found = PartialDate(digits).datum
    except OngeldigeDatum:
        return ""
    return found.isoformat() if found else ""
