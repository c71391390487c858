"""Afschrift and uittreksel of an akte of the burgerlijke stand that was signed here (article 1:23b BW).

An afschrift has all that was signed and added since; an uittreksel only who, when and where. What a list of the BRP
says now is not in it, and a verstrekkingsbeperking does not reach it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from meent.integration.brp import akten
from meent.integration.brp.akten import Ondertekend
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.klapper import persons_in
from meent.process.burgerzaken.opnemen import nummers, require_agreed, weigeringen_van
from meent.process.burgerzaken.toetsen import Geweigerd, Rechtsfeit, Toets, require
from meent.process.burgerzaken.uittreksel import LEGES, Regel, Uittreksel, as_pdf

Vorm = Literal["uittreksel", "afschrift"]
REGISTERS: Mapping[str, str] = MappingProxyType({
    "1": "geboorte", "2": "overlijden", "3": "huwelijk", "5": "geregistreerd partnerschap",
})  # fmt: skip
OPENBAAR: Mapping[str, int] = MappingProxyType({"1": 100, "2": 50, "3": 75, "5": 75})
"""Years after which the register goes to the archive and is open to all."""
VAN_OVERLIJDEN = "2"
NAMEN: Mapping[str, str] = MappingProxyType({
    "datum": "Datum", "plaats": "Plaats", "land": "Land", "soort": "Soort", "geslacht": "Geslacht", "kind": "Kind",
    "ouders": "Ouder", "partners": "Partner", "overledene": "Overledene", "erkenner": "Erkenner",
    "beschikking": "Berust op",
})  # fmt: skip
"""Part of what was signed -> what it is called on paper."""
IN_UITTREKSEL = ("datum", "plaats", "kind", "partners", "overledene")
GROND = "artikel 1:23b van het Burgerlijk Wetboek"


class Stukaanvraag(Rechtsfeit, frozen=True, kw_only=True):
    """Somebody asks for it. aanvrager is a BSN, empty for who is not known here; belang why it is needed, in words."""

    vorm: Vorm
    akte: Ondertekend
    aanvrager: str
    vandaag: date
    belang: str = ""


def mag_afschrift(feit: Stukaanvraag) -> Iterator[str]:
    """Who stands in it, who shows an interest, or anybody of a death or when it is open to all. Source: BZ-335."""
    register = feit.akte.nummer[0]
    is_open = register == VAN_OVERLIJDEN or feit.vandaag.year - feit.akte.jaar > OPENBAAR[register]
    named = {person.get("01.20") for person in everybody(feit.akte)}
    if feit.vorm == "afschrift" and not is_open and not feit.belang.strip() and feit.aanvrager not in named - {None}:
        yield "Deze aanvrager staat niet in de akte; vraag naar het belang, of geef een uittreksel."


def is_zoals_ondertekend(feit: Stukaanvraag) -> Iterator[str]:
    """What was changed is not handed out. Source: BZ-336."""
    if not feit.akte.klopt:
        yield "Deze akte is anders dan zij is ondertekend; geef haar niet af en meld het."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-335": Toets(GROND, mag_afschrift),
    "BZ-336": Toets(GROND, is_zoals_ondertekend),
})  # fmt: skip


def everybody(akte: Ondertekend) -> Iterator[Mapping[str, str]]:
    """All people in it: whose akte it is, and their parents."""
    yield from persons_in(akte)
    yield from msgspec.json.decode(akte.inhoud).get("ouders", ())


class Stukinvoer(Invoer, frozen=True, kw_only=True):
    """See Stukaanvraag: the akte by its number and year."""

    akte: str
    jaar: int
    vorm: Vorm = "uittreksel"
    aanvrager: str = ""
    belang: str = ""


async def geeft_stuk(zgw: Zgw, invoer: Stukinvoer) -> Uittreksel:
    """The paper, or why there is none; who stands in it is in the log of processing. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        try:
            require_agreed(invoer, boek)
            akte = await akte_of(boek, invoer.akte, invoer.jaar)
            await boek.log_in_akten([n for p in everybody(akte) if (n := p.get("01.20"))])
            asked = Stukaanvraag(
                vorm=invoer.vorm, akte=akte, aanvrager=invoer.aanvrager, vandaag=boek.vandaag, belang=invoer.belang,
                voorbij=nummers(invoer),
            )  # fmt: skip
            require(TOETSEN, asked)
        except (Geweigerd, akten.AkteOnbekend) as fault:
            return Uittreksel(weigeringen=weigeringen_van(fault))
        made = Uittreksel(
            regels=regels_of(akte, invoer.vorm, boek.eigen, boek.naam),
            leges_eurocent=boek.session.place.settings.get(LEGES, {}).get(f"{invoer.vorm} akte"),
        )
        return made if invoer.alleen_toetsen else msgspec.structs.replace(made, pdf=_paper(made, akte, invoer, boek))


