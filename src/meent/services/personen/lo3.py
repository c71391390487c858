"""LO3 on the wire: a persoonslijst as the string that messages between municipalities and BRP-V hold.

A body is categories: number (2), length (3), elements; an element is number (4), length (3), value. The number of the
category says actual or historical; each actual one begins a new stapel. Around it a header and the length of the body
(5). Lengths count bytes of T.61 (K-11). A free message (Vb01) has a text in the place of categories.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rubrieken import OnbekendeRubriek, tabel
from meent.services.personen.teletex import OnbekendTeken, decode, encode

KOPPEN = MappingProxyType({
    "Lg01": (("tijdstempel", 17), ("anummer", 10), ("vorig_anummer", 10)),
    "Ib01": (("herhaling", 1), ("status", 1), ("datum", 8)),
    "Ag01": (("status", 1), ("datum", 8)),
    "Tb01": (("erkend", 1),),
    "Tb02": (),
    "Tf01": (("foutreden", 1), ("gemeente", 4)),
    "Tf11": (("foutreden", 1), ("gemeente", 4)),
    "Tf21": (),
    "Ii01": (("herhaling", 1),),
    "If01": (("foutreden", 1), ("gemeente", 4)),
    "If21": (),
    "Iv01": (("herhaling", 1),),
    "Null": (),
    "Lq01": (("herhaling", 1),),
    "La01": (),
    "Lf01": (("foutreden", 1), ("gemeente", 4), ("anummer", 10)),
    "Ag11": (("status", 1), ("datum", 8)),
    "Ag21": (("status", 1), ("datum", 8)),
    "Ag31": (("status", 1), ("datum", 8)),
    "Gv01": (("anummer", 10),),
    "Gv02": (("anummer", 10),),
    "Ng01": (),
    "Vb01": (),
})  # fmt: skip
"""Of each message: the fields of its header behind key and number, with their lengths.

