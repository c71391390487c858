"""Kennisgeving: an akte is made here of somebody who lives in another municipality, which is told of it (Tb01, Tb02).

The akte is signed and the message laid in the mailbox in one transaction. The other municipality records the fact on
its lists, by its own rules and its own stock of numbers, and answers Null; or says why not: it does not know this
person (Tf01), does not keep the list now (Tf11), or its rules refuse (Tf21). What the ambtenaar who signed judged, such
as the witnesses, is not judged again. Headers of these messages are ours. Design §6, §7.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal

from meent.basis.datums import PartialDate
from meent.integration.brp import akten, postbus
from meent.integration.brp.bijhouding import GeenLijst, Gevolg
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Akte, Invoer, Uitkomst, Weigering
from meent.integration.brp.postbus import Bericht
from meent.integration.zgw import Zgw
from meent.process.burgerzaken import feiten, omzetting
from meent.process.burgerzaken.aktes import NEDERLAND, is_voorbij
from meent.process.burgerzaken.feiten import Geboorteinvoer, Huwelijksinvoer, Overlijdensinvoer
from meent.process.burgerzaken.ontbinding import (
    LATERE_VERMELDING,
    Ontbindingsinvoer,
    Reden,
    Wijze,
    buiten_termijn,
    ontbinding_van,
)
from meent.process.burgerzaken.opnemen import IN_DE_WEG, weigeringen_van
from meent.process.burgerzaken.toetsen import Geweigerd, is_code
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

Feit = Literal["geboorte", "overlijden", "huwelijk", "ontbinding", "omzetting"]
REGISTER: Mapping[str, akten.Soort] = MappingProxyType({"geboorte": "1", "overlijden": "2"})
ONBEKEND, VAN_MENS = "U", ("01", "02", "03")
FOUTEN: Mapping[str, str] = MappingProxyType({
    "Tf01": "kent deze persoon niet; ga na waar deze persoon woont en stuur de kennisgeving daarheen",
    "Tf11": "houdt deze lijst nu niet bij; neem contact op",
    "Tf21": "kan dit feit zo niet opnemen; neem contact op",
})  # fmt: skip
"""What each answer means, for a person to act on."""
GEMELD, NODIG = timedelta(days=14), frozenset({"02.40", "04.10"})


class Kennisgevinginvoer(Invoer, frozen=True, kw_only=True):
    """An akte of somebody who lives elsewhere.

    gemeente   code of the municipality that keeps the list
    bsn        of who died, of the mother, or of one of the partners
    ander      of the other parent, or the other partner; both lists are there
    datum      of the fact
    gegevens   of a birth: 02.10, 02.30, 02.40 and 04.10; of a marriage: 15.10 (H or P); of an ending: 15.10 and 07.40
    personen   BSN -> groups 02 and 03 of each of these people, as the akte names them
    erkend     of a birth: the unborn child was recognised
    akte       of an ending: number of the akte of the bond, in the register here, and the year of that
    beschikking, wijze, beslist   of an ending: as with Ontbindingsinvoer
    """

    feit: Feit
    gemeente: str
    bsn: str
    datum: date
    ander: str = ""
    gegevens: Mapping[str, str] = {}
    personen: Mapping[str, Mapping[str, str]] = {}
    erkend: bool = False
    akte: str = ""
    jaar: int = 0
    beschikking: str = ""
    wijze: Wijze = "rechter"
    beslist: date | None = None

    @property
    def reden(self) -> Reden:
        return "N" if self.gegevens.get("07.40") == "N" else "S"

    @property
    def mensen(self) -> list[dict[str, str]]:
        """The one or two of them, with number and name."""
        return [{"01.20": bsn, **self.personen.get(bsn, {})} for bsn in (self.bsn, self.ander) if bsn]


async def geeft_kennis(zgw: Zgw, invoer: Kennisgevinginvoer) -> Uitkomst:
    """Signs the akte and tells the municipality where that person lives, once by its key. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        await boek.eerder(invoer)  # waits for who does the same at this moment
        key, soort = key_of(invoer), "Tb01" if invoer.feit == "geboorte" else "Tb02"
        earlier = await postbus.verzonden(boek.conn, boek.tenant_id, soort, invoer.gemeente, key)
        if earlier is not None:
            return Uitkomst(soort=EVENT, akte=akte_in(earlier).nummer)
        if found := send_faults(invoer, boek, has_mailbox=bool(zgw.place.settings.get(postbus.AAN))):
            return Uitkomst(weigeringen=tuple(Weigering("BZ-170", told, GROND, False) for told in found))
        if invoer.alleen_toetsen:
            return Uitkomst(soort=EVENT)
        try:
            akte = await _sign(boek, invoer)
        except akten.AkteOnbekend as fault:
            return Uitkomst(weigeringen=weigeringen_van(fault))
        kop = {"erkend": "J" if invoer.erkend else "N"} if soort == "Tb01" else {}
        args = (boek.conn, boek.tenant_id, soort, invoer.gemeente, kop, list_of(invoer, akte, boek.eigen))
        await postbus.zend(*args, sleutel=key)
        await boek.log_in_akten([person["01.20"] for person in invoer.mensen])
        return Uitkomst(soort=EVENT, akte=boek.akte, berichten=(soort,))


