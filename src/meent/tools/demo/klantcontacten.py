"""Half a year of customer contact for one municipality of the demo, as bodies for the Klantinteracties API (0.9).

People call about their case while it runs, or ask something that has nothing to do with one; on one day all of them ask
the same. Contacts come in the order of their moment, with the rhythm of day and week of a telephone. Some lead to work
for a department: done, still to do, or forgotten. Same arguments, same contacts. Nothing lies on `vandaag` itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import log
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from meent.integration.kennis.artikel import codes_of_artikel
from meent.tools.demo.bewoners import Persoon
from meent.tools.demo.gemeenten import AFDELINGEN, MEERWIJDE, ZUIDERKOOG, Gemeente
from meent.tools.demo.items import KLANTINTERACTIES, Body, Groep, Item, Koppeling
from meent.tools.demo.kennis import artikel_uuid
from meent.tools.demo.klantinhoud import (
    ALGEMEEN,
    BEMAND,
    CONTACTPERSONEN,
    DAGEN,
    GROEPEN,
    KANALEN,
    KCC,
    OVER_EEN_ZAAK,
    STORING,
    TERUGGEBELD,
    TOELICHTINGEN,
    UREN,
    UREN_ALTIJD,
    Vraag,
)
from meent.tools.demo.partijen import (
    Wie,
    categorie_items,
    contactpersoon_wie,
    organisatie_groep,
    organisatie_wie,
    persoon_groep,
    persoon_wie,
    telefoonnummer,
)
from meent.tools.demo.zaaktypen import ZAAKTYPEN
from meent.tools.demo.zaken import ZaakPakket, pick

AANTAL_CONTACTEN = {MEERWIJDE.slug: 2_400, ZUIDERKOOG.slug: 600}
DAGEN_TERUG = 182
STORING_DAGEN_TERUG = 24
ARTIKELEN_SINDS = timedelta(days=30)
"""Since then agents note which article they used."""
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NA_AFLOOP = timedelta(days=14)
"""So long people still call about a case that is closed."""
VERGETEN, NOG_OPEN_DAGEN = 0.18, 60
"""Share of the work for a department that nobody does, and since how long at most: then somebody has noticed."""
AFDELING_VAN = {row.sleutel: row.afdeling for row in ZAAKTYPEN}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dossier:
    """What customer contact must know of a case that was written.

    zaaktype   key of the zaaktype
    begin, eind  calendar days; eind None while it runs
    initiator  betrokkeneIdentificatie of who started it
    punt       its place on the map, GeoJSON, or None
    """

    sleutel: str
    url: str
    omschrijving: str
    zaaktype: str
    begin: date
    eind: date | None
    initiator: Mapping[str, Any]
    punt: Body | None

    @classmethod
    def of(cls, pakket: ZaakPakket, url: str) -> "Dossier":
        body, closed = pakket.zaak.body, bool(pakket.resultaten)
        return cls(
            sleutel=pakket.zaak.sleutel,
            url=url,
            omschrijving=body["omschrijving"],
            zaaktype=body["zaaktype"].sleutel,
            begin=date.fromisoformat(body["startdatum"]),
            eind=date.fromisoformat(pakket.statussen[-1].body["datumStatusGezet"][:10]) if closed else None,
            initiator=pakket.rollen[0].body["betrokkeneIdentificatie"],
            punt=body.get("zaakgeometrie"),
        )

    def loopt(self, dag: date) -> bool:
        """Whether people call about it on this day."""
        return self.begin <= dag and (self.eind is None or dag <= self.eind + NA_AFLOOP)


@dataclass(frozen=True, slots=True)
class Klantcontact:
    """All customer contact of a municipality, in the order in which it must be written.

    eerst      whom and what the rest refers to
    contacten  each with who took part and what it was about
    taken      work that followed, oldest first
    """

    eerst: list[Groep]
    partijen: list[Groep]
    contacten: list[Groep]
    taken: list[Groep]

    @property
    def aantal(self) -> int:
        return sum(map(len, (self.eerst, self.partijen, self.contacten, self.taken)))


@dataclass
class Kring:
    """The municipality as the generator sees it: who can get in touch, who answers; and whom it has met so far."""

    gemeente: Gemeente
    chance: Callable[[], float]
    bewoners: Mapping[str, Persoon]
    inwoners: Sequence[Persoon]
    dossiers: Sequence[Dossier]
    vandaag: date
    partijen: dict[str, Groep] = field(default_factory=dict)
    namen: dict[str, Wie] = field(default_factory=dict)

    def ontmoet_persoon(self, persoon: Persoon, op: datetime) -> Wie:
        wie = persoon_wie(persoon)
        if wie.sleutel not in self.partijen:
            self.partijen[wie.sleutel] = persoon_groep(persoon, wie, op, self.chance)
        return wie

    def ontmoet(self, initiator: Mapping[str, Any], op: datetime) -> Wie | None:
        """Who started a case; of an organisation the person who speaks for it. None for who does not live here."""
        if bsn := initiator.get("inpBsn"):
            persoon = self.bewoners.get(bsn)
            return self.ontmoet_persoon(persoon, op) if persoon else None
        wie = organisatie_wie(initiator)
        if wie.sleutel not in self.partijen:
            spreker = contactpersoon_wie(wie, CONTACTPERSONEN[len(self.namen) % len(CONTACTPERSONEN)])
            self.namen[wie.sleutel] = spreker
            self.partijen[wie.sleutel] = organisatie_groep(wie, initiator["innNnpId"], spreker, op, self.chance)
        return self.namen[wie.sleutel]

    def kies_dossier(self, dag: date) -> Dossier | None:
        """A case that people call about on this day, None when chance finds none."""
        for _ in range(12 if self.dossiers else 0):
            dossier = pick(self.dossiers, self.chance)
            if dossier.loopt(dag):
                return dossier
        return None


def generate_klantcontact(
    gemeente: Gemeente,
    bewoners: Sequence[Persoon],
    dossiers: Sequence[Dossier],
    aantal: int,
    *,
    seed: int,
    vandaag: date,
) -> Klantcontact:
    """So many contacts of this municipality, and what follows from them.

    bewoners   who can get in touch: adults who are alive
    dossiers   the cases that were written, in any order
    vandaag    calendar day, Amsterdam: the last contact was the day before
    """
    chance = Random(f"klantcontact {gemeente.slug} {seed} {vandaag}").random
    begin = vandaag - timedelta(days=DAGEN_TERUG)
    late = [d for d in sorted(dossiers, key=lambda d: d.sleutel) if d.eind is None or d.eind + NA_AFLOOP >= begin]
    kring = Kring(
        gemeente, chance, {p.bsn: p for p in bewoners},
        [p for p in bewoners if p.is_meerderjarig(vandaag) and not p.is_overleden], late, vandaag,
    )  # fmt: skip
    contacten: list[tuple[datetime, Groep]] = []
    taken: list[tuple[datetime, Groep]] = []
    for nummer, (moment, kanaal, vraag) in enumerate(momenten(aantal, vandaag, chance)):
        contact = make_contact(kring, nummer, moment, kanaal, vraag)
        contacten.append((moment, contact.groep))
        if taak := make_taak(kring, contact):
            taken.append((moment, taak.groep))
            contacten += [(op, groep) for op, groep in teruggebeld(kring, contact, taak)]
    eerste = datetime.combine(begin, time(7), UTC)
    return Klantcontact(
        [Groep((item,)) for item in (*actor_items(gemeente, eerste), *categorie_items(eerste))],
        list(kring.partijen.values()),
        [groep for _, groep in sorted(contacten, key=lambda one: one[0])],
        [groep for _, groep in sorted(taken, key=lambda one: one[0])],
    )


# --- when -------------------------------------------------------------------------------------------------------------


def momenten(aantal: int, vandaag: date, chance: Callable[[], float]) -> list[tuple[datetime, str, Vraag | None]]:
    """Instants (UTC) with channel, in order; on the day of the breakdown also what is asked."""
    days = [vandaag - timedelta(days=number) for number in range(1, DAGEN_TERUG)]
    weighed = [day for day in days for _ in range(DAGEN[day.weekday()])]
    storing = next(day for day in days[STORING_DAGEN_TERUG:] if day.weekday() < 5)
    found: list[tuple[datetime, str, Vraag | None]] = []
    for number in range(aantal):
        is_storing = number < aantal // 40
        day = storing if is_storing else pick(weighed, chance)
        kanaal = "Telefoon" if is_storing else kies(KANALEN, chance)
        if day.weekday() > 4 and kanaal in BEMAND:
            kanaal = "E-mail"
        found.append((moment_on(day, kanaal, chance), kanaal, STORING if is_storing else None))
    return sorted(found, key=lambda one: one[0])


def moment_on(day: date, kanaal: str, chance: Callable[[], float]) -> datetime:
    """An instant on this day, on the clock of Amsterdam; nobody answers before half past eight."""
    uren = UREN if kanaal in (*BEMAND, "Brief") else UREN_ALTIJD
    uur = kies(tuple(enumerate(uren)), chance)
    minuut = 30 + int(chance() * 30) if uur == 8 and uren is UREN else int(chance() * 60)
    at = datetime.combine(day, time(uur, minuut, int(chance() * 60)), AMSTERDAM)
    return at.astimezone(UTC)


def kies(choices: Sequence[tuple[T, int]], chance: Callable[[], float]) -> T:
    """One of these, each as often as it weighs."""
    draw = chance() * sum(weight for _, weight in choices)
    for value, weight in choices:
        draw -= weight
        if draw < 0:
            return value
    return choices[-1][0]


# --- who and what -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact that was made up, with what is needed to follow it up."""

    sleutel: str
    moment: datetime
    wie: Wie | None
    vraag: Vraag
    dossier: Dossier | None
    kanaal: str
    groep: Groep


