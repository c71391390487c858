"""Knowledge articles of one municipality of the demo, and what agents thought of them.

The texts stand in `artikelen/`, a file each: facts above an empty line, the text below it. They are ours, and so are
their prices and terms: Meerwijde does not exist. Same arguments, same articles.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from meent.basis.objectsoorten import KENNISARTIKEL
from meent.integration.kennis.artikel import Inhoud
from meent.integration.kennis.boek import Kennisboek
from meent.integration.zgw import Zgw
from meent.process.kennis import artikelen
from meent.tools.demo.gemeenten import AFDELINGEN, Gemeente

FOLDER = Path(__file__).with_name("artikelen")
BEGIN, STRAKS = timedelta(days=200), timedelta(days=33)
AGENT = "Klantcontact"
OPMERKINGEN = {
    "grofvuil": "Mag een wasmachine mee? Daar vraagt iedereen naar.",
    "parkeervergunning": "Inwoners vragen wat de tweede vergunning kost. Dat staat er niet.",
}
"""File -> a word for who keeps it."""


@dataclass(frozen=True, slots=True)
class Oordeel:
    """One time that an agent said whether it helped."""

    hielp: bool
    notitie: str
    op: datetime


@dataclass(frozen=True, slots=True)
class Artikel:
    """Under the same uuid in each municipality, so that contacts can name it before it is written."""

    uuid: UUID
    inhoud: Inhoud
    vanaf: date
    oordelen: tuple[Oordeel, ...]


def generate_artikelen(gemeente: Gemeente, *, seed: int, vandaag: date) -> Iterator[Artikel]:
    """One that has expired and one that is to come are among them."""
    chance = Random(f"kennis {gemeente.slug} {seed} {vandaag}")
    for path in sorted(FOLDER.glob("*.md")):
        facts, text = read(path)
        is_expired, is_planned = facts.get("verlopen") == "ja", facts.get("gepland") == "ja"
        inhoud = Inhoud(
            titel=facts["titel"], tekst=text, trefwoorden=tuple(facts["trefwoorden"].split(", ")),
            afdeling=AFDELINGEN[facts["afdeling"]], eigenaar=owner(gemeente, facts["afdeling"]),
            is_openbaar=facts["openbaar"] == "ja", gewijzigd_door=owner(gemeente, facts["afdeling"]),
            geldig_tot_en_met=vandaag - timedelta(days=20) if is_expired else None,
        )  # fmt: skip
        oordelen = () if is_expired or is_planned else tuple(judgments(path.stem, chance, vandaag))
        yield Artikel(artikel_uuid(path.stem), inhoud, vandaag + STRAKS if is_planned else vandaag - BEGIN, oordelen)


async def write_artikelen(zgw: Zgw, boek: Kennisboek, made: Iterable[Artikel], progress: Callable[[int], None]) -> None:
    """Each as an editor writes it, and then what agents thought of it."""
    for one in made:
        uuid = await artikelen.nieuw(zgw, one.inhoud, one.vanaf, uuid=one.uuid)
        for o in one.oordelen:
            await boek.oordeel_over(zgw.place.id, uuid, 1, hielp=o.hielp, notitie=o.notitie, by=AGENT, now=o.op)
        progress(1)


def artikel_uuid(name: str) -> UUID:
    return uuid5(KENNISARTIKEL, name)


def read(path: Path) -> tuple[dict[str, str], str]:
    """The facts and the text of a file."""
    head, _, text = path.read_text("utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in head.splitlines()), text.strip()


def owner(gemeente: Gemeente, afdeling: str) -> str:
    """The first of that department."""
    return next(m.naam for m in gemeente.medewerkers if m.afdeling == afdeling)


def judgments(name: str, chance: Random, vandaag: date) -> Iterator[Oordeel]:
    """A handful in the last weeks, most of them good."""
    for number in range(chance.randint(2, 6)):
        day = vandaag - timedelta(days=chance.randint(1, 30))
        op = datetime.combine(day, time(9 + number, chance.randint(0, 59)), UTC)
        notitie = OPMERKINGEN.get(name, "") if number == 0 else ""
        yield Oordeel(not notitie and chance.random() < 0.85, notitie, op)