Of our sources are those of Lg01, Ib01 and Ag01. The others are ours, for the Logisch Ontwerp is not among them
(decisions 0060 and 0070)."""
VRIJ = "Vb01"
MAX_BODY = 99_999
MAX_PART = 999


class Lo3Fout(ValueError):
    """Dit is geen goed LO3-bericht.

    code     short and stable: lengte, cijfers, categorie, rubriek, volgorde, dubbel, leeg, historie, teken, bericht
    plaats   byte at which it was noticed, counted from the beginning of what was read
    """

    def __init__(self, code: str, plaats: int, told: str) -> None:
        super().__init__(f"{told} (byte {plaats})")
        self.code, self.plaats = code, plaats


@dataclass(frozen=True)
class Bericht:
    """A message with a list. `kop` holds the fields of KOPPEN by name; `tekst` is of a free message, without a list."""

    sleutel: str
    nummer: str
    kop: MappingProxyType[str, str]
    pl: Persoonslijst
    tekst: str = ""


def read_message(raw: bytes) -> Bericht:
    """A whole message. raises Lo3Fout, and nothing else."""
    nummer = raw[8:12].decode("ascii", "replace")
    if len(raw) < 12 or nummer not in KOPPEN:
        raise Lo3Fout("bericht", 8, f"Wij lezen {', '.join(KOPPEN)}, en dit is een ander bericht.")
    at, kop = 12, {}
    for name, width in KOPPEN[nummer]:
        kop[name] = _ascii(raw, at, width)
        at += width
    if _number(raw, at, 5) != len(raw) - at - 5:
        raise Lo3Fout("lengte", at, "De lengte van het bericht klopt niet met wat er staat.")
    sleutel, body = _ascii(raw, 0, 8), raw[at + 5 :]
    if nummer == VRIJ:
        return Bericht(sleutel, nummer, MappingProxyType(kop), Persoonslijst({}), _text(body, at + 5))
    return Bericht(sleutel, nummer, MappingProxyType(kop), read_body(body))


def write_message(bericht: Bericht) -> bytes:
    """The bytes of a message. raises Lo3Fout when the list does not fit in one, or has a character that LO3 has not."""
    kop = "".join(bericht.kop[name] for name, _ in KOPPEN[bericht.nummer])
    body = _of_text(bericht.tekst) if bericht.nummer == VRIJ else write_body(bericht.pl)
    return f"{bericht.sleutel}{bericht.nummer}{kop}{len(body):05}".encode() + body


def bericht(nummer: str, sleutel: str, kop: Mapping[str, str], pl: Persoonslijst, tekst: str = "") -> Bericht:
    """A message of this number; the header must have all its fields."""
    return Bericht(sleutel, nummer, MappingProxyType(dict(kop)), pl, tekst)


def lg01(pl: Persoonslijst, sleutel: str = "00000000") -> Bericht:
    """The message that tells BRP-V how the list is now; the stamp and the numbers are those of the list itself."""
    kop = {
        "tijdstempel": pl.waarde("07.80.20").rjust(17, "0"),
        "anummer": pl.anummer.rjust(10, "0"),
        "vorig_anummer": pl.waarde("01.20.10").rjust(10, "0"),
    }
    return Bericht(sleutel, "Lg01", MappingProxyType(kop), pl)


# --- the body --------------------------------------------------------------------------------------------------------


def read_body(raw: bytes) -> Persoonslijst:
    """A list from its string. raises Lo3Fout, and nothing else."""
    stapels: dict[str, list[list[Voorkomen]]] = {}
    at, before = 0, "00"
    while at < len(raw):
        nummer, length = _ascii(raw, at, 2), _number(raw, at + 2, 3)
        categorie = tabel().van.get(nummer)
        if categorie is None:
            raise Lo3Fout("categorie", at, f"Categorie {nummer!r} bestaat niet.")
        if categorie < before:
            raise Lo3Fout("volgorde", at, "De categorieën staan niet op volgorde van nummer.")
        end = at + 5 + length
        if end > len(raw):
            raise Lo3Fout("lengte", at + 2, "De categorie is langer dan wat er nog staat.")
        found = Voorkomen(_elements(raw, at + 5, end, categorie))
        _add(stapels.setdefault(categorie, []), found, is_actueel=nummer == categorie, at=at)
        at, before = end, categorie
    return Persoonslijst(stapels)


def _add(stapels: list[list[Voorkomen]], found: Voorkomen, *, is_actueel: bool, at: int) -> None:
    if is_actueel:
        stapels.append([found])
    elif stapels:
        stapels[-1].append(found)
    else:
        raise Lo3Fout("historie", at, "Er staat historie zonder de actuele categorie ervoor.")


def _elements(raw: bytes, at: int, end: int, categorie: str) -> Iterator[tuple[str, str]]:
    before = ""
    while at < end:
        digits, length = _ascii(raw, at, 4), _number(raw, at + 4, 3)
        nummer = f"{digits[:2]}.{digits[2:]}"
        try:
            tabel().element(categorie, nummer)
        except OnbekendeRubriek as fault:
            raise Lo3Fout("rubriek", at, str(fault)) from fault
        if nummer <= before:
            code = "dubbel" if nummer == before else "volgorde"
            raise Lo3Fout(code, at, "Elementen staan een keer, op volgorde van nummer.")
        start, stop = at + 7, at + 7 + length
        if stop > end:
            raise Lo3Fout("lengte", at + 4, "Het element is langer dan zijn categorie.")
        if start == stop:
            raise Lo3Fout("leeg", at, "Een element zonder waarde staat niet in een bericht.")
        try:
            yield nummer, decode(raw[start:stop])
        except OnbekendTeken as fault:
            raise Lo3Fout("teken", start + fault.plaats - 1, f"{categorie}.{nummer}: {fault}") from fault
        at, before = stop, nummer


def write_body(pl: Persoonslijst) -> bytes:
    """raises Lo3Fout when something is too long for its length field, or a character is not in LO3"""
    parts = []
    for categorie, _, v, voorkomen in pl.voorkomens():
        nummer = categorie if v == 0 else tabel().categorieen[categorie].historie
        if not nummer:
            raise Lo3Fout("historie", 0, f"Categorie {categorie} kent geen historie.")
        inside = b"".join(_element(categorie, n, waarde) for n, waarde in voorkomen.items())
        parts.append(f"{nummer}{_fitting(len(inside), MAX_PART):03}".encode() + inside)
    body = b"".join(parts)
    _fitting(len(body), MAX_BODY)
    return body


def _element(categorie: str, nummer: str, waarde: str) -> bytes:
    try:
        raw = encode(waarde)
    except OnbekendTeken as fault:
        raise Lo3Fout("teken", fault.plaats, f"{categorie}.{nummer}: {fault}") from fault
    return f"{nummer[:2]}{nummer[3:]}{_fitting(len(raw), MAX_PART):03}".encode() + raw


def _fitting(length: int, most: int) -> int:
    if length > most:
        raise Lo3Fout("lengte", 0, f"{length} bytes passen niet in een lengte van hoogstens {most}.")
    return length


def _text(body: bytes, at: int) -> str:
    try:
        return decode(body)
    except OnbekendTeken as fault:
        raise Lo3Fout("teken", at + fault.plaats - 1, str(fault)) from fault


def _of_text(tekst: str) -> bytes:
    try:
        body = encode(tekst)
    except OnbekendTeken as fault:
        raise Lo3Fout("teken", fault.plaats, str(fault)) from fault
    _fitting(len(body), MAX_BODY)
    return body


def _ascii(raw: bytes, at: int, width: int) -> str:
    found = raw[at : at + width]
    if len(found) != width or not found.isascii():
        raise Lo3Fout("lengte" if len(found) != width else "teken", at, f"Hier horen {width} gewone tekens.")
    return found.decode("ascii")


def _number(raw: bytes, at: int, width: int) -> int:
    found = _ascii(raw, at, width)
    if not found.isdigit():
        raise Lo3Fout("cijfers", at, f"Hier hoort een lengte van {width} cijfers.")
    return int(found)