def make_contact(kring: Kring, nummer: int, moment: datetime, kanaal: str, vraag: Vraag | None) -> Contact:
    chance, day = kring.chance, moment.astimezone(AMSTERDAM).date()
    dossier = kring.kies_dossier(day) if vraag is None and chance() < 0.66 else None
    wie = kring.ontmoet(dossier.initiator, moment) if dossier else None
    if dossier is not None and wie is None:
        dossier = None
    if wie is None and chance() < 0.88:
        wie = kring.ontmoet_persoon(pick(kring.inwoners, chance), moment)
    if vraag is None:
        vraag = kies([(v, v.gewicht) for v in (OVER_EEN_ZAAK if dossier else ALGEMEEN)], chance)
    sleutel = f"{kring.gemeente.slug}-contact-{nummer:05d}"
    body: Body = {
        "kanaal": kanaal,
        "onderwerp": vraag.onderwerp,
        "inhoud": vraag.inhoud,
        "reactie": vraag.reactie,
        "indicatieContactGelukt": True,
        "taal": "nld" if chance() < 0.97 else "eng",
        "vertrouwelijk": False,
        "plaatsgevondenOp": moment.isoformat(),
    }
    contact = Item(KLANTINTERACTIES, "klantcontacten", sleutel, body, op=moment)
    items = [contact, *betrokkenen(contact, wie), *onderwerpen(contact, dossier)]
    if vraag.artikel and day >= kring.vandaag - ARTIKELEN_SINDS:
        items.append(artikel_van(contact, vraag.artikel))
    if kanaal != "Webformulier":
        items.append(beantwoord(contact, kcc_sleutel(kring.gemeente, int(chance() * len(KCC[kring.gemeente.slug])))))
    return Contact(sleutel, moment, wie, vraag, dossier, kanaal, Groep(tuple(items)))


