"""Reading a policy: what is wrong with it, in Dutch, with the place; and a picture of the way callers go.

The shape is judged by msgspec, one fault at a time; what parts say of each other is judged here, all faults at once.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import msgspec

from meent.basis.geld import Eurocent
from meent.integration.telefooncentrale.centrale import Toestel
from meent.process.telefonie.beleid import TAAL, Beleid, Doel, Geluid, Inzet, Menu, Nummer, Openingstijden, Wachtrij
from meent.process.telefonie.buitenlijn import waarom_niet

BLOKKEN = {"menu": "menus", "wachtrij": "wachtrijen", "melding": "geluiden"}
DELEN = {
    "nummers": Nummer, "menus": Menu, "wachtrijen": Wachtrij, "tijden": Openingstijden, "geluiden": Geluid,
    "medewerkers": Inzet,
}  # fmt: skip
NUMMER = re.compile(r"\+[1-9][0-9]{4,14}")
GETALLEN = tuple(range(1, 21))
"""Places in the queue that are told by number; who is further back hears the last."""
WACHTTIJD = "wachttijd"
"""What is said before the expected wait in minutes; a policy without it tells the place alone."""

VORM = (
    (r"Object missing required field `(\w+)`", "Het veld '{0}' ontbreekt."),
    (r"Object contains unknown field `(\w+)`", "Het veld '{0}' bestaat niet; kijk of de naam goed geschreven is."),
    (r"Expected `([^`]+)`, got `([^`]+)`", "Hier hoort '{0}' te staan en niet '{1}'."),
    (r"Expected `int` ([<>]=) (\d+)", "Dit getal moet {0} {1} zijn."),
    (r"Expected `(?:float|number)` ([<>]=?) ([\d.]+)", "Dit getal moet {0} {1} zijn."),
    (r"Expected `str` matching regex '?(.+?)'?$", "Deze tekst heeft niet de vorm die hier hoort ({0})."),
    (r"Invalid enum value ('?[^ ]+)", "De waarde {0} bestaat hier niet."),
)  # fmt: skip


class Fout(NamedTuple):
    """Something that is wrong, and where: 'wachtrijen.kcc.tijden'."""

    plaats: str
    tekst: str


class BeleidGeweigerd(ValueError):
    """Het beleid klopt niet; verbeter wat er genoemd wordt."""

    def __init__(self, fouten: list[Fout]) -> None:
        super().__init__("; ".join(f"{fout.plaats}: {fout.tekst}" for fout in fouten))
        self.fouten = fouten


def read(document: bytes) -> Beleid:
    """The policy of a JSON document. raises BeleidGeweigerd."""
    try:
        beleid = msgspec.json.decode(document, type=Beleid)
    except msgspec.ValidationError as fout:
        raise BeleidGeweigerd(list(_vormfouten(document)) or [vormfout(str(fout))]) from fout
    except msgspec.DecodeError as fout:
        raise BeleidGeweigerd([Fout("", f"Dit is geen geldige JSON ({fout}).")]) from fout
    if fouten := list(faults(beleid)):
        raise BeleidGeweigerd(fouten)
    return beleid


def _vormfouten(document: bytes) -> Iterator[Fout]:
    """Each part by itself, so that every fault is told, with the name of its part."""
    alles = msgspec.json.decode(document)
    for blok, soort in DELEN.items():
        delen = alles.get(blok) if isinstance(alles, dict) else None
        for naam, deel in delen.items() if isinstance(delen, dict) else ():
            try:
                msgspec.convert(deel, soort)
            except msgspec.ValidationError as fout:
                yield vormfout(str(fout), f"{blok}.{naam}")


def vormfout(melding: str, binnen: str = "") -> Fout:
    """A fault of the shape in Dutch; the place as names with dots, `binnen` in front."""
    tekst, _, plaats = melding.partition(" - at ")
    plaats = plaats.removeprefix("`").removesuffix("`").replace("key in ", "").removeprefix("$").lstrip(".")
    plaats = re.sub(r"\[(\.\.\.|\d+)\]", lambda m: "" if m[1] == "..." else f".{m[1]}", plaats)
    plaats = ".".join(deel for deel in (binnen, plaats) if deel)
    for patroon, nederlands in VORM:
        if gevonden := re.match(patroon, tekst):
            return Fout(plaats, nederlands.format(*gevonden.groups()))
    return Fout(plaats, tekst)


def faults(beleid: Beleid) -> Iterator[Fout]:
    """What the parts say of each other that cannot be."""
    yield from _nummers(beleid)
    for naam, menu in beleid.menus.items():
        yield from _menu(beleid, f"menus.{naam}", menu)
    yield from _wachtrijen(beleid)
    for naam, tijden in beleid.tijden.items():
        yield from _tijden(f"tijden.{naam}", tijden)
    for naam, geluid in beleid.geluiden.items():
        if TAAL not in geluid.duur:
            yield Fout(f"geluiden.{naam}.duur", "Elke melding moet er in het Nederlands zijn.")
    yield from _terugbellen(beleid)
    if beleid.noodmelding:
        yield from _geluid(beleid, "noodmelding.geluid", beleid.noodmelding.geluid)
    for naam in sorted(beleid.gesloten - beleid.wachtrijen.keys()):
        yield Fout("gesloten", f"De wachtrij '{naam}' bestaat niet.")
    for wie, inzet in beleid.medewerkers.items():
        if inzet.toestel is not Toestel.BROWSER and not inzet.adres:
            yield Fout(f"medewerkers.{wie}.adres", "Vul het toestel of nummer in waarop deze medewerker gebeld wordt.")


def _nummers(beleid: Beleid) -> Iterator[Fout]:
    for nummer, wat in beleid.nummers.items():
        yield from _doel(beleid, f"nummers.{nummer}.begin", wat.begin)
        if wat.vangnet not in beleid.wachtrijen:
            yield Fout(f"nummers.{nummer}.vangnet", f"De wachtrij '{wat.vangnet}' bestaat niet.")


def _menu(beleid: Beleid, plaats: str, menu: Menu) -> Iterator[Fout]:
    yield from _geluid(beleid, f"{plaats}.melding", menu.melding)
    for cijfer, doel in menu.keuzes.items():
        yield from _doel(beleid, f"{plaats}.keuzes.{cijfer}", doel)
    yield from _doel(beleid, f"{plaats}.standaard", menu.standaard)
    if _komt_terug(beleid, menu):
        yield Fout(
            f"{plaats}.standaard", "Wie niets kiest, komt steeds in hetzelfde menu terug; kies een wachtrij of melding."
        )


def _komt_terug(beleid: Beleid, menu: Menu) -> bool:
    """Whether who presses nothing goes round and round."""
    gezien: set[str] = set()
    doel = menu.standaard
    while doel.soort == "menu" and doel.naam in beleid.menus:
        if doel.naam in gezien:
            return True
        gezien.add(doel.naam)
        doel = beleid.menus[doel.naam].standaard
    return False


def _wachtrijen(beleid: Beleid) -> Iterator[Fout]:
    kan = [inzet.vaardigheden for inzet in beleid.medewerkers.values()]
    for naam, rij in beleid.wachtrijen.items():
        plaats = f"wachtrijen.{naam}"
        for veld in ("gesloten", "muziek"):
            yield from _geluid(beleid, f"{plaats}.{veld}", getattr(rij, veld))
        if rij.opnemen and not rij.opname_melding:
            yield Fout(f"{plaats}.opname_melding", "Kies de melding die de beller hoort voordat u opneemt.")
        elif rij.opnemen:
            yield from _geluid(beleid, f"{plaats}.opname_melding", rij.opname_melding)
        if rij.tijden not in beleid.tijden:
            yield Fout(f"{plaats}.tijden", f"De openingstijden '{rij.tijden}' bestaan niet.")
        if kan and not any(v.get(rij.vaardigheid, 0) >= rij.niveau for v in kan):
            yield Fout(
                f"{plaats}.vaardigheid", f"Geen medewerker heeft '{rij.vaardigheid}' op niveau {rij.niveau} of hoger."
            )
        if rij.plaats_seconden:
            nodig = ("u-bent-nummer", *(f"getal-{n}" for n in GETALLEN))
            for geluid in nodig:
                yield from _geluid(beleid, f"{plaats}.plaats_seconden", geluid)
        for nummer, over in enumerate(rij.overloop):
            yield from _doel(beleid, f"{plaats}.overloop.{nummer}.naar", over.naar)
            if over.naar.soort == "wachtrij" and over.naar.naam == naam:
                yield Fout(f"{plaats}.overloop.{nummer}.naar", "Een wachtrij kan niet in zichzelf overlopen.")


def _tijden(plaats: str, tijden: Openingstijden) -> Iterator[Fout]:
    rijen = {f"{plaats}.week.{dag}": vakken for dag, vakken in tijden.week.items()}
    for dag, vakken in tijden.uitzonderingen.items():
        rijen[f"{plaats}.uitzonderingen.{dag}"] = vakken
        try:
            date.fromisoformat(dag)
        except ValueError:
            yield Fout(f"{plaats}.uitzonderingen", f"De datum {dag} bestaat niet.")
    for waar, vakken in rijen.items():
        if any(vak.van >= vak.tot for vak in vakken):
            yield Fout(waar, "Een tijdvak begint vóór het eindigt.")
        op_volgorde = sorted(vakken, key=lambda vak: vak.van)
        if any(a.tot > b.van for a, b in pairwise(op_volgorde)):
            yield Fout(waar, "Twee tijdvakken overlappen elkaar.")


def _terugbellen(beleid: Beleid) -> Iterator[Fout]:
    gebruikt = any(rij.terugbel_toets or any(o.naar.soort == "aanbod" for o in rij.overloop)
                   for rij in beleid.wachtrijen.values())  # fmt: skip
    doelen = [d for menu in beleid.menus.values() for d in (*menu.keuzes.values(), menu.standaard)]
    if gebruikt or any(d.soort == "aanbod" for d in doelen):
        for veld in ("aanbod", "bevestiging"):
            yield from _geluid(beleid, f"terugbellen.{veld}", getattr(beleid.terugbellen, veld))


def _geluid(beleid: Beleid, plaats: str, naam: str) -> Iterator[Fout]:
    if naam not in beleid.geluiden:
        yield Fout(plaats, f"De melding '{naam}' bestaat niet.")


def _doel(beleid: Beleid, plaats: str, doel: Doel) -> Iterator[Fout]:
    if doel.soort == "extern":
        if not NUMMER.fullmatch(doel.naam):
            yield Fout(plaats, "Schrijf het nummer met landcode, zoals +31201234567.")
    elif doel.soort in BLOKKEN and doel.naam not in getattr(beleid, BLOKKEN[doel.soort]):
        woord = {"menu": "Het menu", "wachtrij": "De wachtrij", "melding": "De melding"}[doel.soort]
        yield Fout(plaats, f"{woord} '{doel.naam}' bestaat niet.")


def attention(beleid: Beleid) -> Iterator[Fout]:
    """What may be meant so and mostly is not: no fault, but somebody should look at it before it is put in force."""
    woorden = {"menus": "dit menu", "wachtrijen": "deze wachtrij"}
    for soort, naam in unreachable(beleid):
        yield Fout(f"{BLOKKEN[soort]}.{naam}", f"Geen enkele beller komt in {woorden[BLOKKEN[soort]]}.")
    for naam in beleid.wachtrijen if not beleid.medewerkers else ():
        yield Fout(f"wachtrijen.{naam}.vaardigheid", "Geen medewerker kan deze wachtrij opnemen.")
    for naam, tijden in beleid.tijden.items():
        if not any(tijden.week.values()) and not any(tijden.uitzonderingen.values()):
            yield Fout(f"tijden.{naam}", "Met deze tijden is het altijd gesloten.")
    yield from _niet_te_bellen(beleid)
    muziek = {rij.muziek for rij in beleid.wachtrijen.values()}
    for naam, geluid in beleid.geluiden.items():
        if not geluid.tekst and TAAL not in geluid.opgenomen and naam not in muziek:
            yield Fout(f"geluiden.{naam}", "Er is geen tekst en geen opname. De beller hoort alleen een toon.")


def _niet_te_bellen(beleid: Beleid) -> Iterator[Fout]:
    """Goals outside that are never called; whoever comes there waits for an agent."""
    doelen = {f"nummers.{nummer}.begin": wat.begin for nummer, wat in beleid.nummers.items()}
    for naam, menu in beleid.menus.items():
        doelen |= {f"menus.{naam}.keuzes.{cijfer}": doel for cijfer, doel in menu.keuzes.items()}
        doelen[f"menus.{naam}.standaard"] = menu.standaard
    for naam, rij in beleid.wachtrijen.items():
        doelen |= {f"wachtrijen.{naam}.overloop.{n}.naar": over.naar for n, over in enumerate(rij.overloop)}
    for plaats, doel in doelen.items():
        if doel.soort == "extern" and (waarom := waarom_niet(doel.naam, Eurocent(0), beleid.buitenbellen)):
            yield Fout(plaats, f"Het nummer {doel.naam} wordt niet gebeld ({waarom}). Kijk bij Bellen naar buiten.")


# --- the picture ------------------------------------------------------------------------------------------------------


class Knoop(NamedTuple):
    """A place a caller can be: (soort, naam), as in a Doel; soort 'nummer' for where he comes in."""

    soort: str
    naam: str


class Lijn(NamedTuple):
    """A way from one place to another, and when it is taken."""

    van: Knoop
    naar: Knoop
    bij: str


def picture(beleid: Beleid) -> list[Lijn]:
    """Every way a caller can go, in the order of the document; a screen draws it, a test call walks it."""
    lijnen = [Lijn(Knoop("nummer", nummer), _knoop(wat.begin), "") for nummer, wat in beleid.nummers.items()]
    for naam, menu in beleid.menus.items():
        hier = Knoop("menu", naam)
        lijnen += [Lijn(hier, _knoop(doel), cijfer) for cijfer, doel in menu.keuzes.items()]
        lijnen.append(Lijn(hier, _knoop(menu.standaard), "geen keuze"))
    for naam, rij in beleid.wachtrijen.items():
        hier = Knoop("wachtrij", naam)
        lijnen.append(Lijn(hier, Knoop("melding", rij.gesloten), "gesloten"))
        lijnen += [Lijn(hier, _knoop(o.naar), f"{o.bij} {o.grens}") for o in rij.overloop]
        if rij.terugbel_toets:
            lijnen.append(Lijn(hier, Knoop("aanbod", ""), rij.terugbel_toets))
    return lijnen


def unreachable(beleid: Beleid) -> list[Knoop]:
    """Menus and queues that no caller can come to: no fault, but somebody should be told."""
    lijnen = picture(beleid)
    bereikt = {Knoop("nummer", nummer) for nummer in beleid.nummers}
    bereikt |= {Knoop("wachtrij", wat.vangnet) for wat in beleid.nummers.values()}
    while nieuw := {lijn.naar for lijn in lijnen if lijn.van in bereikt} - bereikt:
        bereikt |= nieuw
    alle = [Knoop("menu", naam) for naam in beleid.menus] + [Knoop("wachtrij", naam) for naam in beleid.wachtrijen]
    return [knoop for knoop in alle if knoop not in bereikt]


def _knoop(doel: Doel) -> Knoop:
    return Knoop(doel.soort, doel.naam)