async def _sign(boek: Boek, invoer: Kennisgevinginvoer) -> dict[str, str]:
    """A new akte, or of an ending a latere vermelding on that of the bond. raises AkteOnbekend"""
    told = {"datum": invoer.datum.isoformat(), "plaats": boek.eigen, **as_told(invoer)}
    match invoer.feit:
        case "ontbinding":
            bond = Akte(gemeente=boek.eigen, nummer=invoer.akte).groep
            return await boek.vermelding_op(bond, LATERE_VERMELDING[invoer.reden], told, van=invoer.jaar)
        case "omzetting":
            return await boek.akte_van(None, omzetting.REGISTER, told, boek.vandaag, omzetting.VAN_OMZETTING)
    register = REGISTER.get(invoer.feit) or ("3" if invoer.gegevens.get("15.10") == "H" else "5")
    return await boek.akte_van(None, register, told, boek.vandaag)


EVENT, GROND = "nl.meent.brp.kennisgeving", "artikel 2.8, eerste lid, van de Wet BRP"


def send_faults(invoer: Kennisgevinginvoer, boek: Boek, *, has_mailbox: bool) -> list[str]:
    """Why nothing is signed or sent. Source: BZ-170"""
    found, gegevens = [], invoer.gegevens
    if not has_mailbox:
        found.append("Uw gemeente heeft nog geen postbus; zet die eerst aan.")
    if not is_code(invoer.gemeente) or invoer.gemeente == boek.eigen:
        found.append(
            "Kies de andere gemeente waar deze persoon woont; voor een eigen inwoner neemt u het feit zelf op."
        )
    if not is_voorbij(str(PartialDate.of(invoer.datum)), boek.vandaag):
        found.append("De dag van het feit is nog niet gekomen.")
    if invoer.feit == "geboorte" and not (
        {"02.40", "04.10"} <= gegevens.keys() <= {"02.10", "02.30", "02.40", "04.10"}
    ):
        found.append("Vul de naam en het geslacht van het kind in.")
    if invoer.feit == "huwelijk" and (gegevens.get("15.10") not in ("H", "P") or not invoer.ander):
        found.append("Noem beide partners, en of het een huwelijk of een partnerschap is.")
    found += bond_faults(invoer)
    if any("02.40" not in person or any(n[:2] not in VAN_MENS for n in person) for person in invoer.mensen):
        found.append("Noem van iedereen in de akte de naam, en als die bekend is de geboorte.")
    return found


