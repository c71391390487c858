"""Parents, partners, children and nationalities as somebody brings them on paper, and what a list makes of them.

Who is registered here is taken from the own list and not from the paper (HUP 4.1.2.2). The other way a child comes on
the list of a parent who lives here (HUP 7.4.5); what a list said already of the new one is for `verwanten.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from meent.process.burgerzaken.toetsen import is_verwant, kopie
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


def at_parents(
    new: Persoonslijst, ouders: Sequence[Relatie], lijsten: Lijsten, *, bron: Mapping[str, str], dag: str, eigen: str
) -> dict[str, tuple[Mutatie, ...]]:
    """BSN of a parent -> the child on that list; not twice, and not where the list is no longer kept up here.

    bron     82 of a child that is new on the list
    source   HUP 7.4.5; K-28
    """
    child = Opnemen(categorie="09", inhoud=kopie(new, "01", "02", "03"), bron=bron, ingang=dag)
    here = [lijsten[r.bsn] for r in ouders if r.bsn in lijsten]
    return {
        pl.bsn: (child,)
        for pl in here
        if not pl.waarde("07.67.20") and pl.waarde("08.09.10") == eigen and not pl.is_geblokkeerd
        and not is_verwant(pl, ("09",), new)
    }  # fmt: skip
