"""Two years of cases for one municipality of the demo, as bodies for the Zaken API (1.7).

Cases come in the order of their startdatum with the rhythm of a week, follow the statustypen of their zaaktype at
different speeds, are closed or not, in time or late. Same arguments, same cases. No status lies on `vandaag` itself,
so none is ever in the future; a case that starts on `vandaag` has no status yet.
A closed case has a resultaat: nearly always the usual one of its zaaktype.

A case costs some tens of microseconds: everything that cases share (texts, references, persons) is made once before
the first one, and their bodies hold the same object. Read them, do not change them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from meent.basis.periode import Periode
from meent.tools.demo.besluiten import VAN_ZAAKTYPE, make_besluit
from meent.tools.demo.betrokkenen import (
    adres_object,
    medewerker_body,
    natuurlijk_persoon,
    niet_natuurlijk_persoon,
    overig_object,
)
from meent.tools.demo.bewoners import Adres, Persoon
from meent.tools.demo.gemeenten import AFDELINGEN, MEERWIJDE, ZUIDERKOOG, Gemeente
from meent.tools.demo.items import ZAKEN, Body, Item, Verwijzing
from meent.tools.demo.uitkomsten import uitkomsten_of
from meent.tools.demo.verloop import DAGEN_TERUG, Kalender, Verloop, draw_verloop, moments_of
from meent.tools.demo.zaakinhoud import (
    INHOUD,
    KANALEN,
    ORGANISATIES,
    REDENEN_OPSCHORTING,
    REDENEN_VERLENGING,
    STATUSTOELICHTINGEN,
    Inhoud,
)
from meent.tools.demo.zaaktypen import ROLLEN, Zaaktype, zaaktypen_of

T = TypeVar("T")

AANTAL_ZAKEN = {MEERWIJDE.slug: 8_000, ZUIDERKOOG.slug: 2_000}

STRENGER = {
    "openbaar": "beperkt_openbaar",
    "beperkt_openbaar": "intern",
    "zaakvertrouwelijk": "vertrouwelijk",
    "vertrouwelijk": "confidentieel",
    "confidentieel": "geheim",
}
COLLEGE = {"identificatie": "college", "naam": "College van burgemeester en wethouders"}


@dataclass(frozen=True, slots=True)
class ZaakPakket:
    """A case with all that belongs to it."""

    zaak: Item
    rollen: list[Item]
    statussen: list[Item]
    zaakobjecten: list[Item]
    resultaten: list[Item]
    besluiten: list[Item]

    def items(self) -> Iterator[Item]:
        """In the order to write them: statussen last, because nothing may be added to a closed case (zrc-007)."""
        yield self.zaak
        yield from self.rollen
        yield from self.zaakobjecten
        yield from self.resultaten
        yield from self.besluiten
        yield from self.statussen


def generate_zaken(
    gemeente: Gemeente, bewoners: Sequence[Persoon], aantal: int, *, seed: int, vandaag: date
) -> Iterator[ZaakPakket]:
    """So many cases of this municipality.

    bewoners    who can start one: adults with a BSN who are alive; places come from the addresses that are on the map
    vandaag     calendar day, Amsterdam: the last possible startdatum
    raises      ValueError when nobody can start a case
    """
    stad = Stad.of(gemeente, bewoners, Kalender.of(vandaag), vandaag)
    chance = Random(f"zaken {gemeente.slug} {seed} {vandaag}").random
    dagen = stad.kalender.startdagen
    for index in range(aantal):
        yield make_pakket(stad, chance, index, dagen[index * len(dagen) // aantal])


def make_pakket(stad: "Stad", chance: Callable[[], float], index: int, start: int) -> ZaakPakket:
    """One case that starts on this day number, with its roles, statuses and objects."""
    soort = stad.soorten[int(chance() * len(stad.soorten))]
    verloop = draw_verloop(soort.row, stad.kalender, chance, start)
    sleutel = f"{stad.gemeente.slug}-{index + 1:06d}"
    zaak = Verwijzing("zaak", sleutel)
    adres = stad.adressen[int(chance() * len(stad.adressen))] if stad.adressen else None
    onderwerp = pick(soort.inhoud.onderwerpen, chance)
    moments = moments_of(verloop, stad.kalender, chance, index)
    body = zaak_body(stad, soort, verloop, chance, index)
    body["omschrijving"] = onderwerp
    afloop = draw_afloop(soort, verloop, chance)
    if afloop == 1 and soort.row.sleutel == "rijbewijs":
        body["startdatumBewaartermijn"] = einde_rijbewijs(stad.kalender.iso[verloop.eind])
    if adres and soort.inhoud.met_locatie:
        body["omschrijving"] = f"{onderwerp}, {adres.straat} {adres.huisnummer}"
        body["zaakgeometrie"] = {"type": "Point", "coordinates": [adres.lengtegraad, adres.breedtegraad]}
    if soort.inhoud.heeft_leges:
        body |= betaling(verloop, moments, chance)
    rollen = make_rollen(stad, soort, verloop, chance, zaak)
    if soort.row.sleutel == "verhuizing" and "verblijfsadres" not in rollen[0].body["betrokkeneIdentificatie"]:
        adres = None  # whoever keeps the old address secret keeps the new one secret too
    return ZaakPakket(
        Item(ZAKEN, "zaken", sleutel, body),
        rollen,
        make_statussen(soort, moments, chance, zaak, behandelaar=rollen[1]),
        make_zaakobjecten(soort, onderwerp, chance, zaak, adres),
        make_resultaten(soort, afloop, zaak),
        make_besluiten(stad, soort, verloop, afloop, zaak, index),
    )


@dataclass(frozen=True, slots=True)
class Soort:
    """A zaaktype with everything its cases share, ready to be put into bodies."""

    row: Zaaktype
    inhoud: Inhoud
    zaaktype: Verwijzing
    statustypen: Sequence[Verwijzing]
    roltypen: dict[str, Verwijzing]
    resultaattypen: Sequence[Verwijzing]
    medewerkers: Sequence[Body]
    afdeling: Body


@dataclass(frozen=True, slots=True)
class Stad:
    """The municipality as the generator sees it; `soorten` holds each Soort as often as it weighs."""

    gemeente: Gemeente
    kalender: Kalender
    soorten: Sequence[Soort]
    personen: Sequence[Body]
    organisaties: Sequence[Body]
    adressen: Sequence[Adres]

    @classmethod
    def of(cls, gemeente: Gemeente, bewoners: Sequence[Persoon], kalender: Kalender, vandaag: date) -> "Stad":
        volwassen = [p for p in bewoners if p.bsn and not p.is_overleden and p.is_meerderjarig(vandaag)]
        if not volwassen:
            raise ValueError("Er is geen volwassen inwoner die een zaak kan beginnen.")
        adressen = [p.verblijfplaats for p in bewoners if p.verblijfplaats]
        soorten = [soort_of(row, gemeente) for row in zaaktypen_of(gemeente.slug)]
        return cls(
            gemeente=gemeente,
            kalender=kalender,
            soorten=[soort for soort in soorten for _ in range(soort.inhoud.gewicht)],
            personen=[natuurlijk_persoon(p) for p in volwassen],
            organisaties=[niet_natuurlijk_persoon(naam, n, gemeente) for n, naam in enumerate(ORGANISATIES)],
            adressen=list({a.identificatie: a for a in adressen if a.lengtegraad is not None}.values()),
        )


def soort_of(row: Zaaktype, gemeente: Gemeente) -> Soort:
    """Put together what the cases of this zaaktype share."""
    team = [m for m in gemeente.medewerkers if m.afdeling == row.afdeling] or list(gemeente.medewerkers)
    generiek = {ROLLEN[naam]: Verwijzing("roltype", f"{row.sleutel}.{naam}") for naam in reversed(row.rollen)}
    gemachtigde = {"gemachtigde": Verwijzing("roltype", f"{row.sleutel}.Gemachtigde")}
    return Soort(
        row=row,
        inhoud=INHOUD[row.sleutel],
        zaaktype=Verwijzing("zaaktype", row.sleutel),
        statustypen=[Verwijzing("statustype", f"{row.sleutel}.{n}") for n in range(1, len(row.statussen) + 1)],
        roltypen=generiek | (gemachtigde if "Gemachtigde" in row.rollen else {}),
        resultaattypen=[
            Verwijzing("resultaattype", f"{row.sleutel}.{n}") for n, _ in enumerate(uitkomsten_of(row).alle, start=1)
        ],
        medewerkers=[medewerker_body(m) for m in team],
        afdeling={"identificatie": row.afdeling, "naam": AFDELINGEN[row.afdeling]},
    )


def zaak_body(stad: Stad, soort: Soort, verloop: Verloop, chance: Callable[[], float], index: int) -> Body:
    """The case without its subject: organisation, terms and what some cases have besides."""
    row, iso, start = soort.row, stad.kalender.iso, verloop.start
    extra = row.verlenging_dagen if verloop.is_verlengd else 0
    registratie = min(stad.kalender.werkdag[start], DAGEN_TERUG)
    body: Body = {
        "identificatie": f"{stad.gemeente.domein}-{iso[start][:4]}-{index + 1:07d}",
        "bronorganisatie": stad.gemeente.rsin,
        "verantwoordelijkeOrganisatie": stad.gemeente.rsin,
        "zaaktype": soort.zaaktype,
        "registratiedatum": iso[registratie],
        "startdatum": iso[start],
        "einddatumGepland": iso[start + row.servicenorm_dagen + extra],
        "uiterlijkeEinddatumAfdoening": iso[start + row.doorlooptijd_dagen + extra],
    }
    if soort.inhoud.toelichtingen and chance() < 0.4:
        body["toelichting"] = pick(soort.inhoud.toelichtingen, chance)
    if soort.inhoud.bron and chance() < 0.6:
        body["kenmerken"] = [{"kenmerk": f"{iso[start][2:4]}{index + 1:07d}", "bron": soort.inhoud.bron}]
    if row.publicatietekst and start + 7 <= DAGEN_TERUG:
        body["publicatiedatum"] = iso[start + 7]
    if chance() < 0.04:
        body["vertrouwelijkheidaanduiding"] = STRENGER[row.vertrouwelijkheid]
    if extra:
        body["verlenging"] = {"reden": pick(REDENEN_VERLENGING, chance), "duur": f"P{extra}D"}
    if row.mag_opschorten and not verloop.is_gesloten and chance() < 0.12:
        body["opschorting"] = {"indicatie": True, "reden": pick(REDENEN_OPSCHORTING, chance)}
    return body


def betaling(verloop: Verloop, moments: Sequence[str], chance: Callable[[], float]) -> Body:
    """Leges are paid with the first status; of open cases one in three still has to be paid."""
    if not moments or (not verloop.is_gesloten and chance() < 0.33):
        return {"betalingsindicatie": "nog_niet"}
    return {"betalingsindicatie": "geheel", "laatsteBetaaldatum": moments[0]}


def make_rollen(
    stad: Stad, soort: Soort, verloop: Verloop, chance: Callable[[], float], zaak: Verwijzing
) -> list[Item]:
    """Initiator first, behandelaar second, then whoever else this case has."""
    door_organisatie = soort.inhoud.organisaties > 0 and chance() < soort.inhoud.organisaties
    heeft_behandelaar = verloop.gezet > 1 or chance() < 0.4
    parties = [
        ("initiator", "niet_natuurlijk_persoon", pick(stad.organisaties, chance), pick(KANALEN, chance))
        if door_organisatie
        else ("initiator", "natuurlijk_persoon", pick(stad.personen, chance), pick(KANALEN, chance)),
        ("behandelaar", "medewerker", pick(soort.medewerkers, chance), "Behandelt de zaak")
        if heeft_behandelaar
        else ("behandelaar", "organisatorische_eenheid", soort.afdeling, "Nog niet verdeeld"),
    ]
    if "mede_initiator" in soort.roltypen:
        parties.append(("mede_initiator", "natuurlijk_persoon", pick(stad.personen, chance), "Vraagt het samen aan"))
    if "gemachtigde" in soort.roltypen and chance() < 0.06:
        parties.append(("gemachtigde", "natuurlijk_persoon", pick(stad.personen, chance), "Namens de aanvrager"))
    if chance() < 0.1:
        parties.append(("zaakcoordinator", "medewerker", pick(soort.medewerkers, chance), "Bewaakt de termijn"))
    if verloop.is_gesloten and "beslisser" in soort.roltypen:
        parties.append(("beslisser", "organisatorische_eenheid", COLLEGE, "Neemt het besluit"))
    return [rol_item(soort, zaak, nummer, *party) for nummer, party in enumerate(parties)]


def rol_item(
    soort: Soort, zaak: Verwijzing, nummer: int, rol: str, betrokkene_type: str, betrokkene: Body, toelichting: str
) -> Item:
    body: Body = {
        "zaak": zaak,
        "roltype": soort.roltypen[rol],
        "betrokkeneType": betrokkene_type,
        "betrokkeneIdentificatie": betrokkene,
        "roltoelichting": toelichting,
    }
    if rol == "gemachtigde":
        body["indicatieMachtiging"] = "gemachtigde"
    return Item(ZAKEN, "rollen", f"{zaak.sleutel}.{nummer}", body)


def make_statussen(
    soort: Soort, moments: Sequence[str], chance: Callable[[], float], zaak: Verwijzing, *, behandelaar: Item
) -> list[Item]:
    """One status per instant, in the order of the zaaktype; some tell who set it or why."""
    statussen = []
    for nummer, moment in enumerate(moments):
        body: Body = {"zaak": zaak, "statustype": soort.statustypen[nummer], "datumStatusGezet": moment}
        if nummer:
            draw = chance()
            if draw < 0.25:
                body["gezetdoor"] = behandelaar.verwijzing
            if draw < 0.08:
                body["statustoelichting"] = pick(STATUSTOELICHTINGEN, chance)
        statussen.append(Item(ZAKEN, "statussen", f"{zaak.sleutel}.{nummer + 1}", body))
    return statussen


def make_zaakobjecten(
    soort: Soort, onderwerp: str, chance: Callable[[], float], zaak: Verwijzing, adres: Adres | None
) -> list[Item]:
    """The place or thing a case is about: an address, a car, a lamp post."""
    bodies: list[Body] = []
    if adres and (soort.row.sleutel == "verhuizing" or (soort.inhoud.met_locatie and chance() < 0.7)):
        relatie = "Nieuw adres" if soort.row.sleutel == "verhuizing" else "Plaats"
        bodies.append(
            {"objectType": "adres", "relatieomschrijving": relatie, "objectIdentificatie": adres_object(adres)}
        )
    if soort.row.sleutel == "parkeervergunning":
        # Letters A, E and O stand on no Dutch number plate of this form.
        kenteken = f"{pick('AEO', chance)}-{int(chance() * 1000):03d}-{pick('AEO', chance)}{pick('AEO', chance)}"
        bodies.append(overig_object("voertuig", "Auto waarvoor de vergunning is", {"kenteken": kenteken}))
    elif onderwerp.startswith("Lantaarnpaal"):
        bodies.append(overig_object("lantaarnpaal", "Kapotte paal", {"nummer": f"LP{int(chance() * 10_000):05d}"}))
    return [
        Item(ZAKEN, "zaakobjecten", f"{zaak.sleutel}.{nummer}", {"zaak": zaak, **body})
        for nummer, body in enumerate(bodies)
    ]


def draw_afloop(soort: Soort, verloop: Verloop, chance: Callable[[], float]) -> int:
    """Number of the resultaattype of a closed case, seven times in eight the usual one; 0 for a case that is open."""
    if not verloop.is_gesloten:
        return 0
    return 1 if chance() < 7 / 8 else 2 + int(chance() * (len(soort.resultaattypen) - 1))


def make_resultaten(soort: Soort, afloop: int, zaak: Verwijzing) -> list[Item]:
    """How a closed case ended."""
    if not afloop:
        return []
    body: Body = {"zaak": zaak, "resultaattype": soort.resultaattypen[afloop - 1]}
    return [Item(ZAKEN, "resultaten", f"{zaak.sleutel}.resultaat", body)]


def make_besluiten(stad: Stad, soort: Soort, verloop: Verloop, afloop: int, zaak: Verwijzing, index: int) -> list[Item]:
    """What was granted, with the day on which it ends."""
    granted = VAN_ZAAKTYPE.get(soort.row.sleutel)
    if granted is None or afloop != 1:
        return []
    iso, dagen = stad.kalender.iso, granted.geldig_dagen
    tot = iso[verloop.eind + dagen] if dagen else None
    return [make_besluit(stad.gemeente, soort.row.sleutel, zaak, index + 1, op=iso[verloop.eind], tot=tot)]


def einde_rijbewijs(verstrekt: str) -> str:
    """Ten years after it was handed over, when the file of a rijbewijs begins to age."""
    return Periode(jaren=10).add_to(date.fromisoformat(verstrekt)).isoformat()


def pick(options: Sequence[T], chance: Callable[[], float]) -> T:
    """One of these; cheaper than `Random.choice`, which counts in a bench of 100,000 cases."""
    return options[int(chance() * len(options))]
