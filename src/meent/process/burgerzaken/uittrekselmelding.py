"""A resident asks for an own uittreksel: seen first, paid, then made once and kept to download again. Decision 0068."""

from uuid import UUID

import msgspec

from meent.basis.feestdagen import werkdagen_na
from meent.basis.fouten import Fout
from meent.integration.betalen import Kassa
from meent.integration.brp import eigenmeldingen
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.eigenmeldingen import Melding
from meent.integration.brp.zaak import ZaaksoortOnbekend
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.uittreksel import LEGES, UITTREKSEL, Soort, Uittreksel, Uittrekselinvoer, maak_uittreksel

BETAALDAGEN = 5


class Uittrekselverzoek(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident chose. `bedrag_eurocent` is the fee on the day of asking."""

    sleutel: str
    soort: Soort
    met_bsn: bool = False
    bedrag_eurocent: int = 0


def bedrag(zgw: Zgw) -> int:
    """The fee in eurocents. Source: the municipality's own legesverordening."""
    return int(zgw.place.settings.get(LEGES, {}).get(UITTREKSEL, 0))


async def bekijk_uittreksel(zgw: Zgw, bsn: str, verzoek: Uittrekselverzoek) -> Uittreksel:
    """What the paper will say, or why there is none. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return await maak_uittreksel(zgw, boek, _invoer(bsn, verzoek, alleen_toetsen=True))


async def vraag_uittreksel(zgw: Zgw, bsn: str, verzoek: Uittrekselverzoek) -> Melding:
    """Waits for the fee, or is made at once when it is free; the same key again is one. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        args = (boek.conn, boek.tenant_id)
        await eigenmeldingen.wacht(*args, bsn)
        known = await eigenmeldingen.van_sleutel(*args, bsn, verzoek.sleutel)
        if known is not None:
            return known
        verzoek = msgspec.structs.replace(verzoek, bedrag_eurocent=bedrag(zgw))
        asked = Melding(
            id=eigenmeldingen.new_id(), soort="uittreksel", bsn=bsn, sleutel=verzoek.sleutel, toestand="betalen",
            invoer=msgspec.json.encode(verzoek), uiterlijk=werkdagen_na(boek.vandaag, BETAALDAGEN), op=boek.nu,
        )  # fmt: skip
        await eigenmeldingen.voeg_toe(*args, asked)
        return asked if verzoek.bedrag_eurocent else await _maak(zgw, boek, asked, verzoek)


async def rond_uittreksel_af(zgw: Zgw, bsn: str, key: UUID, kassa: Kassa) -> Melding:
    """Makes the paper when the fee was paid; once, however often it is asked. raises ZgwFout, 404 for another's"""
    async with open_boek(zgw) as boek:
        melding = await eigenmeldingen.lees(boek.conn, boek.tenant_id, key)
        if melding is None or melding.bsn != bsn or melding.soort != "uittreksel":
            raise Fout(404, "not-found", "Dit uittreksel is er niet.")
        if melding.is_klaar or not await kassa.is_betaald(str(key)):
            return melding
        return await _maak(zgw, boek, melding, msgspec.json.decode(melding.invoer, type=Uittrekselverzoek))


async def _maak(zgw: Zgw, boek: Boek, melding: Melding, verzoek: Uittrekselverzoek) -> Melding:
    """Paper, line in the log, zaak and what became of it, together."""
    made = await maak_uittreksel(zgw, boek, _invoer(melding.bsn, verzoek))
    if made.weigeringen:  # it could when it was shown, and cannot any more
        told = " ".join(w.zin for w in made.weigeringen)
        done = msgspec.structs.replace(melding, toestand="afgewezen", uitleg=told, gedaan_op=boek.nu)
    else:
        zaak = await _zaak_bij(boek, melding)
        done = msgspec.structs.replace(melding, toestand="gedaan", zaak=zaak, gedaan_op=boek.nu)
    return await eigenmeldingen.wijzig(boek.conn, boek.tenant_id, done, stuk=made.pdf)


async def _zaak_bij(boek: Boek, melding: Melding) -> UUID | None:
    """The zaak beside it; a catalogue that does not fit must not keep a paper from who paid for it."""
    try:
        async with boek.poging(bewaren=True):
            return await boek.maak_zaak(UITTREKSEL, melding.bsn)
    except ZaaksoortOnbekend:
        return None


def _invoer(bsn: str, verzoek: Uittrekselverzoek, *, alleen_toetsen: bool = False) -> Uittrekselinvoer:
    return Uittrekselinvoer(
        sleutel=verzoek.sleutel, bsn=bsn, soort=verzoek.soort, met_bsn=verzoek.met_bsn, alleen_toetsen=alleen_toetsen
    )
