"""Parents, partners, children and nationalities as somebody brings them on paper, and what a list makes of them.

Who is registered here is taken from the own list and not from the paper (HUP 4.1.2.2). Numbers go the other way too: on
the list of a relative who lives here they are added to what stood there (HUP 7.4.3), or a child is (HUP 7.4.5).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from meent.process.burgerzaken.toetsen import is_dezelfde, is_verwant, kopie
from meent.services.personen.mutaties import Actualiseren, Mutatie, Opnemen
from meent.services.personen.namen import Persoonsnaam
from meent.services.personen.persoonslijst import Persoonslijst

BEKEND, GEEN, ONBEKEND = "bekend", "geen", "onbekend"
ONBEKENDE_DATUM = "00000000"
Lijsten = Mapping[str, Persoonslijst]
"""BSN -> the list, of relatives who are registered here."""
REDENEN = {"0000": "311", "0499": "312"}
VREEMD, NEDERLANDER = "301", "0001"


class Relatie(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's relative as a document tells.

    gegevens   elements of groups 02, 03 and 04; not needed when `bsn` is of somebody registered here
    bron       group 81 or 82; ingang is 85.10
    """

    gegevens: Mapping[str, str] = {}
    bsn: str = ""
    bron: Mapping[str, str] = {}
    ingang: str = ONBEKENDE_DATUM

    def over(self, lijsten: Lijsten, *groepen: str) -> dict[str, str]:
        """What a list says of this person: by the own list when that is here, else by the paper."""
        if self.bsn in lijsten:
            return kopie(lijsten[self.bsn], *groepen)
        return {n: w for n, w in Persoonsnaam(self.gegevens).gesplitst.items() if n[:2] in groepen}

    @property
    def is_heel(self) -> bool:
        return bool(self.bron) and bool(self.bsn or self.gegevens.get("02.40"))


class Ouder(Relatie, frozen=True, kw_only=True):
    """A parent: known, by law not there, or there and not known. sinds is 62.10."""

    soort: Literal["bekend", "geen", "onbekend"] = "bekend"
    sinds: str = ONBEKENDE_DATUM

    @property
    def is_heel(self) -> bool:
        return bool(self.bron) if self.soort == GEEN else super().is_heel


class Verbintenis(Relatie, frozen=True, kw_only=True):
    """A marriage or partnership: sluiting has groups 06 and 15, ontbinding group 07 when it has ended.

    einde   group 81 or 82 of the end
    """

    sluiting: Mapping[str, str]
    ontbinding: Mapping[str, str] = {}
    einde: Mapping[str, str] = {}

    @property
    def is_heel(self) -> bool:
        begun = {"06.10", "06.20", "06.30", "15.10"} <= self.sluiting.keys()
        ended = not self.ontbinding or (bool(self.einde) and {"07.10", "07.20", "07.30"} <= self.ontbinding.keys())
        return super().is_heel and begun and ended


class Kind(Relatie, frozen=True, kw_only=True):
    """A child."""


class Nationaliteit(msgspec.Struct, frozen=True, kw_only=True):
    """One nationality: code of table 32 (0000 unknown, 0499 stateless), reden of table 37, since when (85.10)."""

    code: str
    reden: str
    sinds: str = ONBEKENDE_DATUM
    bron: Mapping[str, str] = {}

    @property
    def past_reden(self) -> bool:
        """Only for Dutch there is a choice. Source: HUP 6.2.1 to 6.2.4."""
        if self.code == NEDERLANDER:
            return bool(self.reden) and self.reden not in (VREEMD, *REDENEN.values())
        return self.reden == REDENEN.get(self.code, VREEMD)