async def akte_of(boek: Boek, nummer: str, jaar: int) -> Ondertekend:
    """One that was signed here. raises AkteOnbekend"""
    found = await akten.lees(boek.conn, boek.tenant_id, nummer, jaar)
    if found is None:
        raise akten.AkteOnbekend("Deze akte is hier niet ondertekend.")
    return found


def regels_of(akte: Ondertekend, vorm: Vorm, eigen: str, gemeente: str) -> tuple[Regel, ...]:
    """What was signed, part by part; of an afschrift also each latere vermelding."""
    parts = [("", akte.inhoud)]
    if vorm == "afschrift":
        parts += [(letter, inhoud) for letter, inhoud, _ in akte.vermeldingen]
    lines = [Regel("Akte", f"{akte.nummer} van {akte.jaar}")]
    for letter, raw in parts:
        if letter:
            lines.append(Regel("Latere vermelding", letter))
        told: Mapping[str, Any] = msgspec.json.decode(raw)
        names = IN_UITTREKSEL if vorm == "uittreksel" else NAMEN
        lines += [Regel(NAMEN[name], _words(told[name], eigen, gemeente)) for name in names if told.get(name)]
    return tuple(lines)


def _words(value: Any, eigen: str, gemeente: str) -> str:
    """A person by name and birth, a day as people write it, and our own place by its name."""
    if isinstance(value, list):
        return "\n".join(_words(one, eigen, gemeente) for one in value)
    if isinstance(value, dict):
        naam = " ".join(filter(None, (value.get("02.10"), value.get("02.30"), value.get("02.40"))))
        born = value.get("03.10", "")
        return f"{naam}, geboren {_day(born)}" if born.strip("0") else naam
    return gemeente if value == eigen else _day(str(value))


def _day(text: str) -> str:
    digits = text.replace("-", "")
    is_day = len(digits) == 8 and digits.isascii() and digits.isdigit()
    return f"{digits[6:]}-{digits[4:6]}-{digits[:4]}" if is_day else text


def _paper(made: Uittreksel, akte: Ondertekend, invoer: Stukinvoer, boek: Boek) -> bytes:
    dag, register = f"{boek.vandaag:%d-%m-%Y}", REGISTERS[akte.nummer[0]]
    stuk = {
        "titel": f"{invoer.vorm.capitalize()} van een akte van {register}", "gemeente": f"Gemeente {boek.naam}",
        "inleiding": f"Dit staat in het register van {register} van de gemeente {boek.naam}.",
        "kolom": "Zo staat het in de akte", "regels": msgspec.to_builtins(made.regels), "meldingen": (),
        "afgegeven": f"Afgegeven op {dag} door {boek.weergave}, ambtenaar van de burgerlijke stand.",
        "voet": f"Gemeente {boek.naam} · {dag} · kenmerk {akte.digest.hex()[:16]}",
    }  # fmt: skip
    return as_pdf(stuk)