def betrokkenen(contact: Item, wie: Wie | None, *, is_initiator: bool = True) -> Iterator[Item]:
    """Who took part: a resident, or somebody and the organisation that he speaks for, or somebody we do not know."""
    if wie is not None and wie.namens is not None:
        yield betrokkene(contact, wie.namens, "klant", is_initiator=False)
        yield betrokkene(contact, wie, "vertegenwoordiger", is_initiator=is_initiator)
    else:
        yield betrokkene(contact, wie, "klant", is_initiator=is_initiator)


def betrokkene(contact: Item, wie: Wie | None, rol: str, *, is_initiator: bool) -> Item:
    body: Body = {
        "wasPartij": wie.koppeling if wie else None,
        "hadKlantcontact": contact.koppeling,
        "rol": rol,
        "organisatienaam": wie.organisatie if wie else "",
        "initiator": is_initiator,
    }
    if wie and wie.naam:
        body["contactnaam"] = wie.naam
    return Item(KLANTINTERACTIES, "betrokkenen", f"{contact.sleutel}.{rol}", body, op=contact.op)


def onderwerpen(contact: Item, dossier: Dossier | None, eerder: str = "") -> Iterator[Item]:
    """The case it was about, and the key of the contact that it follows up."""
    if dossier:
        codes = {
            "objectId": dossier.url[-36:], "codeObjecttype": "zgw-Zaak", "codeRegister": "openzaak",
            "codeSoortObjectId": "uuid",
        }  # fmt: skip
        yield onderwerp(contact, "zaak", codes)
    if eerder:
        body: Body = {"klantcontact": contact.koppeling, "wasKlantcontact": Koppeling("klantcontact", eerder)}
        yield Item(KLANTINTERACTIES, "onderwerpobjecten", f"{contact.sleutel}.eerder", body, op=contact.op)