def parent_of(categorie: str, ouder: Ouder, lijsten: Lijsten, geen_bron: Mapping[str, str]) -> Mutatie:
    """02 or 03: without content when by law there is none, with "." when nobody knows. Source: HUP 4.1.2, K-06"""
    if ouder.soort == ONBEKEND:
        inhoud = {"02.40": ".", "62.10": ONBEKENDE_DATUM}
        return Opnemen(categorie=categorie, inhoud=inhoud, bron=geen_bron, ingang=ONBEKENDE_DATUM)
    said = {**ouder.over(lijsten, "01", "02", "03", "04"), "62.10": ouder.sinds} if ouder.soort == BEKEND else {}
    return Opnemen(categorie=categorie, inhoud=said, bron=ouder.bron, ingang=ouder.ingang)


def nationality_of(een: Nationaliteit) -> Mutatie:
    return Opnemen(
        categorie="04", inhoud={"05.10": een.code, "63.10": een.reden}, bron=een.bron, ingang=een.sinds
    )  # fmt: skip


def bond_of(number: int, een: Verbintenis, lijsten: Lijsten) -> Iterator[Mutatie]:
    """A stapel of 05: how it began, and above that how it ended. Source: HUP 4.1.5"""
    inhoud = {**een.over(lijsten, "01", "02", "03", "04"), **een.sluiting}
    yield Opnemen(categorie="05", inhoud=inhoud, bron=een.bron, ingang=een.sluiting["06.10"])
    if een.ontbinding:
        kind = {n: w for n, w in een.sluiting.items() if n[:2] == "15"}
        yield Actualiseren(
            categorie="05", stapel=number, inhoud={**een.ontbinding, **kind}, bron=een.einde,
            ingang=een.ontbinding["07.10"],
        )  # fmt: skip


def child_of(een: Kind, lijsten: Lijsten) -> Mutatie:
    return Opnemen(categorie="09", inhoud=een.over(lijsten, "01", "02", "03"), bron=een.bron, ingang=een.ingang)


def reached(
    new: Persoonslijst, familie: Mapping[tuple[str, ...], Sequence[Relatie]], lijsten: Lijsten, *,
    bronnen: tuple[Mapping[str, str], Mapping[str, str]], dag: str, eigen: str,
) -> dict[str, tuple[Mutatie, ...]]:  # fmt: skip
    """BSN of a relative -> what changes on that list; of who is no longer kept up here, nothing.

    familie   categories in which a relative has the new one -> those relatives
    bronnen   82 of what was added to, and of a child that is new on the list
    source    HUP 7.4.3, 7.4.5; K-28, K-29
    """
    aangevuld, kind = bronnen
    found: dict[str, tuple[Mutatie, ...]] = {}
    for categorieen, relatives in familie.items():
        for pl in (lijsten[r.bsn] for r in relatives if r.bsn in lijsten):
            if pl.waarde("07.67.20") or pl.waarde("08.09.10") != eigen or pl.is_geblokkeerd:
                continue
            made = _supplement(pl, new, categorieen, aangevuld, dag)
            if made is None and categorieen == ("09",) and not is_verwant(pl, categorieen, new):
                made = Opnemen(categorie="09", inhoud=kopie(new, "01", "02", "03"), bron=kind, ingang=dag)
            found |= {pl.bsn: (*found.get(pl.bsn, ()), made)} if made is not None else {}
    return found


def _supplement(
    pl: Persoonslijst, new: Persoonslijst, categorieen: Sequence[str], bron: Mapping[str, str], dag: str
) -> Mutatie | None:
    """The numbers, and what else was missing, on the stapel that is about the new one; None when it is all there."""
    for categorie in categorieen:
        for number, stapel in enumerate(pl.stapels.get(categorie, ())):
            old = stapel.actueel
            if not is_dezelfde(old, new) or not old.heeft("02"):
                continue
            groups = ("01", "03") if categorie == "09" else ("01", "03", "04")
            missing = tuple(g for g in groups if not old.heeft(g))
            if missing:
                inhoud = kopie(new, *missing)
                return Actualiseren(categorie=categorie, stapel=number, inhoud=inhoud, bron=bron, ingang=dag)
    return None
