"""Who may ask what: by rubrieken that an application has itself, or by a rule of tabel 35 or of the municipality.

A scope `rubriek.…` gives rubrieken of everybody. A scope `afnemer.NNNNNN` or `taak.NAAM` gives what a rule says today:
which rubrieken, of whom, and by what people may be sought (decision 0069).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from meent.data.pool import Pool
from meent.engine.authorise import Caller
from meent.services.personen.autorisatie.regels import Regelboek
from meent.services.personen.autorisatie.tabel35 import Regel, Verstrekking
from meent.services.personen.autorisatie.toetsing import Geval, oordeel
from meent.services.personen.bevragen.fouten import BrpFout
from meent.services.personen.persoonslijst import Persoonslijst

COMPONENT = "brp"
ALLE_RUBRIEKEN = "rubrieken"
DOOR_REGEL = ("afnemer.", "taak.")
DERDE = "brp.derde"
"""Whoever has this scope is kept out by a verstrekkingsbeperking, whatever gives the rubrieken."""
VANZELF = frozenset(("07.67.10", "07.67.20", "07.70.10", "07.71.10", "07.71.20"))
"""Rubrieken behind what comes along with every answer (BV-12): no rule needs to give them."""
GEZOCHT_OP = {
    "burgerservicenummer": "01.01.20", "geslachtsnaam": "01.02.40", "voornamen": "01.02.10",
    "voorvoegsel": "01.02.30", "geslacht": "01.04.10", "geboortedatum": "01.03.10",
    "gemeenteVanInschrijving": "08.09.10", "postcode": "08.11.60", "huisnummer": "08.11.20",
    "huisletter": "08.11.30", "huisnummertoevoeging": "08.11.40", "straat": "08.11.10",
    "nummeraanduidingIdentificatie": "08.11.90", "adresseerbaarObjectIdentificatie": "08.11.80",
    "reisdocumentnummer": "12.35.20",
}  # fmt: skip
"""Parameter -> rubriek by which people are sought."""
ADRES = frozenset((
    "postcode", "straat", "nummeraanduidingIdentificatie", "adresseerbaarObjectIdentificatie",
))  # fmt: skip
"""Who lives somewhere: a question that needs a right of its own (95.66)."""
Langs = Literal["ad hoc", "adres", "volgen", "vernemen"]


@dataclass(frozen=True)
class Gebruik:
    """What a question would use.

    recht       scope that lets it be asked (BV-41)
    rubrieken   what the answer is made of (BV-40)
    gezocht_op  names of the parameters by which people are sought
    gezag       it tells about other people than who is asked for
    volgt       it is about following, which is a right of its own (95.62)
    verneemt    it is about what happened to people whom nobody need follow
    """

    recht: str
    rubrieken: Sequence[str]
    gezocht_op: Sequence[str] = ()
    gezag: bool = False
    volgt: bool = False
    verneemt: bool = False

    @property
    def langs(self) -> Langs:
        if self.volgt or self.verneemt:
            return "volgen" if self.volgt else "vernemen"
        return "adres" if ADRES.intersection(self.gezocht_op) else "ad hoc"


@dataclass(frozen=True)
class Toegang:
    """A question that may be asked: of everybody when there is no rule, else of whom one of the rules lets through.

    is_derde   of nobody who has a verstrekkingsbeperking
    """

    regels: tuple[tuple[Regel, Verstrekking], ...]
    vandaag: date
    is_derde: bool = False

    @property
    def kiest(self) -> bool:
        """Whether not everybody may be used."""
        return self.is_derde or bool(self.regels)

    def geeft(self, pl: Persoonslijst) -> bool:
        """Whether this list may be used for the answer. Source: AU-13, AU-20."""
        if self.is_derde and pl.is_beperkt:
            return False
        if not self.regels:
            return True
        geval = Geval(pl, self.vandaag)
        return any(
            not regel.verbergt(pl) and oordeel(gegeven.voorwaarde)(geval) for regel, gegeven in self.regels
        )


async def toegang(caller: Caller, gebruik: Gebruik, boek: Regelboek, pool: Pool, tenant_id: int, dag: date) -> Toegang:
    """Of whom somebody may ask this. Raises BrpFout 403 for the whole question. Source: BV-40, BV-41, AU-12."""
    reach = caller.rights.reach
    if not reach(COMPONENT, (gebruik.recht,)).given:
        raise BrpFout(403, "Deze applicatie mag deze vraag niet stellen.")
    derde = is_derde(caller)
    if derde and gebruik.gezag:
        raise BrpFout(403, GEEN_GEZAG)
    has_all = reach(COMPONENT, (ALLE_RUBRIEKEN,)).given
    lacking = [r for r in gebruik.rubrieken if not has_all and not reach(COMPONENT, scopes_of(r)).given]
    if not lacking:
        return Toegang((), dag, derde)
    wie = tuple(sorted(door_regel(caller)))
    regels = await boek.op(pool, tenant_id, wie, dag) if wie else []
    fits = [(regel, gegeven) for regel in regels if (gegeven := past(regel, gebruik, lacking))]
    if not fits:
        raise BrpFout(403, waarom_niet(wie, regels, gebruik, lacking))
    return Toegang(tuple(fits), dag, derde)


def is_derde(caller: Caller) -> bool:
    """Whether it was given to the application to be one; who has all rights has not. Source: AU-20."""
    return any(DERDE in grant.scopes and grant.component == COMPONENT for grant in caller.rights.grants)


def scopes_of(rubriek: str) -> tuple[str, ...]:
    """Any of which gives a rubriek: itself, its group, its category, or all of them."""
    return f"rubriek.{rubriek}", f"rubriek.{rubriek[:5]}", f"rubriek.{rubriek[:2]}", ALLE_RUBRIEKEN


def door_regel(caller: Caller) -> Iterator[str]:
    """As who an application gets data by a rule; the scopes are the keys of the rules."""
    for grant in caller.rights.grants:
        if grant.component == COMPONENT:
            yield from (scope for scope in grant.scopes if scope.startswith(DOOR_REGEL))


def past(regel: Regel, gebruik: Gebruik, lacking: Sequence[str]) -> Verstrekking | None:
    """What the rule gives for this question; None when that is not enough. Source: AU-12, AU-14, AU-15."""
    gegeven = verstrekking(regel, gebruik)
    if not gegeven.is_open or (gebruik.gezag and regel.is_derde):
        return None
    return gegeven if not tekort(gegeven, gebruik, lacking) else None


def verstrekking(regel: Regel, gebruik: Gebruik) -> Verstrekking:
    """What the rule gives by this way; of an address it may give less than of a person. Source: AU-15."""
    match gebruik.langs:
        case "volgen":  # the condition is for who does not follow yet: else nobody would hear that somebody died
            follows = msgspec.structs.replace(regel.spontaan, voorwaarde="", dicht=False)
            return follows if regel.mag_plaatsen else Verstrekking()
        case "vernemen":
            return regel.spontaan
        case "adres":
            of_address = regel.adres if regel.adres.is_gegeven else regel.adhoc
            return of_address if regel.mag_adresvraag else Verstrekking()
        case "ad hoc":
            return regel.adhoc


def tekort(gegeven: Verstrekking, gebruik: Gebruik, lacking: Sequence[str]) -> list[str]:
    """The rubrieken of the question that neither the rule nor a scope gives, those sought by too. Source: AU-14."""
    sought = [GEZOCHT_OP[naam] for naam in gebruik.gezocht_op if naam in GEZOCHT_OP]
    return [r for r in (*lacking, *sought) if r not in gegeven.rubrieken and r not in VANZELF]


def waarom_niet(wie: Sequence[str], regels: Sequence[Regel], gebruik: Gebruik, lacking: Sequence[str]) -> str:
    """What is missing, of the rule that misses least."""
    if not regels:
        return f"Voor {wie[0]} geldt vandaag geen autorisatieregel." if wie else _niet(lacking)
    given = [gegeven for regel in regels if (gegeven := verstrekking(regel, gebruik)).is_open]
    if not given:
        return REDENEN[gebruik.langs]
    least = min((tekort(gegeven, gebruik, lacking) for gegeven in given), key=len)
    return _niet(least) if least else GEEN_GEZAG


GEEN_GEZAG = "Een derde krijgt geen antwoord over het gezag van anderen."
REDENEN = {
    "ad hoc": "De autorisatie van deze applicatie geeft geen antwoord op vragen.",
    "adres": "De autorisatie van deze applicatie laat geen vragen op adres toe.",
    "volgen": "De autorisatie van deze applicatie laat niet toe om personen te volgen.",
    "vernemen": "De autorisatie van deze applicatie laat niet toe om gebeurtenissen te lezen.",
}


def _niet(lacking: Sequence[str]) -> str:
    return f"Deze applicatie mag niet alles lezen waar zij om vraagt, zoals {lacking[0]}."