def artikel_van(contact: Item, name: str) -> Item:
    """The knowledge article that was the answer."""
    return onderwerp(contact, "artikel", codes_of_artikel(str(artikel_uuid(name))))


def onderwerp(contact: Item, wat: str, codes: Body) -> Item:
    """What it was about, known by these codes elsewhere."""
    body: Body = {
        "klantcontact": contact.koppeling,
        "wasKlantcontact": None,
        "onderwerpobjectidentificator": codes,
    }
    return Item(KLANTINTERACTIES, "onderwerpobjecten", f"{contact.sleutel}.{wat}", body, op=contact.op)


def beantwoord(contact: Item, actor: str) -> Item:
    body: Body = {"actor": Koppeling("actor", actor), "klantcontact": contact.koppeling}
    return Item(KLANTINTERACTIES, "actorklantcontacten", contact.sleutel, body, op=contact.op)


# --- who answers, and what is left to do ------------------------------------------------------------------------------


def actor_items(gemeente: Gemeente, op: datetime) -> Iterator[Item]:
    """Departments, groups, and everybody who works there or answers."""
    for sleutel, naam in AFDELINGEN.items():
        yield actor_item(f"afd-{sleutel}", naam, "organisatorische_eenheid", "afd", op, omschrijving=naam)
    for sleutel, naam in GROEPEN.items():
        yield actor_item(f"grp-{sleutel}", naam, "organisatorische_eenheid", "grp", op, omschrijving=naam)
    for nummer, m in enumerate(gemeente.medewerkers):
        mail = f"{m.identificatie}@{gemeente.slug}.example"
        functie = f"Medewerker {AFDELINGEN[m.afdeling]}"[:40]
        yield medewerker_item(f"mdw-{m.identificatie}", m.naam, functie, mail, nummer, op)
    for nummer, naam in enumerate(KCC[gemeente.slug]):
        mail = f"kcc{nummer}@{gemeente.slug}.example"
        yield medewerker_item(kcc_sleutel(gemeente, nummer), naam, "Medewerker klantcontact", mail, 100 + nummer, op)


def medewerker_item(sleutel: str, naam: str, functie: str, mail: str, toestel: int, op: datetime) -> Item:
    facts = {"functie": functie, "emailadres": mail, "telefoonnummer": f"0609000{toestel:03d}"}
    return actor_item(sleutel, naam, "medewerker", "mdw", op, **facts)


def actor_item(sleutel: str, naam: str, soort: str, code: str, op: datetime, **identificatie: str) -> Item:
    codes = {
        "objectId": sleutel.partition("-")[2], "codeObjecttype": code, "codeRegister": "obj",
        "codeSoortObjectId": "idf",
    }  # fmt: skip
    body: Body = {
        "naam": naam,
        "soortActor": soort,
        "indicatieActief": True,
        "actoridentificator": codes,
        "actorIdentificatie": identificatie,
    }
    return Item(KLANTINTERACTIES, "actoren", sleutel, body, op=op)


def kcc_sleutel(gemeente: Gemeente, nummer: int) -> str:
    """Who answers, by the id that the contact centre knows him by too; the first is who visits the demo."""
    return f"mdw-kcc-{nummer}" if nummer else f"mdw-{gemeente.slug}-kcc"


@dataclass(frozen=True, slots=True)
class Taak:
    """Work that follows from a contact. klaar: when it was done, None while it is not."""

    groep: Groep
    actor: str
    klaar: datetime | None


