"""A register of the burgerlijke stand over a year: closed when the year is over, and its double for another place.

The double is a text file, one JSON a line: what it is of, each akte as it was signed with what was added to it, the
klapper, and a digest over all of that. Held against the register later it tells each akte that is not the same. What
was added since the double was made is no difference; an akte in a closed register is. Design §7, decision 0079.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from meent.integration.brp import akten
from meent.integration.brp.akten import Ondertekend, Soort
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Weigering
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.klapper import by_name, persons_in, regel_of
from meent.process.burgerzaken.opnemen import weigeringen_van
from meent.process.burgerzaken.toetsen import Bezwaar, Geweigerd

GROND = "artikelen 1:16 en 1:17 van het Burgerlijk Wetboek"
Json = dict[str, Any]


class Sluiting(msgspec.Struct, frozen=True, kw_only=True):
    """What came of closing: refusals, or how many akten the register has."""

    weigeringen: tuple[Weigering, ...] = ()
    aantal: int = 0


class Dubbel(msgspec.Struct, frozen=True, kw_only=True):
    """The file, how many akten are in it, and the digest that its last line has."""

    inhoud: bytes
    aantal: int
    slot: str


class GeenDubbel(ValueError):
    """Dit is geen dubbel van een register, of er is iets in veranderd."""


async def sluit(zgw: Zgw, soort: Soort, jaar: int) -> Sluiting:
    """Nothing is signed in it any more; latere vermeldingen go on. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        try:
            async with boek.poging(bewaren=True):
                return Sluiting(aantal=await _sluit(boek, soort, jaar))
        except Geweigerd as refused:
            return Sluiting(weigeringen=weigeringen_van(refused))


async def _sluit(boek: Boek, soort: Soort, jaar: int) -> int:
    """raises Geweigerd; then it stays open until somebody has looked. Source: BZ-332"""
    if jaar >= boek.vandaag.year:
        raise weigering(["Dit jaar is nog niet voorbij; sluit het register daarna."])
    count = await akten.sluit(boek.conn, boek.tenant_id, soort, jaar, wie=boek.hier, op=boek.nu)
    if not count:
        raise weigering(["Dit register heeft in dat jaar geen akten, of is al gesloten."])
    if faults := gebreken(await boek.akten_van(soort, jaar)):
        raise weigering(faults)
    return count


def weigering(zinnen: Sequence[str]) -> Geweigerd:
    return Geweigerd([Bezwaar("BZ-332", told, GROND) for told in zinnen])


def gebreken(found: Sequence[Ondertekend]) -> list[str]:
    """What is wrong in a register: a number that is not there, an akte that is not what was signed. Source: BZ-332"""
    faults = [f"Akte {akte.nummer} is anders dan zij is ondertekend." for akte in found if not akte.klopt]
    parts: dict[str, list[int]] = {}
    for akte in found:
        parts.setdefault(akte.nummer[1], []).append(int(akte.nummer[3:]))
    for deel, numbers in parts.items():
        missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        faults += [f"Nummer {number} van deel {deel} is er niet." for number in missing]
    return faults


async def dubbel(zgw: Zgw, soort: Soort, jaar: int) -> Dubbel:
    """As the register is now; each person in it is in the log. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        found = await boek.akten_van(soort, jaar)
        people = [(akte, person) for akte in found for person in persons_in(akte)]
        await boek.log_in_akten([p["01.20"] for _, p in people if p.get("01.20")])
        closed = await akten.gesloten_op(boek.conn, boek.tenant_id, soort, jaar)
        kop = {
            "gemeente": boek.eigen, "register": soort, "jaar": jaar, "aantal": len(found), "gesloten": closed,
        }  # fmt: skip
    index = [regel._asdict() for regel in by_name(regel_of(akte, person) for akte, person in people)]
    lines = b"".join(msgspec.json.encode(line) + b"\n" for line in (kop, *map(as_line, found), {"klapper": index}))
    slot = hashlib.sha256(lines).hexdigest()
    return Dubbel(inhoud=lines + msgspec.json.encode({"slot": slot}) + b"\n", aantal=len(found), slot=slot)


def as_line(akte: Ondertekend) -> Json:
    added = [
        {"letter": letter, "inhoud": inhoud.decode(), "digest": digest.hex()}
        for letter, inhoud, digest in akte.vermeldingen
    ]
    return {"akte": akte.nummer, "inhoud": akte.inhoud.decode(), "digest": akte.digest.hex(), "vermeldingen": added}


async def afwijkingen(zgw: Zgw, raw: bytes) -> list[str]:
    """What the register says otherwise than this double of it. raises GeenDubbel, ZgwFout"""
    kop, lines = gelezen(raw)
    async with open_boek(zgw) as boek:
        if kop["gemeente"] != boek.eigen:
            raise GeenDubbel("Dit dubbel is van een andere gemeente.")
        nu = await _nu(boek, kop)
    return [*verschil(lines, nu), *(erbij(lines, nu) if kop["gesloten"] else ())]


async def _nu(boek: Boek, kop: Json) -> dict[str, Json]:
    return {akte.nummer: as_line(akte) for akte in await boek.akten_van(kop["register"], kop["jaar"])}


def gelezen(raw: bytes) -> tuple[Json, list[Json]]:
    """First line, and those of the akten. raises GeenDubbel when it is not what was written"""
    try:
        *lines, last = raw.splitlines(keepends=True)
        if msgspec.json.decode(last)["slot"] != hashlib.sha256(b"".join(lines)).hexdigest():
            raise GeenDubbel(GeenDubbel.__doc__)
        kop, *rows = map(msgspec.json.decode, lines[:-1])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as fault:
        raise GeenDubbel(GeenDubbel.__doc__) from fault
    return kop, rows


def verschil(dubbel_: Sequence[Json], nu: Mapping[str, Json]) -> Iterator[str]:
    """Each akte that is not there any more, or says something else. Source: BZ-330"""
    for was in dubbel_:
        now = nu.get(was["akte"])
        if now is None:
            yield f"Akte {was['akte']} staat in het dubbel en niet in het register."
        elif not is_same(was, now):
            yield f"Akte {was['akte']} is in het register anders dan in het dubbel."


def erbij(dubbel_: Sequence[Json], nu: Mapping[str, Json]) -> Iterator[str]:
    """Each akte that came into a register that was closed when its double was made. Source: BZ-330"""
    for nummer in sorted(nu.keys() - {was["akte"] for was in dubbel_}):
        yield f"Akte {nummer} is in het register gekomen toen het al was gesloten."


def is_same(was: Json, now: Json) -> bool:
    """To the byte; of what was added, all that was there then comes first. Source: BZ-330"""
    then = was["vermeldingen"]
    return (was["inhoud"], was["digest"], then) == (now["inhoud"], now["digest"], now["vermeldingen"][: len(then)])
