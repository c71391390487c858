"""A log of processing in memory for the tests of the screens: about the resident of Meerwijde, none of Zuiderkoog."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from meent.interaction.seams import Blik
from meent.interaction.session import Session
from tests.interaction.fake_zgw import NOW

VERGUNNING = "Toezicht op vergunningen"
BLIKKEN = (
    Blik(NOW - timedelta(seconds=2), "", "retrieve", "Een zaak behandelen", ("rol", "identiteit")),
    Blik(NOW - timedelta(hours=1), "Balieprogramma <b>Meerwijde</b>", "list", VERGUNNING, ("zaak",)),
    Blik(NOW - timedelta(days=1), "Een-programma-met-een-naam-die-niet-op-een-telefoon-past-" * 2,
         "partial_update", "", ("contact", "iets-nieuws", "iets-anders")),
    Blik(NOW - timedelta(days=1, hours=2), "", "iets-nieuws", "Een zaak behandelen", ("status",)),
)  # fmt: skip


class FakeInzage:
    """The resident of each municipality; `verder` is where the next page begins."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, UUID | None]] = []
        self.verder: UUID | None = UUID(int=6 << 16)

    async def over(self, slug: str, user: str, voor: UUID | None) -> tuple[list[Blik], UUID | None] | None:
        self.asked.append((slug, user, voor))
        if user != f"{slug}-inwoner":
            return None
        if slug != "meerwijde" or voor is not None:
            return [], None
        return list(BLIKKEN), self.verder

    async def van(self, who: Session, slug: str, wie: str, voor: UUID | None) -> tuple[list[Blik], UUID | None]:
        self.asked.append((slug, wie, voor))
        blikken = [] if voor is not None else [*BLIKKEN, replace(BLIKKEN[0], gebruiker="meerwijde-burgerzaken")]
        return blikken, self.verder
