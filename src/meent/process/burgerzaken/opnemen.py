"""How each fact of life is recorded: judged by its rules, then in the book of the municipality, whole or not at all.

What stands in the way comes back as refusals, each with its number and ground; nothing else raises but a register that
is away or a caller without rights (ZgwFout). Decision 0060.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from meent.integration.brp.akten import AkteOnbekend, RegisterGesloten, RegisterVol
from meent.integration.brp.bijhouding import GeenLijst, Gevolg
from meent.integration.brp.boek import Boek, LijstWordtFout, bsn_of, open_boek, print_of, wijzigingen_of
from meent.integration.brp.feiten import Invoer, Uitkomst, Weigering
from meent.integration.brp.voorraad import VoorraadOp
from meent.integration.brp.voorstellen import Voorstel
from meent.integration.brp.zaak import ZaaksoortOnbekend
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.toetsen import Bezwaar, Geweigerd
from meent.process.burgerzaken.verwanten import zoek_opnieuw
from meent.services.personen.lo3 import Lo3Fout
from meent.services.personen.mutaties import MutatieGeweigerd
from meent.services.personen.opslag import LijstVeranderd
from meent.services.personen.rubrieken import OnbekendeRubriek

Bereid = Callable[[Boek], Awaitable[Gevolg]]
"""Reads what it needs in the book, judges, and tells what the fact does. raises Geweigerd"""
K_49, AKKOORD = "K-49", "de beheerregeling BRP van uw gemeente"
VAN_BUITEN: Mapping[type[Exception], tuple[str, str]] = MappingProxyType({
    GeenLijst: ("BZ-43", "artikel 1.4 van de Wet BRP"),
    LijstVeranderd: ("K-15", "Logisch Ontwerp BRP, groep 80"),
    MutatieGeweigerd: ("K-35", "Logisch Ontwerp BRP"),
    OnbekendeRubriek: ("K-35", "Logisch Ontwerp BRP"),
    VoorraadOp: ("BZ-42", "artikel 2.63 van de Wet BRP"),
    RegisterVol: ("BZ-41", "artikel 1:16 van het Burgerlijk Wetboek"),
    RegisterGesloten: ("BZ-331", "artikel 1:16 van het Burgerlijk Wetboek"),
    AkteOnbekend: ("BZ-160", "artikel 1:20 van het Burgerlijk Wetboek"),
    Lo3Fout: ("K-11", "Logisch Ontwerp BRP, berichten"),
    LijstWordtFout: ("BZ-49", "Logisch Ontwerp BRP, precondities"),
    ZaaksoortOnbekend: ("BZ-44", "de inrichting van uw gemeente"),
})  # fmt: skip
"""What may stand in the way beside the rules of the fact -> number and ground; the sentence is of the exception."""
IN_DE_WEG: tuple[type[Exception], ...] = (Geweigerd, *VAN_BUITEN)
"""All of it, with the rules of the fact; `weigeringen_van` tells it."""


async def neem_op(
    zgw: Zgw, invoer: Invoer, bereid: Bereid, *, feit: str, leest: tuple[str, ...], sinds: date | None = None
) -> Uitkomst:
    """Judges a fact and records it.

    feit    by which the municipality chose a zaaktype
    leest   categories that judging looks at, for the log of processing
    sinds   day on which the municipality was told; today when that is not told
    raises  ZgwFout
    """
    async with open_boek(zgw) as boek:
        earlier = await boek.eerder(invoer)
        if earlier is not None:
            return earlier
        if invoer.voorstel is not None:
            await boek.neem_voorstel(invoer.voorstel)
        try:
            require_agreed(invoer, boek)
            async with boek.poging(bewaren=not invoer.alleen_toetsen):
                gevolg = await bereid(boek)
                boek.require_right(gevolg)
                if not invoer.alleen_toetsen:
                    done = await boek.neem_op(feit, gevolg, invoer, sinds or boek.vandaag)
                    await zoek_opnieuw(boek, gevolg)
                    return done
            uitkomst = Uitkomst(
                soort=gevolg.soort, over=gevolg.over, wijzigingen=wijzigingen_of(gevolg, boek.gelezen),
                verschillen=tuple(boek.verschillen(gevolg)), nieuw=tuple(bsn_of(made) for made in gevolg.nieuw),
            )  # fmt: skip
        except IN_DE_WEG as fault:
            uitkomst = Uitkomst(weigeringen=weigeringen_van(fault))
        await boek.log_gezien(*leest)
        return uitkomst


def require_agreed(invoer: Invoer, boek: Boek) -> None:
    """What takes two people is recorded by a second one, from what the first proposed, with a reason.

    Source: K-49. raises Geweigerd
    """
    found = [f"Schrijf op waarom u aan regel {v.nummer} voorbijgaat." for v in invoer.voorbij if not v.reden.strip()]
    if boek.voorstel is not None:
        found += may_agree(boek.voorstel, invoer, boek) if not invoer.alleen_toetsen else []
    else:
        if invoer.voorbij and not boek.mag_voorbij:
            found.append("U mag niet aan een regel voorbijgaan; vraag het een collega die dat mag.")
        if invoer.verantwoording and not invoer.alleen_toetsen:
            found.append("Hier moet een collega mee akkoord gaan; leg het voor.")
    if found:
        raise Geweigerd([Bezwaar(K_49, told, AKKOORD) for told in found])


def may_agree(voorstel: Voorstel, invoer: Invoer, boek: Boek) -> list[str]:
    """Why this person may not record what was proposed. Source: BZ-100"""
    if not voorstel.wacht:
        return ["Dit voorstel is al behandeld."]
    if voorstel.is_van(boek.hier) or not boek.mag_accorderen:
        return ["Een andere collega, die mag accorderen, beslist over dit voorstel."]
    kept = msgspec.json.decode(
        voorstel.invoer, type=type(invoer)
    )  # as this version reads it: what is new has its default
    if print_of(kept) != print_of(invoer):
        return ["Dit is iets anders dan er werd voorgesteld."]
    return []


def weigeringen_van(fault: Exception) -> tuple[Weigering, ...]:
    """What stood in the way, as it is told: each objection of the rules, or the one thing beside them (VAN_BUITEN)."""
    if isinstance(fault, Geweigerd):
        return tuple(as_weigering(b) for b in fault.bezwaren)
    nummer, grond = VAN_BUITEN[type(fault)]
    return (Weigering(nummer, str(fault), grond, False),)


def as_weigering(bezwaar: Bezwaar) -> Weigering:
    return Weigering(bezwaar.nummer, bezwaar.zin, bezwaar.artikel, bezwaar.mag_voorbij)


def nummers(invoer: Invoer) -> frozenset[str]:
    """Of the checks that are passed."""
    return frozenset(v.nummer for v in invoer.voorbij)
