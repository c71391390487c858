"""What waits at the counter of the demo: an address in doubt, and a correction of it that a colleague must agree to."""

from meent.integration.brp import werk
from meent.integration.brp.boek import open_boek
from meent.integration.brp.inzien import Inzien
from meent.process.burgerzaken import accord
from meent.process.burgerzaken.correctie import Correctieinvoer, Verbetering

ADRES, RIJ = ("080000",), "08-0-0"
"""What is in doubt, and the row of the list that it stands on."""
VERDER = 2
"""So many houses on: the same side of the street."""
SLEUTEL = "demo-correctie"


async def leg_voor(personen: Inzien) -> bool:
    """Proposes that the number of the first house in doubt was taken over wrongly; False when no address is in doubt.

    personen   as the officer sees them who proposes it
    """
    async with open_boek(personen.zgw) as boek:
        work = await werk.stukken(boek.conn, boek.tenant_id, boek.vandaag)
    doubted = next((een.id for een in work if een.soort == "onderzoek" and een.wat == ADRES), None)
    if doubted is None:
        return False
    row = (await personen.te_corrigeren(doubted, RIJ)).gekozen
    if row is None or not row.voorkomen.get("11.20", "").isdecimal():
        return False
    house = str(int(row.voorkomen["11.20"]) + VERDER)
    better = row.verandering({"11.20": house, "11.80": "", "11.90": ""})  # another number has another key in the BAG
    [persoon, *_] = await personen.bewoners(doubted)
    done = await accord.stel_voor(personen.zgw, "correctie", Correctieinvoer(
        sleutel=SLEUTEL, bsn=persoon.bsn, categorie="08", document="huurcontract",
        reden="Het huisnummer is verkeerd overgenomen.",
        verbeteringen=(Verbetering(voorkomen=0, inhoud=better.inhoud, weg=better.weg),),
    ))  # fmt: skip
    return done.voorstel is not None
