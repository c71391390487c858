"""A municipality changes how it is reached: a draft beside what is in force, putting it in force, closing at once.

A draft has the shape of a policy and may still be wrong in what its parts say of each other; nothing wrong is ever put
in force. Whoever works on an older state than the newest is told so (decision 0055).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from meent.basis.ids import uuid7
from meent.integration.telefooncentrale.rijen import BeleidVeranderd, ConceptRij, Sluiting
from meent.process.telefonie import keuring
from meent.process.telefonie.beleid import DAGEN, Beleid, Doel, Geluid, Nummer, Openingstijden, Tijdvak, Wachtrij
from meent.process.telefonie.desk import Desk

SLUITING_MAX = timedelta(days=7)
REDEN_MAX, TOELICHTING_MAX = 200, 200
TELWOORDEN = (
    "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig",
)  # fmt: skip
LETTERS_PER_SECONDE = 14
"""As espeak-ng says Dutch, some."""


class Concept(NamedTuple):
    """A draft as it is stored, and what it says."""

    rij: ConceptRij
    beleid: Beleid


class NietTeLezen(ValueError):
    """Dit concept of deze versie is van vóór een verandering van Meent. Begin opnieuw."""


class SluitingGeweigerd(ValueError):
    """De sluiting kan zo niet; `veld` zegt waar het aan ligt: reden, tot of keuze."""

    def __init__(self, veld: str) -> None:
        super().__init__(SluitingGeweigerd.__doc__)
        self.veld = veld


def lees(inhoud: msgspec.Raw) -> Beleid:
    """A document with the shape of a policy; what its parts say of each other is not judged. raises NietTeLezen."""
    try:
        return msgspec.json.decode(inhoud, type=Beleid)
    except msgspec.DecodeError as fout:
        raise NietTeLezen(NietTeLezen.__doc__) from fout


# --- the draft --------------------------------------------------------------------------------------------------------


async def concept(desk: Desk, tenant: int) -> Concept | None:
    """raises NietTeLezen"""
    rij = await desk.journaal.concept(tenant)
    return Concept(rij, lees(rij.inhoud)) if rij else None


async def begin_concept(desk: Desk, tenant: int, beleid: Beleid, basis: int, *, by: str) -> None:
    """A draft of this policy. raises BeleidVeranderd when there is one already."""
    await desk.journaal.bewaar_concept(tenant, _rij(beleid, 1, basis, desk.now(), by))


async def wijzig(desk: Desk, tenant: int, was: Concept, deel: str, naam: str, inhoud: Any, *, by: str) -> None:
    """One part of the draft becomes this; None takes it out. `naam` is "" for a part of which there is one.

    raises  BeleidVeranderd when somebody else changed the draft meanwhile
    """
    if naam:
        delen: Mapping[str, Any] = getattr(was.beleid, deel)
        nieuw = {k: v for k, v in delen.items() if k != naam} if inhoud is None else {**delen, naam: inhoud}
    else:
        nieuw = inhoud
    beleid = msgspec.structs.replace(was.beleid, **{deel: nieuw})
    await desk.journaal.bewaar_concept(tenant, _rij(beleid, was.rij.stand + 1, was.rij.basis, desk.now(), by))


def _rij(beleid: Beleid, stand: int, basis: int, now: datetime, by: str) -> ConceptRij:
    document = msgspec.structs.replace(beleid, sluitingen=())
    return ConceptRij(stand, basis, msgspec.Raw(msgspec.json.encode(document)), now, by)


# --- in force ---------------------------------------------------------------------------------------------------------


async def zet_in_werking(desk: Desk, tenant: int, beleid: Beleid, *, na: int, by: str, toelichting: str) -> int:
    """The newest version from now on, for who calls from now on; returns its number.

    na      the version that whoever decides this has looked at
    raises  keuring.BeleidGeweigerd, NummerBezet, BeleidVeranderd; and then nothing changed
    """
    inhoud = msgspec.json.encode(msgspec.structs.replace(beleid, sluitingen=()))
    keuring.read(inhoud)
    versie = await desk.journaal.nieuw_beleid(
        tenant, inhoud, list(beleid.nummers), by=by, now=desk.now(), toelichting=toelichting[:TOELICHTING_MAX], na=na
    )
    await desk.herlaad(tenant)
    return versie


async def zet_concept_in_werking(desk: Desk, tenant: int, was: Concept, *, na: int, by: str, toelichting: str) -> int:
    """As `zet_in_werking`, and then there is no draft any more. raises BeleidVeranderd when the draft is of before."""
    nu = await desk.journaal.concept(tenant)
    if nu is None or nu.stand != was.rij.stand:
        raise BeleidVeranderd(BeleidVeranderd.__doc__)
    versie = await zet_in_werking(desk, tenant, was.beleid, na=na, by=by, toelichting=toelichting)
    await desk.journaal.wis_concept(tenant)
    return versie


def volgende_versie(geldend: Beleid | None, newest: int, geluid: str) -> int:
    """Of a prompt that is changed: one that is new to the exchange, which keeps what it has by name and version."""
    bekend = geldend.geluiden.get(geluid) if geldend else None
    return max(newest, bekend.versie if bekend else 0) + 1


# --- closed now -------------------------------------------------------------------------------------------------------


async def sluit(desk: Desk, tenant: int, sluiting: Sluiting) -> None:
    """Closed for who calls from now on. raises SluitingGeweigerd"""
    beleid = desk.boeken[tenant].beleid
    if not sluiting.reden:
        raise SluitingGeweigerd("reden")
    if not sluiting.van < sluiting.tot <= sluiting.van + SLUITING_MAX:
        raise SluitingGeweigerd("tot")
    if not sluiting.wachtrijen <= beleid.wachtrijen.keys() or sluiting.melding not in ("", *beleid.geluiden):
        raise SluitingGeweigerd("keuze")
    await desk.journaal.sluit(tenant, sluiting)
    await desk.herlaad(tenant)


def sluiting(
    reden: str, van: datetime, tot: datetime, *, by: str, wachtrijen: frozenset[str], melding: str
) -> Sluiting:
    return Sluiting(str(uuid7()), reden.strip()[:REDEN_MAX], van, tot, by, wachtrijen, melding)


async def heropen(desk: Desk, tenant: int, id: str, *, by: str) -> None:
    """Open again for who calls from now on, as far as the hours say so."""
    await desk.journaal.heropen(tenant, id, by=by, now=desk.now())
    await desk.herlaad(tenant)


# --- beginning --------------------------------------------------------------------------------------------------------


def eerste_beleid(nummer: str, gemeente: str) -> Beleid:
    """One number, one queue, office hours: what a municipality begins with. Nobody works there yet."""
    kantoor = Openingstijden({dag: [Tijdvak("08:30", "17:00")] for dag in DAGEN[:5]})
    teksten = {
        "gesloten": f"U belt met de gemeente {gemeente}. Wij zijn nu gesloten.",
        "terugbel-aanbod": "Wilt u teruggebeld worden? U houdt uw plaats in de rij. Kies dan 1.",
        "terugbel-bevestiging": "Wij bellen u terug op het nummer waarmee u nu belt.",
        "u-bent-nummer": "Uw plaats in de rij is",
        "wachttijd": "De verwachte wachttijd in minuten is",
    } | {f"getal-{n}": TELWOORDEN[n - 1] for n in keuring.GETALLEN}
    geluiden = {naam: Geluid(1, {"nl": geschat(tekst)}, tekst) for naam, tekst in teksten.items()}
    return Beleid(
        nummers={nummer: Nummer(f"Gemeente {gemeente}", Doel("wachtrij", "algemeen"), "algemeen")},
        wachtrijen={"algemeen": Wachtrij("algemeen", "kantoor", "gesloten", "muziek")},
        tijden={"kantoor": kantoor},
        geluiden=geluiden | {"muziek": Geluid(1, {"nl": 2.0})},
    )


def geschat(tekst: str) -> float:
    """Seconds that a text takes, for a server that cannot speak it."""
    return round(max(1.0, len(tekst) / LETTERS_PER_SECONDE), 1)