def bond_faults(invoer: Kennisgevinginvoer) -> list[str]:
    """Of an ending, and of an omzetting. Source: BZ-170, BZ-310"""
    if invoer.feit not in ("ontbinding", "omzetting"):
        return []
    found = [] if invoer.ander else ["Noem beide partners."]
    if invoer.feit == "omzetting":
        return found
    if invoer.gegevens.get("07.40") not in ("S", "N") or invoer.gegevens.get("15.10") not in ("H", "P"):
        found.append("Vul in wat eindigt, en of het door scheiding is of omdat het nietig is.")
    if not (invoer.akte and invoer.jaar and invoer.beschikking.strip()):
        found.append("Noem de akte met haar jaar, en waarop het einde berust.")
    if invoer.reden == "S" and (told := buiten_termijn(invoer.datum, invoer.wijze, invoer.beslist)):
        found.append(told)
    if invoer.wijze == "verklaring" and (invoer.reden == "N" or invoer.gegevens.get("15.10") != "P"):
        found.append("Alleen een partnerschap eindigt met een verklaring; voor een huwelijk is een uitspraak nodig.")
    return found


def key_of(invoer: Kennisgevinginvoer) -> str:
    """Of the message: follows from the key of the attempt, so that it is sent once."""
    return f"{int.from_bytes(hashlib.sha256(invoer.sleutel.encode()).digest()[:8]) % 10**8:08}"


def as_told(invoer: Kennisgevinginvoer) -> dict[str, Any]:
    """Whose akte it is."""
    if invoer.feit == "overlijden":
        return {"overledene": invoer.mensen[0]}
    if invoer.feit == "huwelijk":
        return {"soort": invoer.gegevens["15.10"], "partners": invoer.mensen}
    if invoer.feit == "omzetting":
        return {"soort": omzetting.HUWELIJK, "partners": invoer.mensen}
    if invoer.feit == "ontbinding":
        return {"beschikking": invoer.beschikking.strip(), "partners": invoer.mensen}
    naam = {n: w for n, w in invoer.gegevens.items() if n[:2] == "02"}
    return {"kind": naam, "geslacht": invoer.gegevens["04.10"], "ouders": invoer.mensen}


def list_of(invoer: Kennisgevinginvoer, akte: Mapping[str, str], eigen: str) -> Persoonslijst:
    """What the message holds: of a birth the child in 01 and its parents, else the person and 05 or 06."""
    dag, person = str(PartialDate.of(invoer.datum)), {"01.20": invoer.bsn}
    if invoer.feit == "geboorte":
        child = {**invoer.gegevens, "03.10": dag, "03.20": eigen, "03.30": NEDERLAND, **akte}
        ander = {"03": [[Voorkomen({"01.20": invoer.ander})]]} if invoer.ander else {}
        return Persoonslijst({"01": [[Voorkomen(child)]], "02": [[Voorkomen(person)]], **ander})
    if invoer.feit == "overlijden":
        died = {"08.10": dag, "08.20": eigen, "08.30": NEDERLAND, **akte}
        return Persoonslijst({"01": [[Voorkomen(person)]], "06": [[Voorkomen(died)]]})
    if invoer.feit == "ontbinding":
        ended = {"07.10": dag, "07.20": eigen, "07.30": NEDERLAND, **invoer.gegevens, **akte, "85.10": dag}
        return Persoonslijst({"01": [[Voorkomen(person)]], "05": [[Voorkomen({"01.20": invoer.ander, **ended})]]})
    kind = {"15.10": omzetting.HUWELIJK} if invoer.feit == "omzetting" else invoer.gegevens
    bond = {"01.20": invoer.ander, "06.10": dag, "06.20": eigen, "06.30": NEDERLAND, **kind, **akte}
    return Persoonslijst({"01": [[Voorkomen(person)]], "05": [[Voorkomen(bond)]]})


def akte_in(pl: Persoonslijst) -> Akte:
    """On which a message rests."""
    found = next((v for _, _, _, v in pl.voorkomens("01", "05", "06") if v.heeft("81")), Voorkomen())
    return Akte(gemeente=found.get("81.10", ""), nummer=found.get("81.20", ""))


# --- the municipality where that person lives ------------------------------------------------------------------------


