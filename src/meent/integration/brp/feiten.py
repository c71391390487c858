"""What a screen or command hands in to record a fact of life, and what it gets back. Plain data, no rules.

The facts themselves are functions in `meent.process.burgerzaken.feiten`: verhuis, overlijdt, huwt, geboren and on, each
`async (zgw, invoer) -> Uitkomst`. Decision 0060.
"""

from typing import NamedTuple
from uuid import UUID

import msgspec

from meent.integration.brp.verschil import Verschil


class Weigering(NamedTuple):
    """Why a fact is not recorded.

    nummer   of the rule, such as BZ-04
    zin      one plain Dutch sentence without anybody's name
    grond    article of law, or what else it rests on
    kan_worden_overruled   an officer may go past it: hand in a Voorbij with this number
    """

    nummer: str
    zin: str
    grond: str
    kan_worden_overruled: bool


class Voorbij(msgspec.Struct, frozen=True, kw_only=True):
    """An officer goes past a check: with a reason, and with a colleague who agreed. Source: K-49.

    akkoord_van   filled in when a colleague records what was proposed; what is handed in here counts for nothing
    """

    nummer: str
    reden: str
    akkoord_van: str = ""


class Akte(msgspec.Struct, frozen=True, kw_only=True):
    """An akte that is there already: code of its municipality (81.10) and number (81.20)."""

    gemeente: str
    nummer: str

    @property
    def groep(self) -> dict[str, str]:
        return {"81.10": self.gemeente, "81.20": self.nummer}


class Invoer(msgspec.Struct, frozen=True, kw_only=True):
    """What all facts need.

    sleutel         of this one attempt, made with the form: the same again gives the same Uitkomst, recorded once
    alleen_toetsen  only judge: nothing is written but that somebody looked
    voorstel        what a colleague proposed and is recorded now: `accord` fills it in
    """

    sleutel: str
    voorbij: tuple[Voorbij, ...] = ()
    alleen_toetsen: bool = False
    voorstel: UUID | None = None

    @property
    def verantwoording(self) -> tuple[Voorbij, ...]:
        """What is kept of why it was recorded so; anything in it takes a colleague who agrees."""
        return self.voorbij


class Wijziging(msgspec.Struct, frozen=True):
    """One change of a list, without values.

    werkwoord   opnemen, actualiseren, corrigeren, tenonrechte, overschrijven, verwijderen
    naam        of the category, as people know it
    elementen   numbers of what it writes, such as 11.10
    """

    bsn: str
    werkwoord: str
    categorie: str
    naam: str
    elementen: tuple[str, ...] = ()


class Uitkomst(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: refusals, or what was recorded.

    weigeringen   empty: it was recorded, or when only judged it may be
    gebeurtenis   None when nothing was recorded
    soort         CloudEvents type of what happened
    wijzigingen   of each list that changed or came
    nieuw         BSNs of the lists that came; when it was only judged, numbers that went back into the stock
    akte          number of the akte it rests on, such as 20A0012; "" when there is none
    zaak          key of the zaak beside it; None where the municipality wants none
    berichten     kinds of the messages that were put in the mailbox, one for each
    over          BSN of whom it is about
    verschillen   when it was only judged: what would be otherwise, element by element; never kept
    """

    weigeringen: tuple[Weigering, ...] = ()
    gebeurtenis: UUID | None = None
    soort: str = ""
    wijzigingen: tuple[Wijziging, ...] = ()
    nieuw: tuple[str, ...] = ()
    akte: str = ""
    zaak: UUID | None = None
    berichten: tuple[str, ...] = ()
    over: str = ""
    verschillen: tuple[Verschil, ...] = ()

    @property
    def is_opgenomen(self) -> bool:
        return self.gebeurtenis is not None
