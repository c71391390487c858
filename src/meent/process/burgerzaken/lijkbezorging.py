"""Verlof: leave to bury, to cremate or to carry abroad somebody whose death is in an akte here.

On the declaration of a doctor (A), with the one for statistics (B) in its closed envelope; or of the prosecutor. Not
before thirty-six hours after the death, and not after the sixth working day.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Annotated, Any, Literal

import msgspec

from meent.basis.datums import AMSTERDAM, amsterdam_dag
from meent.basis.feestdagen import werkdagen_na
from meent.basis.ids import uuid7
from meent.integration.brp import akten
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer, Weigering
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktestuk import akte_of
from meent.process.burgerzaken.opnemen import nummers, require_agreed, weigeringen_van
from meent.process.burgerzaken.toetsen import Bezwaar, Geweigerd, Rechtsfeit, Toets, require
from meent.process.burgerzaken.uittreksel import Regel, as_pdf

Soort = Literal["begraven", "cremeren", "vervoer"]
Verklaring = Literal["", "arts", "officier"]
Tijdstip = Annotated[datetime, msgspec.Meta(tz=True)]
UREN, WERKDAGEN = 36, 6
TITELS: Mapping[Soort, str] = MappingProxyType({
    "begraven": "Verlof tot begraven", "cremeren": "Verlof tot cremeren", "vervoer": "Laissez-passer voor een lijk",
})  # fmt: skip
VERKLARINGEN: Mapping[Verklaring, str] = MappingProxyType({
    "arts": "Verklaring van overlijden van een arts (A-verklaring)",
    "officier": "Verklaring van geen bezwaar van de officier van justitie",
})  # fmt: skip
WLB = "van de Wet op de lijkbezorging"
KEPT = "SELECT digest FROM brp_verlof WHERE tenant_id = $1 AND akte = $2 AND jaar = $3 AND soort = $4"
KEEP = """
INSERT INTO brp_verlof (tenant_id, id, soort, bsn, akte, jaar, inhoud, digest, wie, op)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


class Verlof(Rechtsfeit, frozen=True, kw_only=True):
    """What is asked.

    dag         day of death as the akte has it, eight digits
    overleden   when, with its offset
    op          when it will be; None when somebody is carried abroad
    verklaring  of whom there is a declaration; b_gesloten: that of statistics came in its closed envelope
    eerder      the mayor allowed less than thirty-six hours; uiterlijk: the mayor set another last day
    """

    soort: Soort
    dag: str
    overleden: Tijdstip
    op: Tijdstip | None
    verklaring: Verklaring
    b_gesloten: bool = False
    eerder: bool = False
    uiterlijk: date | None = None
    bestemming: str = ""


# --- checks ----------------------------------------------------------------------------------------------------------


def met_verklaring(feit: Verlof) -> Iterator[str]:
    """Of a doctor, with the other one closed for CBS; or of the prosecutor. Source: BZ-320."""
    if not feit.verklaring:
        yield "Vraag de A-verklaring van een arts, of de verklaring van geen bezwaar van de officier van justitie."
    elif feit.verklaring == "arts" and not feit.b_gesloten:
        yield "De B-verklaring hoort er in een gesloten envelop bij; die gaat ongeopend naar het CBS."


def niet_te_vroeg(feit: Verlof) -> Iterator[str]:
    """Thirty-six hours, unless the mayor allowed it. Source: BZ-321."""
    if feit.op is None or feit.eerder:
        return
    if feit.op.astimezone(UTC) < feit.overleden.astimezone(UTC) + timedelta(hours=UREN):
        yield "Het is minder dan 36 uur na het overlijden; dat mag alleen als de burgemeester het toestaat."


def niet_te_laat(feit: Verlof) -> Iterator[str]:
    """The sixth working day, or the day that the mayor set. Source: BZ-322."""
    last = feit.uiterlijk or werkdagen_na(amsterdam_dag(feit.overleden), WERKDAGEN)
    if feit.op is not None and amsterdam_dag(feit.op) > last:
        yield f"Het kan uiterlijk op {last:%d-%m-%Y}, tenzij de burgemeester een andere dag bepaalt."


def wat_ermee_gebeurt(feit: Verlof) -> Iterator[str]:
    """When it will be; or where somebody goes to. Source: BZ-323."""
    if feit.soort == "vervoer" and not feit.bestemming.strip():
        yield "Vul in naar welk land en welke plaats het vervoer gaat."
    elif feit.soort != "vervoer" and feit.op is None:
        yield "Vul in op welke dag en hoe laat het is."


def zoals_de_akte(feit: Verlof) -> Iterator[str]:
    """On the day that the akte has, as far as it knows it. Source: BZ-324."""
    died = amsterdam_dag(feit.overleden)
    known = ((feit.dag[:4], died.year), (feit.dag[4:6], died.month), (feit.dag[6:], died.day))
    if any(int(there) not in (0, part) for there, part in known):
        yield "De dag van overlijden is een andere dan in de akte."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-320": Toets(f"artikelen 7, 11 en 12a {WLB}", met_verklaring),
    "BZ-321": Toets(f"artikelen 16 en 17 {WLB}", niet_te_vroeg),
    "BZ-322": Toets(f"artikelen 16 en 17 {WLB}", niet_te_laat),
    "BZ-323": Toets(f"artikel 11 {WLB}", wat_ermee_gebeurt),
    "BZ-324": Toets(f"artikel 11 {WLB}", zoals_de_akte),
})  # fmt: skip


# --- giving it -------------------------------------------------------------------------------------------------------


