"""What can be asked of a person: each member of the published Persoon, and the rubrieken that it is made of.

Source: BRP API Personen 2.7.0.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from meent.services.personen.bevragen import namen, waarden
from meent.services.personen.bevragen.adres import REGELS, VERBLIJFPLAATS
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.tonen import (
    ALLES,
    Gevraagd,
    Groep,
    Plek,
    Veld,
    code,
    datum,
    in_categorie,
    letter,
    rubrieken_of,
    toon,
    veld,
    zoals,
)
from meent.services.personen.gezag.relaties import RUBRIEKEN
from meent.services.personen.persoonslijst import Voorkomen

Json = dict[str, Any]
AUTOMATISCH = ("inOnderzoek", "geheimhoudingPersoonsgegevens", "opschortingBijhouding", "rni", "verificatie")
"""Members that come by themselves, and may not be asked. Source: BV-12."""
NAAM = "01.02.10 01.02.20 01.02.30 01.02.40"
NAAMGEBRUIK = f"{NAAM} 01.04.10 01.61.10 05.02.20 05.02.30 05.02.40"


def _plaats(element: str, land: str) -> Callable[[Plek], Any]:
    return lambda plek: waarden.plaats(plek.feiten.tabellen, plek[element], plek[land])


def _titel(plek: Plek) -> Json | None:
    return waarden.titel(plek.feiten.tabellen, plek["02.20"]) if plek["02.20"] else None


def geboorte(*, beperkt: bool = False) -> Groep:
    """Date, and where; of who is only searched for the date alone."""
    leden: dict[str, Veld | Groep] = {"datum": datum("@.03.10")}
    if not beperkt:
        leden |= {"land": code("@.03.30", 34), "plaats": veld("@.03.20", _plaats("03.20", "03.30"), "@.03.30")}
    return Groep(leden)


NAAM_GERELATEERDE: dict[str, Veld | Groep] = {
    "voornamen": zoals("@.02.10"),
    "adellijkeTitelPredicaat": veld("@.02.20", _titel),
    "voorvoegsel": zoals("@.02.30"),
    "geslachtsnaam": zoals("@.02.40"),
    "voorletters": veld("@.02.10", lambda plek: namen.voorletters(plek["02.10"]) or None),
}
NAAM_BEPERKT: dict[str, Veld | Groep] = NAAM_GERELATEERDE | {
    "volledigeNaam": veld(NAAM, lambda plek: namen.volledige_naam(plek.voorkomen, plek["04.10"]) or None, "01.04.10"),
}


def _leeftijd(plek: Plek) -> int | None:
    """Who has died has none. Source: BV-21."""
    feiten = plek.feiten
    return None if feiten.is_overleden else waarden.leeftijd(plek["03.10"], feiten.vandaag)


def _aanspreking(part: str) -> Callable[[Plek], str | None]:
    def lees(plek: Plek) -> str | None:
        found = plek.feiten.eens("aanspreking", namen.aanspreking)
        return getattr(found, part) or None if found else None

    return lees


def _aanschrijfwijze(plek: Plek) -> Json | None:
    found = plek.feiten.eens("aanspreking", namen.aanspreking)
    parts = {"naam": found.op_envelop, "aanspreekvorm": found.aanspreekvorm} if found else {}
    return {naam: waarde for naam, waarde in parts.items() if waarde}


OVERLEDEN = "06.08.10 07.67.20"
ADRESSERING_DATUMS = {
    "01": "datumIngangOnderzoekPersoon",
    "05": "datumIngangOnderzoekPartner",
    "08": "datumIngangOnderzoekVerblijfplaats",
}
ADRESSERING = Groep({
    "aanhef": veld(NAAMGEBRUIK, _aanspreking("aanhef"), OVERLEDEN),
    "aanschrijfwijze": veld(NAAMGEBRUIK, _aanschrijfwijze, OVERLEDEN, delen=("naam", "aanspreekvorm")),
    "gebruikInLopendeTekst": veld(NAAMGEBRUIK, _aanspreking("in_lopende_tekst"), OVERLEDEN),
    **REGELS,
}, datums=ADRESSERING_DATUMS)  # fmt: skip


# --- nationality -----------------------------------------------------------------------------------------------------


def soort_nationaliteit(plek: Plek) -> str:
    """Source: BV-27."""
    special = {"B": "BehandeldAlsNederlander", "V": "VastgesteldNietNederlander"}.get(plek["65.10"])
    if special or not plek["05.10"]:
        return special or ""
    return {"0000": "NationaliteitOnbekend", "0499": "Staatloos"}.get(plek["05.10"], "Nationaliteit")


def _nationaliteiten(plek: Plek) -> Iterator[Plek]:
    return (Plek(plek.feiten, "04", v) for v in plek.feiten.gevuld("04"))


GEDEELD: dict[str, Veld | Groep] = {
    "type": veld("04.05.10 04.65.10", lambda plek: None),
    "redenOpname": code("04.63.10", 37),
    "datumIngangGeldigheid": datum("04.85.10", onderzoek=False),
}
NATIONALITEIT: dict[str, Veld | Groep] = GEDEELD | {"nationaliteit": code("04.05.10", 32)}
NATIONALITEITEN = Groep({}, _nationaliteiten, lijst=True, categorie="04", soort=soort_nationaliteit, soorten={
    "Nationaliteit": Groep(NATIONALITEIT),
    **{kind: Groep(GEDEELD) for kind in
       ("BehandeldAlsNederlander", "VastgesteldNietNederlander", "Staatloos", "NationaliteitOnbekend")},
})  # fmt: skip


# --- what ends -------------------------------------------------------------------------------------------------------


def _unless_past(element: str, lees: Callable[[Plek], Any]) -> Callable[[Plek], Any]:
    """Nothing any more once the day in `element` has been. Source: BV-28."""
    return lambda plek: None if waarden.is_voorbij(plek[element], plek.feiten.vandaag) else lees(plek)


def _einddatum(element: str) -> Callable[[Plek], Any]:
    return _unless_past(element, lambda plek: waarden.datum(plek[element]))


def _titel_van_verblijf(plek: Plek) -> Json | None:
    return waarden.code(plek.feiten.tabellen, 56, plek["39.10"]) if _has_title(plek) else None


def _has_title(plek: Plek) -> bool:
    """98 says that there is none any more. Source: BV-28."""
    return plek["39.10"] not in ("", "98") and not waarden.is_voorbij(plek["39.20"], plek.feiten.vandaag)


def _of_title(element: str) -> Callable[[Plek], Any]:
    return lambda plek: waarden.datum(plek[element]) if _has_title(plek) else None


VERBLIJFSTITEL = Groep({
    "aanduiding": veld("10.39.10", _titel_van_verblijf, "10.39.20"),
    "datumEinde": veld("10.39.20", _of_title("39.20"), "10.39.10"),
    "datumIngang": veld("10.39.30", _of_title("39.30"), "10.39.10 10.39.20"),
}, in_categorie("10"), categorie="10")  # fmt: skip
UITSLUITING = Groep({
    "uitgeslotenVanKiesrecht": veld(
        "13.38.10", _unless_past("38.20", lambda plek: plek["38.10"] == "A" or None), "13.38.20", onderzoek=False),
    "einddatum": veld("13.38.20", _einddatum("38.20"), onderzoek=False),
}, in_categorie("13"), categorie="13")  # fmt: skip
EUROPEES = Groep({
    "aanduiding": veld(
        "13.31.10", _unless_past("31.30", lambda plek: waarden.letter("31.10", plek["31.10"])), "13.31.30",
        onderzoek=False),
    "einddatumUitsluiting": veld("13.31.30", _einddatum("31.30"), onderzoek=False),
}, in_categorie("13"), categorie="13")  # fmt: skip
IMMIGRATIE = Groep({
    "datumVestigingInNederland": datum("08.14.20"),
    "landVanwaarIngeschreven": veld("08.14.10", lambda plek: waarden.code(plek.feiten.tabellen, 34, _land(plek))),
    "vanuitVerblijfplaatsOnbekend": veld("08.14.10", lambda plek: plek["14.10"] == "0000" or None),
    "indicatieVestigingVanuitBuitenland": veld("08.14.10", lambda plek: _land(plek) != "" or None),
}, in_categorie("08"), categorie="08")  # fmt: skip


def _land(plek: Plek) -> str:
    return plek["14.10"] if plek["14.10"] != "0000" else ""


# --- relatives -------------------------------------------------------------------------------------------------------


def _kinderen(plek: Plek) -> Iterator[Plek]:
    """A child that was stillborn stands on the list, and is not given. Source: BV-29."""
    return (Plek(plek.feiten, "09", v) for v in plek.feiten.gevuld("09") if "89.10" not in v)


def _ouders(plek: Plek) -> Iterator[Plek]:
    return (Plek(plek.feiten, c, v) for c in ("02", "03") for v in plek.feiten.gevuld(c))


def _partners(plek: Plek) -> Iterator[Plek]:
    return (Plek(plek.feiten, "05", v) for v in plek.feiten.partners)


BSN = zoals("@.01.20", waarden.cijfers)
GESLACHT = letter("@.04.10")
KINDEREN = Groep({
    "burgerservicenummer": BSN, "naam": Groep(NAAM_GERELATEERDE), "geboorte": geboorte(),
}, _kinderen, lijst=True, categorie="09")  # fmt: skip
OUDERS = Groep({
    "burgerservicenummer": BSN,
    "geslacht": GESLACHT,
    "ouderAanduiding": veld("@.02.40", lambda plek: "1" if plek.categorie == "02" else "2", onderzoek=False),
    "datumIngangFamilierechtelijkeBetrekking": datum("@.62.10"),
    "naam": Groep(NAAM_GERELATEERDE),
    "geboorte": geboorte(),
}, _ouders, lijst=True, categorie="02 03")  # fmt: skip
PARTNERS = Groep({
    "burgerservicenummer": BSN,
    "geslacht": GESLACHT,
    "soortVerbintenis": letter("05.15.10"),
    "naam": Groep(NAAM_GERELATEERDE),
    "geboorte": geboorte(),
    "aangaanHuwelijkPartnerschap": Groep({
        "datum": datum("05.06.10"),
        "land": code("05.06.30", 34),
        "plaats": veld("05.06.20", _plaats("06.20", "06.30"), "05.06.30"),
    }),
    "ontbindingHuwelijkPartnerschap": Groep({"datum": datum("05.07.10")}),
}, _partners, lijst=True, categorie="05")  # fmt: skip


# --- the person ------------------------------------------------------------------------------------------------------


def _op_08(lees: Callable[[Plek], Any]) -> Callable[[Plek], Any]:
    return _op("08", lees)


def _op(categorie: str, lees: Callable[[Plek], Any]) -> Callable[[Plek], Any]:
    return lambda plek: lees(Plek(plek.feiten, categorie, plek.feiten.actueel(categorie)))


LEEFTIJD = veld("01.03.10", _leeftijd, OVERLEDEN)
MENS = "burgerservicenummer naam naam.volledigeNaam"
GEZAG = Veld(RUBRIEKEN, lambda plek: list(plek.feiten.gezag), onderzoek=False, delen=(
    "type", "toelichting", "derde.type", "derden.type", "minderjarige.leeftijd",
    *(pad for wie in ("minderjarige", "ouder", "ouders", "derde", "derden")
      for pad in (wie, *(f"{wie}.{lid}" for lid in MENS.split()))),
))  # fmt: skip
PERSOON_DATUMS = {
    "01": "datumIngangOnderzoekPersoon", "08": "datumIngangOnderzoekGemeente", "11": "datumIngangOnderzoekGezag",
}  # fmt: skip
PERSOON = Groep({
    "aNummer": zoals("01.01.10", waarden.cijfers, onderzoek=False),
    "burgerservicenummer": zoals("01.01.20", waarden.cijfers),
    "datumEersteInschrijvingGBA": veld(
        "07.68.10", _op("07", lambda plek: waarden.datum(plek["68.10"])), onderzoek=False),
    "geslacht": letter("01.04.10"),
    "uitsluitingKiesrecht": UITSLUITING,
    "europeesKiesrecht": EUROPEES,
    "leeftijd": LEEFTIJD,
    "naam": Groep(NAAM_BEPERKT | {"aanduidingNaamgebruik": letter("01.61.10")}),
    "nationaliteiten": NATIONALITEITEN,
    "geboorte": geboorte(),
    "overlijden": Groep({
        "datum": datum("06.08.10"),
        "land": code("06.08.30", 34),
        "plaats": veld("06.08.20", _plaats("08.20", "08.30"), "06.08.30"),
    }, in_categorie("06"), categorie="06"),
    "verblijfplaats": Groep({}, in_categorie("08"), soort=VERBLIJFPLAATS.soort, soorten=VERBLIJFPLAATS.soorten,
                            categorie="08"),
    "immigratie": IMMIGRATIE,
    "gemeenteVanInschrijving": veld(
        "08.09.10", _op_08(lambda plek: waarden.code(plek.feiten.tabellen, 33, plek["09.10"]))),
    "datumInschrijvingInGemeente": veld("08.09.20", _op_08(lambda plek: waarden.datum(plek["09.20"]))),
    "adressering": ADRESSERING,
    "indicatieCurateleRegister": veld("11.33.10", _op("11", lambda plek: plek["33.10"] == "1" or None)),
    "indicatieGezagMinderjarige": veld(
        "11.32.10", _op("11", lambda plek: waarden.code(plek.feiten.tabellen, 61, plek["32.10"]))),
    "gezag": GEZAG,
    "verblijfstitel": VERBLIJFSTITEL,
    "kinderen": KINDEREN,
    "ouders": OUDERS,
    "partners": PARTNERS,
}, datums=PERSOON_DATUMS)  # fmt: skip
BEPERKT = Groep({
    "burgerservicenummer": PERSOON.leden["burgerservicenummer"],
    "geslacht": PERSOON.leden["geslacht"],
    "leeftijd": LEEFTIJD,
    "naam": Groep(NAAM_BEPERKT),
    "geboorte": geboorte(beperkt=True),
    "adressering": Groep(REGELS, datums=ADRESSERING_DATUMS),
}, datums=PERSOON_DATUMS)  # fmt: skip
MET_GEZAG = "gezag"
OP_ADRES = replace(BEPERKT, leden={**BEPERKT.leden, MET_GEZAG: GEZAG})
"""Of who is found at an address one may ask the authority too."""

RNI = {"01": "Persoon", "04": "Nationaliteit", "06": "Overlijden", "07": "Inschrijving", "08": "Verblijfplaats"}
"""Categories that a deelnemer of the RNI may have told us, by name."""


def persoon(groep: Groep, feiten: Feiten, gevraagd: Gevraagd) -> Json:
    """What is asked of one person, with what always comes along. Source: BV-12."""
    found = toon(groep, Plek(feiten, "01", feiten.actueel("01")), gevraagd)
    if feiten.pl.is_beperkt:
        found["geheimhoudingPersoonsgegevens"] = True
    if suspended := opschorting(feiten):
        found["opschortingBijhouding"] = suspended
    is_told = "88" in feiten.pl.groepen  # by somebody of the RNI
    if is_told and (rni := [*_rni(feiten, {r[:2] for r in rubrieken_of(groep, gevraagd or ALLES)})]):
        found["rni"] = rni
    if verificatie := _verificatie(feiten):
        found["verificatie"] = verificatie
    return found


def opschorting(feiten: Feiten) -> Json:
    """Why and since when the list is not kept any more; nothing when it is. Source: BV-12."""
    found = {
        "reden": waarden.letter("67.20", feiten.waarde("07.67.20")),
        "datum": waarden.datum(feiten.waarde("07.67.10")),
    }
    return {naam: waarde for naam, waarde in found.items() if waarde}


def _rni(feiten: Feiten, categorieen: set[str]) -> Iterator[Json]:
    """Who told what is shown, of each category from which something was asked."""
    for categorie, naam in RNI.items():
        if categorie in categorieen and (found := rni_deelnemer(feiten, feiten.actueel(categorie))):
            yield found | {"categorie": naam}


def rni_deelnemer(feiten: Feiten, voorkomen: Voorkomen) -> Json:
    """Who of the RNI told this, and by which treaty."""
    deelnemer = waarden.code(feiten.tabellen, 60, voorkomen.get("88.10", ""))
    verdrag = waarden.tekst(voorkomen.get("88.20", ""))
    if not deelnemer:
        return {}
    return {"deelnemer": deelnemer} | ({"omschrijvingVerdrag": verdrag} if verdrag else {})


def _verificatie(feiten: Feiten) -> Json:
    found = {
        "datum": waarden.datum(feiten.waarde("07.71.10")),
        "omschrijving": waarden.tekst(feiten.waarde("07.71.20")),
    }
    return {naam: waarde for naam, waarde in found.items() if waarde}