def make_taak(kring: Kring, contact: Contact) -> Taak | None:
    """Sometimes a department must call back; most do so in a day or two, some forget."""
    chance, vraag = kring.chance, contact.vraag
    if not vraag.terugbel or contact.wie is None or chance() > 0.3:
        return None
    afdeling = vraag.afdeling or (AFDELING_VAN[contact.dossier.zaaktype] if contact.dossier else "juridisch")
    team = [m for m in kring.gemeente.medewerkers if m.afdeling == afdeling]
    eerste = f"afd-{afdeling}" if chance() < 0.85 else "grp-specialisten"
    actoren = [eerste, *([f"mdw-{pick(team, chance).identificatie}"] if team and chance() < 0.5 else [])]
    klaar = moment_of_done(contact.moment, kring.vandaag, chance)
    over = f" Over: {contact.dossier.omschrijving}" if contact.dossier else ""
    body: Body = {
        "gevraagdeHandeling": f"{vraag.terugbel}{over}"[:200],
        "aanleidinggevendKlantcontact": Koppeling("klantcontact", contact.sleutel),
        "toegewezenAanActoren": [Koppeling("actor", actor) for actor in actoren],
        "toelichting": pick(TOELICHTINGEN, chance),
        "status": "verwerkt" if klaar else "te_verwerken",
    }
    if klaar:
        body["afgehandeldOp"] = klaar.isoformat()
    items = [Item(KLANTINTERACTIES, "internetaken", contact.sleutel, body, op=contact.moment)]
    if chance() < 0.25:  # may be called at another number than the one we know
        items.append(ander_nummer(contact, telefoonnummer(chance)))
    return Taak(Groep(tuple(items)), actoren[-1], klaar)


def ander_nummer(contact: Contact, nummer: str) -> Item:
    assert contact.wie is not None
    rol = "vertegenwoordiger" if contact.wie.namens else "klant"
    body: Body = {
        "verstrektDoorBetrokkene": Koppeling("betrokkene", f"{contact.sleutel}.{rol}"),
        "verstrektDoorPartij": None,
        "adres": nummer,
        "soortDigitaalAdres": "telefoonnummer",
        "omschrijving": "Bel mij op dit nummer",
    }
    return Item(KLANTINTERACTIES, "digitaleadressen", contact.sleutel, body, op=contact.moment)


def moment_of_done(begin: datetime, vandaag: date, chance: Callable[[], float]) -> datetime | None:
    """Within a day or two, in office hours; None when it is not done, or not yet."""
    if chance() < VERGETEN and begin.date() > vandaag - timedelta(days=NOG_OPEN_DAGEN):
        return None
    day = (begin + timedelta(days=0.3 - 2.4 * log(max(chance(), 1e-6)))).astimezone(AMSTERDAM).date()
    while day.weekday() > 4:
        day += timedelta(days=1)
    done = moment_on(day, "Telefoon", chance)
    if done <= begin:
        done = begin + timedelta(minutes=45 + int(chance() * 90))
    return done if done.astimezone(AMSTERDAM).date() < vandaag else None


def teruggebeld(kring: Kring, contact: Contact, taak: Taak) -> Iterator[tuple[datetime, Groep]]:
    """That the department called, mostly at the moment at which the work was done."""
    if taak.klaar is None or kring.chance() > 0.8:
        return
    onderwerp, inhoud, gelukt = TERUGGEBELD[int(kring.chance() * len(TERUGGEBELD))]
    body: Body = {
        "kanaal": "Telefoon",
        "onderwerp": f"{onderwerp}: {contact.vraag.onderwerp}",
        "inhoud": inhoud,
        "reactie": "",
        "indicatieContactGelukt": gelukt,
        "taal": "nld",
        "vertrouwelijk": False,
        "plaatsgevondenOp": taak.klaar.isoformat(),
    }
    item = Item(KLANTINTERACTIES, "klantcontacten", f"{contact.sleutel}-terug", body, op=taak.klaar)
    parts = [item, *betrokkenen(item, contact.wie, is_initiator=False)]
    parts += onderwerpen(item, contact.dossier, contact.sleutel)
    if taak.actor.startswith("mdw-"):
        parts.append(beantwoord(item, taak.actor))
    yield taak.klaar, Groep(tuple(parts))
