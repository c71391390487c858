"""Where somebody lived, the last place first. Source: BRP API Verblijfplaatshistorie 2.0.0."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from meent.services.personen.bevragen import waarden
from meent.services.personen.bevragen.adres import (
    SOORT,
    VERBLIJFADRES,
    VERBLIJFADRES_BUITENLAND,
    adresregels,
    niet_op_adres,
    soort,
)
from meent.services.personen.bevragen.feiten import Feiten, in_onderzoek
from meent.services.personen.bevragen.persoon import opschorting, rni_deelnemer
from meent.services.personen.bevragen.tonen import (
    ALLES,
    Groep,
    Plek,
    Veld,
    code,
    datum,
    letter,
    rubrieken_of,
    toon,
    veld,
    zoals,
)
from meent.services.personen.bevragen.verblijf import VROEGER, Verblijf, aanvang, periode, verblijven
from meent.services.personen.bevragen.vraag import Vraag
from meent.services.personen.persoonslijst import Voorkomen

Json = dict[str, Any]
GEDEELD: dict[str, Veld | Groep] = {
    "type": veld(SOORT, lambda plek: None),
    "gemeenteVanInschrijving": code("08.09.10", 33),
}
REGELS = adresregels(lambda plek: plek)
ZONDER_DAG = {"08": ""}
"""Of the lines of an address the document does not tell since when they are doubted."""


def _adressering(*namen: str) -> Groep:
    return Groep({naam: REGELS[naam] for naam in namen}, datums=ZONDER_DAG)


OP_ADRES: dict[str, Veld | Groep] = GEDEELD | {
    "functieAdres": letter("08.10.10"),
    "datumVan": datum("08.10.30"),
    "verblijftNietOpAdresVanaf": veld(
        "08.83.20", lambda plek: waarden.datum(plek["83.20"]) if niet_op_adres(plek.voorkomen) else None,
        onderzoek=False),
    "adressering": _adressering("adresregel1", "adresregel2"),
}  # fmt: skip
VERBLIJFPLAATS = Groep({}, soort=soort, categorie="08", soorten={
    "Adres": Groep(OP_ADRES | {
        "verblijfadres": VERBLIJFADRES,
        "adresseerbaarObjectIdentificatie": zoals("08.11.80", waarden.cijfers),
        "nummeraanduidingIdentificatie": zoals("08.11.90", waarden.cijfers),
    }, categorie="08"),
    "Locatie": Groep(OP_ADRES | {
        "verblijfadres": Groep({"locatiebeschrijving": zoals("08.12.10")}),
    }, categorie="08"),
    "VerblijfplaatsBuitenland": Groep(GEDEELD | {
        "datumVan": datum("08.13.20"),
        "verblijfadres": VERBLIJFADRES_BUITENLAND,
        "adressering": _adressering("adresregel1", "adresregel2", "adresregel3", "land"),
    }, categorie="08"),
    "VerblijfplaatsOnbekend": Groep(GEDEELD | {
        "datumVan": veld("08.13.20 08.10.30", lambda plek: waarden.datum(aanvang(plek.voorkomen))),
    }, categorie="08"),
})  # fmt: skip
MET_DEELNEMER = ("VerblijfplaatsBuitenland", "VerblijfplaatsOnbekend")
"""Kinds of which it is told who of the RNI told them."""


def rubrieken(vraag: Vraag) -> list[str]:
    """What is read of the list as it is, and of what it was. Source: BV-40."""
    found = rubrieken_of(VERBLIJFPLAATS, ALLES, "08") | {"07.67.10", "07.67.20"}
    return sorted(found | {f"{VROEGER}{r[2:]}" for r in found if r[:2] == "08"})


def historie(vraag: Vraag, people: Sequence[Feiten]) -> tuple[Json, list[int]]:
    """The answer, and whom it shows: who has that number. Source: BV-60."""
    van, tot = periode(vraag.gegeven)
    told: Json = {"verblijfplaatsen": []}
    for feiten in people:
        places = van_nieuw_naar_oud(feiten, van, tot)
        told["verblijfplaatsen"] += filter(None, (verblijfplaats(feiten, v) for v in places))
        if feiten.pl.is_beperkt:
            told["geheimhoudingPersoonsgegevens"] = True
        if found := opschorting(feiten):
            told["opschortingBijhouding"] = found
    return told, list(range(len(people)))


def van_nieuw_naar_oud(feiten: Feiten, van: date, tot: date) -> list[Verblijf]:
    """The places where he may have been on one of these days. Source: BV-60."""
    return [v for v in reversed(verblijven(feiten)) if v.voorkomen and v.raakt(van, tot)]


def verblijfplaats(feiten: Feiten, verblijf: Verblijf) -> Json:
    """One place as the list tells it, until the day on which the next one began. Source: BV-60, BV-61."""
    v, volgende = verblijf.voorkomen, verblijf.volgende
    found = toon(VERBLIJFPLAATS, Plek(feiten, "08", v), ALLES)
    if not found:
        return {}
    if tot := waarden.datum(aanvang(volgende)):
        found["datumTot"] = tot
        if doubts := _onderzoek_van_einde(volgende):
            found["inOnderzoek"] = doubts | found.get("inOnderzoek", {})
    if found["type"] in MET_DEELNEMER and (deelnemer := rni_deelnemer(feiten, v)):
        found["rni"] = deelnemer
    return found


def _onderzoek_van_einde(volgende: Voorkomen) -> Json:
    """A place ended when the next one began: what is doubted of that day is doubted of the end. Source: BV-23."""
    if not in_onderzoek("08.13.20" if "13.10" in volgende else "08.10.30", volgende):
        return {}
    since = waarden.datum(volgende.get("83.20", ""))
    return {"datumTot": True} | ({"datumIngangOnderzoek": since} if since else {})
