"""What a list says of a relative, brought up to the list of that relative (HUP 7.4.3, 7.4.4); and finding relatives.

When name, birth, numbers or sex of somebody change, relatives are looked for again. What is found is proposed to a
colleague, who establishes that these two are family, and never recorded by itself (K-29, K-30; decision 0073).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek, LijstWordtFout
from meent.integration.brp.feiten import Invoer, Voorbij
from meent.process.burgerzaken.aktes import document, ingezetene_van, na_vorige
from meent.process.burgerzaken.toetsen import Geweigerd, Rechtsfeit, Toets, kopie, past_bij, require, zin
from meent.services.personen.mutaties import Actualiseren, Corrigeren, Mutatie, MutatieGeweigerd, Opnemen, Vervanging
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

FEIT = "gerelateerde"
GROEPEN: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "02": ("01", "02", "03", "04"), "03": ("01", "02", "03", "04"), "05": ("01", "02", "03", "04"),
    "09": ("01", "02", "03"),
})  # fmt: skip
"""Category of a relative -> groups that are a copy of 01 of that relative."""
NUMMERS, VERGELEKEN = ("01.10", "01.20"), ("02.10", "02.40", "03.10", "03.20", "03.30")
ONBEKEND = frozenset({".", "0000", "00000000"})
GEBOREN = "nl.brp.ingeschreven.geboorte"


class Plek(NamedTuple):
    """Where a list is about that relative.

    was   voorkomen of 01 of the relative that the copy is of; None: of what holds now
    """

    categorie: str
    stapel: int
    kopie: Voorkomen
    was: Voorkomen | None


class Gerelateerde(Rechtsfeit, frozen=True, kw_only=True):
    """The list of somebody, and that of a relative, which may be suspended."""

    eigen: str
    persoon: Persoonslijst
    ander: Persoonslijst
    vandaag: date

    @property
    def plek(self) -> Plek | None:
        """The first that is behind, or else the first that is about that relative."""
        found = list(places(self.persoon, self.ander))
        return next((p for p in found if _change(self, p) is not None), found[0] if found else None)


def werk_bij(feit: Gerelateerde) -> Gevolg:
    """What the list says of the relative, as that of the relative has it. raises Geweigerd"""
    require(TOETSEN, feit)
    made = _change(feit, feit.plek)
    return Gevolg(
        soort="nl.meent.brp.gerelateerde", over=feit.persoon.bsn,
        wijzigingen={feit.persoon.bsn: (made,) if made is not None else ()},
    )  # fmt: skip


def places(pl: Persoonslijst, ander: Persoonslijst) -> Iterator[Plek]:
    """Where this list is about that person, as the list of that person says it now or said it before."""
    voorkomens = [v for *_, v in ander.voorkomens("01")]
    for categorie, groepen in GROEPEN.items():
        for number, stapel in enumerate(pl.stapels.get(categorie, ())):
            copy = Voorkomen(stapel.actueel.groep(*groepen))
            own = next((v for v in voorkomens if past_bij(copy, v) and is_certain(copy, v)), None)
            if own is not None:
                yield Plek(categorie, number, stapel.actueel, None if own is voorkomens[0] else own)


def is_certain(copy: Voorkomen, own: Voorkomen) -> bool:
    """A number of both, or all that tells somebody from another: a default value is of anybody. Source: HUP 7.4.1"""
    shared = any(n in copy and copy.get(n) == own.get(n) for n in NUMMERS)
    return shared or all(v.get(n) not in (None, *ONBEKEND) for v in (copy, own) for n in VERGELEKEN)


def _change(feit: Gerelateerde, plek: Plek | None) -> Mutatie | None:
    """None when nothing is behind."""
    if plek is None:
        return _child(feit)
    return _supplement(feit, plek) if plek.was is None else _follow(feit, plek, plek.was)


def _child(feit: Gerelateerde) -> Mutatie | None:
    """A child that names this parent comes on the list, when it never stood there. Source: HUP 7.4.5"""
    named = any(p.categorie in ("02", "03") and p.was is None for p in places(feit.ander, feit.persoon))
    before = [v for *_, v in feit.persoon.voorkomens("09")]
    own = feit.ander.actueel("01") or Voorkomen()
    if not named or any(past_bij(v, own) for v in before):
        return None
    today = str(PartialDate.of(feit.vandaag))
    bron = document(feit.eigen, feit.vandaag, "PL kind")
    return Opnemen(categorie="09", inhoud=kopie(feit.ander, *GROEPEN["09"]), bron=bron, ingang=today)


def _supplement(feit: Gerelateerde, plek: Plek) -> Mutatie | None:
    """Numbers, sex and birth that were missing, from today on. Source: K-29, HUP 7.4.3"""
    numbers = {**plek.kopie.groep("01"), **kopie(feit.ander, "01")}
    missing = [g for g in GROEPEN[plek.categorie] if g in ("03", "04") and not plek.kopie.heeft(g)]
    added = {**(numbers if numbers != plek.kopie.groep("01") else {}), **kopie(feit.ander, *missing)}
    bron = document(feit.eigen, feit.vandaag, "PL gerelateerde")
    today = str(PartialDate.of(feit.vandaag))
    if not added:
        return None
    return Actualiseren(categorie=plek.categorie, stapel=plek.stapel, inhoud=added, bron=bron, ingang=today)


def _follow(feit: Gerelateerde, plek: Plek, was: Voorkomen) -> Mutatie:
    """The same change, by the same source: corrected where that was a correction. Source: HUP 7.4.4, 7.3.2.3"""
    now = feit.ander.actueel("01") or Voorkomen()
    new, bron = now.groep(*GROEPEN[plek.categorie]), now.groep("81", "82")
    c, s = plek.categorie, plek.stapel
    if not was.is_onjuist:
        return Actualiseren(categorie=c, stapel=s, inhoud=new, bron=bron, ingang=now.get("85.10", ""))
    rest = {n: w for n, w in plek.kopie.inhoud.items() if n[:2] not in GROEPEN[c]}
    whole = Vervanging(voorkomen=0, inhoud={**rest, **new})
    return Corrigeren(categorie=c, stapel=s, vervangingen=(whole,), bron=bron)


# --- checks ----------------------------------------------------------------------------------------------------------


def van_ingezetene(feit: Gerelateerde) -> Iterator[str]:
    """Only on a list that is kept up here; that of the relative may be suspended. Source: BZ-180, K-29."""
    yield from ingezetene_van(feit.persoon, feit.eigen)


def is_familie(feit: Gerelateerde) -> Iterator[str]:
    """The list is about that relative, and something of it is missing or of before. Source: BZ-181, HUP 7.4.1."""
    plek = feit.plek
    if plek is None and _change(feit, None) is None:
        yield f"De lijst noemt de {zin(feit.ander)} niet, of met andere gegevens; corrigeer die eerst."
    elif plek is not None and _change(feit, plek) is None:
        yield f"Van de {zin(feit.ander)} staat alles al op de lijst."


def na_wat_er_staat(feit: Gerelateerde) -> Iterator[str]:
    """What holds since later stays on top. Source: BZ-182, K-13."""
    plek = feit.plek
    made = _change(feit, plek)
    if plek is not None and isinstance(made, Actualiseren):
        yield from na_vorige(feit.persoon, plek.categorie, made.ingang, plek.stapel)


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-180": Toets("artikel 1.4 van de Wet BRP", van_ingezetene),
    "BZ-181": Toets("procedure 7.4 van de Handleiding Uitvoeringsprocedures BRP", is_familie),
    "BZ-182": Toets("procedure 7.4 van de Handleiding Uitvoeringsprocedures BRP", na_wat_er_staat),
})  # fmt: skip


# --- what a colleague decides ----------------------------------------------------------------------------------------


class Gerelateerdeninvoer(Invoer, frozen=True, kw_only=True):
    """Of whom the list is brought up, and who the relative is; both by BSN."""

    bsn: str
    ander: str
    reden: str = "Gevonden bij het zoeken naar verwanten"

    @property
    def verantwoording(self) -> tuple[Voorbij, ...]:
        """That these two are family is established by two people. Source: K-29"""
        return (*self.voorbij, Voorbij(nummer="BZ-181", reden=self.reden))


async def zoek_opnieuw(boek: Boek, gevolg: Gevolg) -> None:
    """Looks for relatives of everybody whose groups 01 to 04 changed; what is found is proposed. Source: K-30

    A child that was born has its parents from their own lists, and they have it: for it nobody is looked for.
    """
    for pl in [new for old, new in boek.states(gevolg) if is_changed(old, new)]:
        if gevolg.soort == GEBOREN or not pl.bsn:
            continue
        for ander in await boek.verwanten(pl):
            for een, verwant in ((pl, ander), (ander, pl)):
                await _propose(boek, Gerelateerde(eigen=boek.eigen, persoon=een, ander=verwant, vandaag=boek.vandaag))


def is_changed(old: Persoonslijst, new: Persoonslijst) -> bool:
    """Whether somebody is known otherwise than before."""
    return kopie(old, "01", "02", "03", "04") != kopie(new, "01", "02", "03", "04")


async def _propose(boek: Boek, feit: Gerelateerde) -> None:
    """When a colleague could record it."""
    try:
        gevolg = werk_bij(feit)
        boek.require_right(gevolg)
    except (Geweigerd, MutatieGeweigerd, LijstWordtFout):
        return
    people = (feit.persoon.bsn, feit.ander.bsn)
    await boek.leg_voor(FEIT, Gerelateerdeninvoer(sleutel="", bsn=people[0], ander=people[1]), gevolg, *people)
