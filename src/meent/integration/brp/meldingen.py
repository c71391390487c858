"""Reports of doubt as processes see them: those of one municipality, in the transaction of its book."""

from collections.abc import Sequence
from uuid import UUID

from meent.basis.fouten import Fout
from meent.integration.brp.boek import Boek
from meent.services.personen import terugmeldingen as register
from meent.services.personen.terugmeldingen import LANGST, Melding, Terugmelding


def report_faults(aanduiding: str, toelichting: str) -> list[str]:
    """What is missing in a report. Source: BZ-120"""
    found = []
    if not register.is_aanduiding(aanduiding):
        found.append("Noem de rubriek, de groep of de categorie waaraan u twijfelt, in zes cijfers.")
    if not toelichting.strip() or len(toelichting) > LANGST:
        found.append(f"Schrijf op waarom u twijfelt, in hoogstens {LANGST} tekens.")
    return found


def delen_in_twijfel(categorie: str) -> dict[str, str]:
    """Groups of a category about which there can be doubt, with their names; nothing where there can be none."""
    return register.groepen_in_twijfel(categorie)


async def ontvang(boek: Boek, melding: Melding) -> Terugmelding:
    """Keeps what is reported at the counter, with its term."""
    return await register.ontvang(boek.conn, boek.tenant_id, melding, melder=boek.hier, nu=boek.nu)


async def lees(boek: Boek, key: UUID) -> Terugmelding:
    """One, locked until the transaction ends. raises Fout 404"""
    found = await register.lees(boek.conn, boek.tenant_id, key, lock=True)
    if found is None:
        raise Fout(404, "not-found", "Deze terugmelding is er niet.")
    return found


async def open_meldingen(boek: Boek, bsn: str = "") -> Sequence[Terugmelding]:
    """Of one person, or all; the most urgent first."""
    return await register.open_meldingen(boek.conn, boek.tenant_id, bsn)


async def te_laat(boek: Boek) -> Sequence[Terugmelding]:
    return await register.te_laat(boek.conn, boek.tenant_id, boek.vandaag)


async def zet(boek: Boek, new: Terugmelding) -> None:
    await register.zet(boek.conn, boek.tenant_id, new, nu=boek.nu)