async def _record(boek: Boek, bericht: Bericht) -> str:
    """Tb01, Tb02 -> the fact on the lists here and Null; or Tf01, Tf11 or Tf21. Source: BZ-171"""
    args = (boek.conn, boek.tenant_id)
    if await postbus.antwoord_opnieuw(*args, bericht):
        return ""
    feit, invoer, make = as_fact(bericht)
    uitval, soort = "", "Null"
    try:
        async with boek.poging(bewaren=True):
            gevolg = await make(boek, invoer)
            boek.require_right(gevolg)
            await boek.neem_op(feit, gevolg, invoer, boek.vandaag)
    except IN_DE_WEG as fault:
        soort = answer_to(fault)
        uitval = str(fault) if soort != "Tf01" else ""  # who is not here is nobody's work here
    kop = {"foutreden": ONBEKEND, "gemeente": "0000"} if soort in ("Tf01", "Tf11") else {}
    await postbus.zend(*args, soort, bericht.ander, kop, Persoonslijst({}), antwoord_op=bericht.sleutel)
    return uitval


def answer_to(fault: Exception) -> str:
    """Which failure is told: not known here, not kept up now, or refused by a rule."""
    if isinstance(fault, GeenLijst):
        return "Tf01"
    return "Tf21" if isinstance(fault, Geweigerd) else "Tf11"


Maak = Callable[[Boek, Any], Awaitable[Gevolg]]


def as_fact(bericht: Bericht) -> tuple[str, Invoer, Maak]:
    """The fact that a message tells of: its name, its input, and what makes its Gevolg."""
    pl, akte = bericht.pl, akte_in(bericht.pl)
    sleutel = f"{bericht.soort}-{bericht.ander}-{bericht.sleutel}"
    person = pl.actueel("01") or Voorkomen()
    if bericht.soort == "Tb01":
        naam, dag = person.groep("02"), PartialDate(person.get("03.10", "00000000")).datum or date.min
        return "geboorte", Geboorteinvoer(
            sleutel=sleutel, moeder=pl.waarde("02.01.20"), ouder=pl.waarde("03.01.20"), naam=naam, datum=dag, akte=akte,
            geslacht=as_sex(person.get("04.10", "")), plaats=person.get("03.20", ""),
            erkend=bericht.kop["erkend"] == "J",
        ), feiten.geboorte_van  # fmt: skip
    if "06" in pl.stapels:
        return (
            "overlijden",
            Overlijdensinvoer(
                sleutel=sleutel, bsn=pl.bsn, datum=pl.waarde("06.08.10"), plaats=pl.waarde("06.08.20"), akte=akte
            ),
            feiten.overlijden_van,
        )
    if pl.waarde("05.07.10"):
        return "ontbinding", Ontbindingsinvoer(
            sleutel=sleutel, bsn=pl.bsn, datum=PartialDate(pl.waarde("05.85.10") or "00000000").datum or date.min,
            akte=akte, plaats=pl.waarde("05.07.20"), reden="N" if pl.waarde("05.07.40") == "N" else "S",
        ), ontbinding_van  # fmt: skip
    dag = PartialDate(pl.waarde("05.06.10") or "00000000").datum or date.min
    if akte.nummer[2:3] == omzetting.VAN_OMZETTING:
        return "omzetting", omzetting.Omzettingsinvoer(
            sleutel=sleutel, bsn=pl.bsn, datum=dag, akte=akte, plaats=pl.waarde("05.06.20")
        ), omzetting.omzetting_van  # fmt: skip
    return "huwelijk", Huwelijksinvoer(
        sleutel=sleutel, soort="H" if pl.waarde("05.15.10") == "H" else "P", partners=(pl.bsn, pl.waarde("05.01.20")),
        gemeld=dag - GEMELD if dag > date.min + GEMELD else dag, getuigen=2, datum=dag, plaats=pl.waarde("05.06.20"),
        akte=akte,
    ), feiten.huwelijk_van  # fmt: skip


def as_sex(letter: str) -> Literal["M", "V", "O"]:
    match letter:
        case "M" | "V":
            return letter
        case _:
            return "O"


async def _refused(boek: Boek, bericht: Bericht) -> str:
    """Tf01, Tf11, Tf21 -> a person must look."""
    return f"De andere gemeente {FOUTEN[bericht.soort]}."


DOEN: Mapping[str, Callable[[Boek, Bericht], Awaitable[str]]] = MappingProxyType({
    "Tb01": _record, "Tb02": _record, "Tf01": _refused, "Tf11": _refused, "Tf21": _refused,
})  # fmt: skip
