"""Uittreksel: a paper that tells somebody what the BRP says about them, for whoever asks them for it.

Who asks is the person, or acts for the person. What is in doubt is told to be so: a paper without that would lie.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

import msgspec
import typst

from meent.integration.brp import uittreksels
from meent.integration.brp.bijhouding import GeenLijst
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer, Weigering
from meent.integration.brp.gegevens import in_woorden, rubrieken
from meent.integration.brp.zaak import ZaaksoortOnbekend
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import nummers, require_agreed, weigeringen_van
from meent.process.burgerzaken.toetsen import Geweigerd, Rechtsfeit, Toets, is_verwant, leeftijd, require
from meent.services.personen.persoonslijst import Persoonslijst

Soort = Literal["woonadres", "burgerlijke staat", "nationaliteit", "in leven", "attestatie de vita"]
Betaling = Literal["", "betaald", "kosteloos"]
UITTREKSEL = "uittreksel"
"""Its name among the facts of which a municipality chooses the zaaktype."""
LEGES = "brp_leges"
"""Setting of a municipality: what is asked for -> eurocents; what is not in it is free."""
Json = dict[str, Any]
SOURCE = Path(__file__).with_name("uittreksel.typ")
MACHTIGING, GEZAGSREGISTER, CURATELE = "machtiging", "uittreksel gezagsregister", "bewijs curatele"
ALTIJD = ("naam.volledigeNaam", "geboorte.datum", "geboorte.plaats", "geboorte.land")
VELDEN: Mapping[Soort, tuple[str, ...]] = MappingProxyType({
    "woonadres": ("adressering.adresregel1", "adressering.adresregel2", "verblijfplaats.datumVan",
                  "verblijfplaats.functieAdres", "gemeenteVanInschrijving"),
    "burgerlijke staat": ("partners.soortVerbintenis", "partners.naam", "partners.aangaanHuwelijkPartnerschap",
                          "partners.ontbindingHuwelijkPartnerschap"),
    "nationaliteit": ("nationaliteiten.nationaliteit", "nationaliteiten.type"),
    "in leven": ("adressering.adresregel1", "adressering.adresregel2"),
    "attestatie de vita": ("adressering.adresregel1", "adressering.adresregel2"),
})  # fmt: skip
"""Kind of paper -> what it tells beside who it is, as paths of Persoon."""
IN_LEVEN: Mapping[Soort, str] = MappingProxyType({
    "in leven": "Bewijs van in leven zijn", "attestatie de vita": "Attestatie de vita",
})  # fmt: skip
"""Kinds that say that somebody was seen alive on that day, with their titles."""
LEEFT = (
    "Deze persoon is op {dag} zelf verschenen en is in leven.",
    "This person appeared in person on {dag} and is alive.",
    "Cette personne a comparu en personne le {dag} et est en vie.",
)
BSN = "burgerservicenummer"
IN_DOUBT = "Naar een of meer van deze gegevens doet de gemeente onderzoek. Zij zijn misschien niet juist."


class Aanvraag(Rechtsfeit, frozen=True, kw_only=True):
    """Somebody asks for a paper.

    aanvrager  list of who asks
    stukken    "machtiging", "uittreksel gezagsregister", "bewijs curatele"
    gezien     the person is here now and showed who that is
    """

    eigen: str
    persoon: Persoonslijst
    aanvrager: Persoonslijst
    vandaag: date
    stukken: frozenset[str] = frozenset()
    soort: Soort = "woonadres"
    gezien: bool = False

    @property
    def is_zelf(self) -> bool:
        return self.persoon.bsn == self.aanvrager.bsn


class Regel(msgspec.Struct, frozen=True):
    """A line of the paper: what it is, and what it says; lines of the value stand below each other."""

    naam: str
    waarde: str


class Uittreksel(msgspec.Struct, frozen=True, kw_only=True):
    """The paper, or why there is none.

    pdf              empty when it was only judged
    meldingen        what the paper says beside its lines
    leges_eurocent   what it costs in this municipality; None where no amount was set
    zaak             key of the zaak beside it; None where the municipality wants none, or it was only judged
    """

    weigeringen: tuple[Weigering, ...] = ()
    pdf: bytes = b""
    regels: tuple[Regel, ...] = ()
    meldingen: tuple[str, ...] = ()
    leges_eurocent: int | None = None
    zaak: UUID | None = None


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Aanvraag) -> Iterator[str]:
    """Of who lives here, as the list is kept up. Source: BZ-90."""
    if feit.persoon.waarde("08.09.10") != feit.eigen or feit.persoon.waarde("07.67.20"):
        yield "Deze persoon is geen inwoner van uw gemeente; een uittreksel kan hier niet."


def mag_vragen(feit: Aanvraag) -> Iterator[str]:
    """The person from sixteen on, a parent of a younger one, or who shows to act for the person. Source: BZ-91."""
    years = leeftijd(feit.persoon, feit.vandaag)
    is_young = years is not None and years < 16
    is_parent = is_young and is_verwant(feit.persoon, ("02", "03"), feit.aanvrager)
    is_acting = bool(feit.stukken & {MACHTIGING, GEZAGSREGISTER, CURATELE})
    if not (feit.is_zelf and not is_young) and not is_parent and not is_acting:
        yield "Deze aanvrager mag voor deze persoon geen uittreksel vragen."


def niet_beperkt(feit: Aanvraag) -> Iterator[str]:
    """Who keeps data from others gets the paper in person. Source: BZ-92."""
    if feit.persoon.is_beperkt and not feit.is_zelf:
        yield "Deze persoon heeft een verstrekkingsbeperking; geef het uittreksel alleen aan de persoon zelf."


def is_gezien(feit: Aanvraag) -> Iterator[str]:
    """Nobody is told to be alive who was not seen today. Source: BZ-94."""
    if feit.soort in IN_LEVEN and not feit.gezien:
        yield "Dit stuk geeft u alleen af als de persoon zelf is verschenen en heeft laten zien wie hij is."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-90": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-91": Toets("artikel 2.55 van de Wet BRP", mag_vragen),
    "BZ-92": Toets("artikel 2.59 van de Wet BRP", niet_beperkt),
    "BZ-94": Toets("artikel 1:19k van het Burgerlijk Wetboek", is_gezien),
})  # fmt: skip


# --- what it says ----------------------------------------------------------------------------------------------------


def regels_of(gegevens: Json, soort: Soort, *, eigen: str, gemeente: str) -> tuple[Regel, ...]:
    """The lines, in words. A municipality that the tables do not name is ours, or its code."""
    geboorte = gegevens.get("geboorte", {})
    plaats, land = _named(geboorte.get("plaats"), eigen, gemeente), geboorte.get("land", {})
    birthplace = plaats if land.get("code") in (None, "6030") else ", ".join(filter(None, (plaats, _named(land))))
    common = [
        Regel("Naam", gegevens.get("naam", {}).get("volledigeNaam", "Onbekend")),
        Regel("Geboren op", _day(geboorte.get("datum"))),
        Regel("Geboren in", birthplace or "Onbekend"),
        *([Regel("Burgerservicenummer", gegevens[BSN])] if BSN in gegevens else []),
    ]
    return (*common, *EIGEN[soort](gegevens, eigen, gemeente))


def _woonadres(gegevens: Json, eigen: str, gemeente: str) -> Iterator[Regel]:
    adressering, verblijf = gegevens.get("adressering", {}), gegevens.get("verblijfplaats", {})
    lines = [adressering.get(f"adresregel{n}", "") for n in (1, 2)]
    is_brief = verblijf.get("functieAdres", {}).get("code") == "B"
    yield Regel("Briefadres" if is_brief else "Woonadres", "\n".join(filter(None, lines)) or "Onbekend")
    yield Regel("Daar sinds", _day(verblijf.get("datumVan")))
    yield Regel("Ingeschreven in", _named(gegevens.get("gemeenteVanInschrijving"), eigen, gemeente) or gemeente)


def _burgerlijke_staat(gegevens: Json, eigen: str, gemeente: str) -> Iterator[Regel]:
    """Of each bond that is there, else of the one that ended last; nobody is called unmarried for ever by guess."""
    partners = gegevens.get("partners", [])
    if not partners:
        yield Regel("Burgerlijke staat", "Er staat geen huwelijk of geregistreerd partnerschap geregistreerd")
    for partner in partners:
        naam = partner.get("naam", {})
        who = " ".join(filter(None, (naam.get("voornamen"), naam.get("voorvoegsel"), naam.get("geslachtsnaam"))))
        kind = _named(partner.get("soortVerbintenis")).capitalize() or "Verbintenis"
        sinds, einde = partner.get("aangaanHuwelijkPartnerschap", {}), partner.get("ontbindingHuwelijkPartnerschap")
        said = f"met {who or 'onbekend'}"
        said += f"\ngeëindigd op {_day(einde.get('datum'))}" if einde else f"\nsinds {_day(sinds.get('datum'))}"
        yield Regel(kind, said)


def _nationaliteit(gegevens: Json, eigen: str, gemeente: str) -> Iterator[Regel]:
    found = [_named(n.get("nationaliteit")) or n.get("type", "") for n in gegevens.get("nationaliteiten", [])]
    yield Regel("Nationaliteit", "\n".join(found) or "Onbekend")


def _adres(gegevens: Json, eigen: str, gemeente: str) -> Iterator[Regel]:
    yield next(_woonadres(gegevens, eigen, gemeente))


EIGEN = MappingProxyType({
    "woonadres": _woonadres, "burgerlijke staat": _burgerlijke_staat, "nationaliteit": _nationaliteit,
    "in leven": _adres, "attestatie de vita": _adres,
})  # fmt: skip


def is_in_twijfel(gegevens: Any) -> bool:
    """Whether an onderzoek casts doubt on something that is told. Source: BZ-93."""
    if isinstance(gegevens, dict):
        return bool(gegevens.get("inOnderzoek")) or any(is_in_twijfel(w) for w in gegevens.values())
    return isinstance(gegevens, list) and any(map(is_in_twijfel, gegevens))


def _named(waarde: Json | None, eigen: str = "", gemeente: str = "") -> str:
    """The words of a code, or the code where there are none."""
    found = waarde or {}
    if eigen and found.get("code") == eigen:
        return gemeente
    return str(found.get("omschrijving") or found.get("code") or "")


def _day(datum: Json | None) -> str:
    return str((datum or {}).get("langFormaat", "onbekend"))


def as_pdf(stuk: Json) -> bytes:
    """PDF/UA: tagged, so that a screen reader can read it."""
    made = typst.compile(SOURCE, sys_inputs={"stuk": json.dumps(stuk, ensure_ascii=False)}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


# --- handing out -----------------------------------------------------------------------------------------------------


class Uittrekselinvoer(Invoer, frozen=True, kw_only=True):
    """See Aanvraag; `aanvrager` is a BSN, empty for the person. `met_bsn` prints the number.

    betaling   betaald, or kosteloos; "" when nobody said so: then the zaak says nothing of it
    nog_eens   the same paper again, of which the zaak is there already
    gezien     see Aanvraag; only asked for who is alive
    """

    bsn: str
    soort: Soort
    aanvrager: str = ""
    stukken: frozenset[str] = frozenset()
    met_bsn: bool = False
    betaling: Betaling = ""
    nog_eens: bool = False
    gezien: bool = False


async def uittreksel(zgw: Zgw, invoer: Uittrekselinvoer) -> Uittreksel:
    """The paper, with its zaak, and its line in the log before it is there. No list changes. raises ZgwFout

    The same key again gives the paper of now, with the zaak of then. Source: BZ-383
    """
    async with open_boek(zgw) as boek:
        earlier = None if invoer.alleen_toetsen or invoer.nog_eens else await uittreksels.eerder(boek, invoer)
        made = await maak_uittreksel(zgw, boek, invoer)
        if made.weigeringen or invoer.alleen_toetsen or invoer.nog_eens:
            return made
        if earlier is not None:
            return msgspec.structs.replace(made, zaak=earlier.zaak)
        try:
            zaak = await boek.maak_zaak(UITTREKSEL, invoer.bsn, betaling_van(invoer.betaling, boek.nu))
        except ZaaksoortOnbekend as fault:
            return Uittreksel(weigeringen=weigeringen_van(fault))
        await uittreksels.bewaar(boek, invoer, zaak)
        return msgspec.structs.replace(made, zaak=zaak)


async def maak_uittreksel(zgw: Zgw, boek: Boek, invoer: Uittrekselinvoer) -> Uittreksel:
    """The same within the transaction of a book that is open; only its lines when it is only judged."""
    velden = (*ALTIJD, *VELDEN[invoer.soort], *((BSN,) if invoer.met_bsn else ()))
    try:
        require_agreed(invoer, boek)
        persoon = await boek.lees(invoer.bsn)
        feit = Aanvraag(
            eigen=boek.eigen, persoon=persoon, aanvrager=await boek.lees(invoer.aanvrager or invoer.bsn),
            vandaag=boek.vandaag, stukken=invoer.stukken, voorbij=nummers(invoer), soort=invoer.soort,
            gezien=invoer.gezien,
        )  # fmt: skip
        require(TOETSEN, feit)
    except Geweigerd as refused:
        await boek.log_gezien("01", "02", "03", "07", "08")
        return Uittreksel(weigeringen=weigeringen_van(refused))
    except GeenLijst as fault:
        return Uittreksel(weigeringen=weigeringen_van(fault))
    gegevens = in_woorden(zgw, persoon, velden, boek.vandaag)
    await boek.log_gegeven(invoer.bsn, rubrieken(velden))
    regels = regels_of(gegevens, invoer.soort, eigen=boek.eigen, gemeente=boek.naam)
    seen = Uittreksel(
        regels=regels, meldingen=meldingen_of(gegevens, invoer.soort, boek.vandaag),
        leges_eurocent=boek.session.place.settings.get(LEGES, {}).get(UITTREKSEL),
    )  # fmt: skip
    return seen if invoer.alleen_toetsen else msgspec.structs.replace(seen, pdf=_paper(seen, invoer.soort, boek))


def meldingen_of(gegevens: Json, soort: Soort, vandaag: date) -> tuple[str, ...]:
    """That somebody is alive, in three languages; and that what is told is in doubt, when it is."""
    alive = [line.format(dag=f"{vandaag:%d-%m-%Y}") for line in LEEFT] if soort in IN_LEVEN else []
    return (*alive, *([IN_DOUBT] if is_in_twijfel(gegevens) else []))


def _paper(seen: Uittreksel, soort: Soort, boek: Boek) -> bytes:
    dag = f"{boek.vandaag:%d-%m-%Y}"
    stuk = {
        "titel": IN_LEVEN.get(soort, f"Uittreksel uit de Basisregistratie Personen: {soort}"),
        "gemeente": f"Gemeente {boek.naam}",
        "inleiding": f"Dit staat op {dag} in de Basisregistratie Personen van de gemeente {boek.naam}.",
        "regels": msgspec.to_builtins(seen.regels), "meldingen": seen.meldingen,
        "afgegeven": f"Afgegeven op {dag} door {boek.weergave}, namens het college van burgemeester en wethouders.",
        "voet": f"Gemeente {boek.naam} · {dag}",
    }  # fmt: skip
    return as_pdf(stuk)


def betaling_van(betaling: Betaling, nu: datetime) -> Json:
    """What the zaak says of the fee, in the words of the standard."""
    match betaling:
        case "betaald":
            return {"betalingsindicatie": "geheel", "laatsteBetaaldatum": nu.isoformat()}
        case "kosteloos":
            return {"betalingsindicatie": "nvt"}
    return {}