class Verlofinvoer(Invoer, frozen=True, kw_only=True):
    """See Verlof. akte and jaar are of the akte of death that was signed here; uitvaart who arranges it."""

    akte: str
    jaar: int
    soort: Soort
    overleden: Tijdstip
    op: Tijdstip | None = None
    verklaring: Verklaring = ""
    b_gesloten: bool = False
    eerder: bool = False
    uiterlijk: date | None = None
    bestemming: str = ""
    uitvaart: str = ""


class Verlofstuk(msgspec.Struct, frozen=True, kw_only=True):
    """The paper, or why there is none. pdf is empty when it was only judged."""

    weigeringen: tuple[Weigering, ...] = ()
    pdf: bytes = b""
    regels: tuple[Regel, ...] = ()


async def geeft_verlof(zgw: Zgw, invoer: Verlofinvoer) -> Verlofstuk:
    """Signs and keeps it; the same again is the same paper, another of that kind is refused. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        try:
            require_agreed(invoer, boek)
            akte = await akte_of(boek, invoer.akte, invoer.jaar)
            told: Mapping[str, Any] = msgspec.json.decode(akte.inhoud)
            if "overledene" not in told:
                raise akten.AkteOnbekend("Dit is geen akte van overlijden.")
            require(TOETSEN, verlof_van(invoer, str(told["datum"])))
            regels = regels_of(invoer, told, boek.naam)
            await boek.log_in_akten([n for n in [told["overledene"].get("01.20")] if n])
            if invoer.alleen_toetsen:
                return Verlofstuk(regels=regels)
            await _bewaar(boek, invoer, told)
        except (Geweigerd, akten.AkteOnbekend) as fault:
            return Verlofstuk(weigeringen=weigeringen_van(fault))
        return Verlofstuk(regels=regels, pdf=_paper(boek, invoer, regels))


def verlof_van(invoer: Verlofinvoer, dag: str) -> Verlof:
    return Verlof(
        soort=invoer.soort, dag=dag, overleden=invoer.overleden, op=invoer.op, verklaring=invoer.verklaring,
        b_gesloten=invoer.b_gesloten, eerder=invoer.eerder, uiterlijk=invoer.uiterlijk, bestemming=invoer.bestemming,
        voorbij=nummers(invoer),
    )  # fmt: skip


async def _bewaar(boek: Boek, invoer: Verlofinvoer, told: Mapping[str, Any]) -> None:
    """Once of each kind for each akte. raises Geweigerd. Source: BZ-325"""
    asked = msgspec.structs.replace(invoer, sleutel="", voorbij=(), voorstel=None)
    raw = msgspec.json.encode({"verlof": asked, "overledene": told["overledene"]}, order="deterministic")
    digest = hashlib.sha256(raw).digest()
    key = (boek.tenant_id, invoer.akte, invoer.jaar, invoer.soort)
    known = await boek.conn.fetchval(KEPT, *key)
    if is_other(known, digest):
        told_ = "Er is voor deze overledene al zo'n verlof, met andere gegevens."
        raise Geweigerd([Bezwaar("BZ-325", told_, f"artikel 11 {WLB}")])
    if known is None:
        bsn = told["overledene"].get("01.20", "")
        await boek.conn.execute(
            KEEP, boek.tenant_id, uuid7(), invoer.soort, bsn, invoer.akte, invoer.jaar, raw, digest, boek.hier, boek.nu
        )


def is_other(known: bytes | None, digest: bytes) -> bool:
    """Whether another one was given before. Source: BZ-325"""
    return known is not None and known != digest


def regels_of(invoer: Verlofinvoer, told: Mapping[str, Any], gemeente: str) -> tuple[Regel, ...]:
    """The lines of the paper."""
    dead = told["overledene"]
    naam = " ".join(filter(None, (dead.get("02.10"), dead.get("02.30"), dead.get("02.40"))))
    born = dead.get("03.10", "")
    lines = [
        Regel("Naam", naam or "Onbekend"),
        Regel("Geboren op", f"{born[6:]}-{born[4:6]}-{born[:4]}" if born.strip("0") else "Onbekend"),
        Regel("Overleden op", _moment(invoer.overleden)),
        Regel("Akte van overlijden", f"{invoer.akte} van {invoer.jaar}, gemeente {gemeente}"),
        Regel("Verlof berust op", VERKLARINGEN[invoer.verklaring]),
        *([Regel("Op", _moment(invoer.op))] if invoer.op else []),
        *([Regel("Bestemming", invoer.bestemming)] if invoer.bestemming else []),
        *([Regel("Uitvaart door", invoer.uitvaart)] if invoer.uitvaart else []),
    ]
    return tuple(lines)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(AMSTERDAM):%d-%m-%Y, %H:%M uur}"


def _paper(boek: Boek, invoer: Verlofinvoer, regels: tuple[Regel, ...]) -> bytes:
    dag = f"{boek.vandaag:%d-%m-%Y}"
    stuk = {
        "titel": TITELS[invoer.soort], "gemeente": f"Gemeente {boek.naam}", "kolom": "Zo staat het in de akte",
        "inleiding": "De ambtenaar van de burgerlijke stand geeft dit verlof op grond van de Wet op de lijkbezorging.",
        "regels": msgspec.to_builtins(regels), "meldingen": (),
        "afgegeven": f"Afgegeven op {dag} door {boek.weergave}, ambtenaar van de burgerlijke stand.",
        "voet": f"Gemeente {boek.naam} · {dag}",
    }  # fmt: skip
    return as_pdf(stuk)
