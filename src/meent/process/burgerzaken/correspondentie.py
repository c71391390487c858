"""Letters that wait are looked at, made, and kept beside their zaak; or somebody writes why one is not needed.

Making is two steps. The paper is made and kept with the letter in one transaction, with its line in the log; then it is
put in the register of documents under a number of its own, so that a second try finds the first. Decision 0078.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import typst

from meent.basis.datums import amsterdam_dag
from meent.basis.fouten import Fout
from meent.integration.brp import brieven as kast
from meent.integration.brp.bijhouding import GeenLijst
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.brieven import BRIEVEN, Brief
from meent.integration.brp.feiten import Weigering
from meent.integration.brp.gegevens import hele_lijst, in_woorden, kaart_van, rubrieken
from meent.integration.brp.kaart import Deel
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken.brieven import (
    MET_LIJST,
    Brievenboek,
    Opstelling,
    onze_teksten,
    stel_op,
    voor_ouders,
)
from meent.process.burgerzaken.opnemen import weigeringen_van
from meent.process.burgerzaken.toetsen import Geweigerd

SOURCE = Path(__file__).with_name("brief.typ")
REGELS = tuple(f"adressering.adresregel{n}" for n in (1, 2, 3))
ADRESSERING = ("adressering.aanhef", "adressering.aanschrijfwijze.naam", *REGELS, "adressering.land")
NAAM = ("naam.volledigeNaam", "adressering.aanschrijfwijze.naam")
Json = dict[str, Any]


class Briefbeeld(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it will be read, or why it cannot be made.

    geadresseerde  lines of the envelope
    delen          the list behind it; () for a letter without
    pdf            once it was made; b"" when it was only looked at, or stands in the register of documents
    bij_zaak       it stands beside its zaak now
    """

    brief: Brief
    weigeringen: tuple[Weigering, ...] = ()
    titel: str = ""
    geadresseerde: tuple[str, ...] = ()
    aanhef: str = ""
    alineas: tuple[str, ...] = ()
    delen: tuple[Deel, ...] = ()
    pdf: bytes = b""
    bij_zaak: bool = False


def brievenboek(settings: Mapping[str, Any]) -> Brievenboek:
    return msgspec.convert(settings.get(BRIEVEN, {}), Brievenboek)


async def lijst(zgw: Zgw) -> Sequence[Brief]:
    """What is not made yet, what is due first on top. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return await kast.wachtende(boek.conn, boek.tenant_id)


async def bekijk(zgw: Zgw, key: UUID) -> Briefbeeld:
    """What the letter says now; of one that was made the paper. raises ZgwFout, 404 for what is not there"""
    async with open_boek(zgw) as boek:
        brief = await _brief(boek, key)
        if brief.toestand != "wacht":
            return Briefbeeld(brief=brief, pdf=await _kept_paper(boek, brief))
        return await _stel_op(zgw, boek, brief)


async def maak(zgw: Zgw, key: UUID) -> Briefbeeld:
    """The paper, once: a second time gives the same. It is put beside its zaak. raises ZgwFout, 404 as above"""
    async with open_boek(zgw) as boek:
        brief = await _brief(boek, key)
        if brief.toestand == "gemaakt":
            beeld = Briefbeeld(brief=brief, pdf=await _kept_paper(boek, brief))
        else:
            beeld = await _stel_op(zgw, boek, brief)
            if beeld.weigeringen:
                return beeld
            pdf = _paper(beeld, boek, brievenboek(zgw.place.settings))
            await kast.gemaakt(boek.conn, boek.tenant_id, key, pdf, wie=boek.hier, op=boek.nu)
            beeld = msgspec.structs.replace(beeld, pdf=pdf)
        rsin = boek.rsin
    return msgspec.structs.replace(beeld, bij_zaak=await _leg_bij_zaak(zgw, beeld, rsin))


async def laat_vervallen(zgw: Zgw, key: UUID, uitleg: str) -> None:
    """It is not sent, and why. raises ZgwFout, 404 as above, 409 for one that was made"""
    if not uitleg.strip():
        raise ValueError("Who does not send a letter says why.")
    async with open_boek(zgw) as boek:
        brief = await _brief(boek, key)
        if brief.toestand != "wacht":
            raise Fout(409, "conflict", "Deze brief is al gemaakt, of hoeft niet meer.")
        await kast.vervalt(boek.conn, boek.tenant_id, key, uitleg[:1000], wie=boek.hier, op=boek.nu)


async def _kept_paper(boek: Boek, brief: Brief) -> bytes:
    """What was made before; that somebody reads it is in the log, of all who are named in it."""
    paper = await kast.stuk_van(boek.conn, boek.tenant_id, brief.id)
    if paper:
        await boek.log_genoemd("brief", [bsn for bsn in (brief.over, brief.aan) if bsn])
    return paper


async def _brief(boek: Boek, key: UUID) -> Brief:
    found = await kast.lees(boek.conn, boek.tenant_id, key)
    if found is None:
        raise Fout(404, "not-found", "Deze brief is er niet.")
    return found


# --- writing ---------------------------------------------------------------------------------------------------------


async def _stel_op(zgw: Zgw, boek: Boek, brief: Brief) -> Briefbeeld:
    """What it says by the lists of now; what was read of whom is in the log."""
    try:
        over = await boek.lees(brief.over)
        aan = await boek.lees(brief.aan) if brief.aan else None
    except GeenLijst as fault:
        return Briefbeeld(brief=brief, weigeringen=weigeringen_van(fault))
    woorden = partial(in_woorden, zgw, vandaag=boek.vandaag)
    own = brievenboek(zgw.place.settings).teksten.get(brief.soort) or onze_teksten()[brief.soort]
    waarden = {**_waarden(woorden(over, velden=NAAM + REGELS), boek), **brief.waarden}
    await boek.log_gegeven(brief.over, rubrieken(NAAM + REGELS))
    try:
        tekst = stel_op(Opstelling(brief=brief, over=over, aan=aan, tekst=own), waarden)
    except Geweigerd as refused:
        return Briefbeeld(brief=brief, weigeringen=weigeringen_van(refused))
    gegevens = woorden(aan, velden=ADRESSERING).get("adressering", {}) if aan is not None else {}
    if aan is not None:
        await boek.log_gegeven(brief.aan, rubrieken(ADRESSERING))
    delen: tuple[Deel, ...] = ()
    if brief.soort in MET_LIJST:
        delen = hele_lijst(zgw, over, boek.vandaag)
        await boek.log_verstrekt(boek.gelezen[brief.over])
    ouders = brief.is_eigen and voor_ouders(over, boek.vandaag)
    naam = gegevens.get("aanschrijfwijze", {}).get("naam") or (kaart_van(zgw, aan, boek.vandaag).naam if aan else "")
    return Briefbeeld(
        brief=brief, titel=tekst.titel, geadresseerde=_envelope(brief, gegevens, naam, ouders=ouders),
        aanhef=f"{'Geachte ouder of verzorger' if ouders else gegevens.get('aanhef', 'Geachte heer of mevrouw')},",
        alineas=tekst.alineas, delen=delen,
    )  # fmt: skip


def _waarden(gegevens: Json, boek: Boek) -> Mapping[str, str]:
    """The words that a text may name: see `brieven.VELDEN`."""
    adressering = gegevens.get("adressering", {})
    naam = gegevens.get("naam", {}).get("volledigeNaam", "")
    return {
        "gemeente": boek.naam, "vandaag": f"{boek.vandaag:%d-%m-%Y}", "over": naam,
        "aanschrijfnaam": adressering.get("aanschrijfwijze", {}).get("naam", naam),
        "adres": ", ".join(filter(None, (adressering.get(f"adresregel{n}") for n in (1, 2, 3)))),
    }  # fmt: skip


def _envelope(brief: Brief, gegevens: Json, naam: str, *, ouders: bool) -> tuple[str, ...]:
    """To whom and where, at most six lines; "" is nobody by name."""
    if not naam:
        return (*(("Aan de bewoners of beheerders van",) if brief.soort == "briefadres" else ()), *brief.adres)
    home = tuple(filter(None, (gegevens.get(f"adresregel{n}") for n in (1, 2, 3))))
    land = gegevens.get("land", {}).get("omschrijving", "")
    return (
        *(("Aan de ouders of verzorgers van",) if ouders else ()), naam, *(brief.adres or home),
        *((land,) if land and not brief.adres else ()),
    )  # fmt: skip


def _paper(beeld: Briefbeeld, boek: Boek, chosen: Brievenboek) -> bytes:
    """PDF/UA: tagged, so that a screen reader can read it."""
    dag = f"{boek.vandaag:%d-%m-%Y}"
    stuk = {
        "titel": beeld.titel, "gemeente": f"Gemeente {boek.naam}", "afzender": chosen.afzender,
        "geadresseerde": beeld.geadresseerde, "datum": dag, "aanhef": beeld.aanhef, "alineas": beeld.alineas,
        "groet": "Met vriendelijke groet, namens het college van burgemeester en wethouders,",
        "ondertekening": boek.weergave, "lijst": f"Alles wat er op {dag} staat",
        "delen": [_as_json(deel) for deel in beeld.delen], "voet": f"Gemeente {boek.naam} · {dag}",
    }  # fmt: skip
    return as_pdf(stuk)


def _as_json(deel: Deel) -> Json:
    """A category in words: what counts now, what counted before, and what was wrong."""
    standen = {"nu": "Geldt nu", "eerder": "Gold eerder", "onjuist": "Was onjuist"}
    rijen = [
        {
            "kop": " ".join(filter(None, (standen[rij.stand], rij.ingang and f"vanaf {rij.ingang}"))),
            "regels": [{"naam": r.naam, "waarde": r.betekenis or r.waarde} for r in rij.rubrieken],
        }
        for stapel in deel.stapels for rij in stapel if rij.rubrieken
    ]  # fmt: skip
    return {"naam": deel.naam, "rijen": rijen}


def as_pdf(stuk: Json) -> bytes:
    made = typst.compile(SOURCE, sys_inputs={"stuk": json.dumps(stuk, ensure_ascii=False)}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


# --- keeping ---------------------------------------------------------------------------------------------------------


async def _leg_bij_zaak(zgw: Zgw, beeld: Briefbeeld, rsin: str) -> bool:
    """Whether the paper stands beside its zaak; where it cannot, it stays with the letter. raises ZgwFout"""
    brief, soort = beeld.brief, brievenboek(zgw.place.settings).document
    if brief.document is not None:
        return True
    if brief.zaak is None or not soort:
        return False
    zaak = await zgw.get("zaken", "zaken", str(brief.zaak))
    links = await zgw.list(
        "catalogi", "zaaktype-informatieobjecttypen", zaaktype=zaak["zaaktype"], expand="informatieobjecttype"
    )
    types = [(link.get("_expand") or {}).get("informatieobjecttype") or {} for link in links["results"]]
    url = next((one["url"] for one in types if one.get("omschrijving") == soort), "")
    if not url:
        return False
    document = await _document(zgw, beeld, rsin, url)
    link = {"zaak": zaak["url"], "informatieobject": document["url"]}
    try:
        await once(
            lambda: zgw.all("zaken", "zaakinformatieobjecten", **link),
            lambda: zgw.create("zaken", "zaakinformatieobjecten", link),
        )  # fmt: skip
    except ZgwFout as fout:
        if fout.status in (403, 404):  # a zaak that is closed to this officer: the paper stays with the letter
            return False
        raise
    async with open_boek(zgw) as boek:
        await kast.bewaard(boek.conn, boek.tenant_id, brief.id, UUID(document["url"].rpartition("/")[2]))
    return True


async def once(find: Callable[[], Awaitable[Any]], make: Callable[[], Awaitable[Any]]) -> Any:
    """What is there, else what is made now; who is refused since a colleague was just first gets that of the colleague.

    raises   ZgwFout
    """
    if found := await find():
        return found
    try:
        return await make()
    except ZgwFout:
        if found := await find():
            return found
        raise


async def eerder_gemaakt(zgw: Zgw, name: str, rsin: str) -> Json | None:
    """The document that an earlier try made. Source: BZ-410"""
    known = await zgw.list("documenten", "enkelvoudiginformatieobjecten", identificatie=name, bronorganisatie=rsin)
    return next(iter(known["results"]), None)


async def _document(zgw: Zgw, beeld: Briefbeeld, rsin: str, soort: str) -> Json:
    """The document of this letter, which there is once."""
    name = f"BR-{beeld.brief.id}"  # forty signs is the most

    async def pieces() -> AsyncIterator[bytes]:
        yield beeld.pdf

    body = {
        "identificatie": name, "bronorganisatie": rsin, "creatiedatum": amsterdam_dag(zgw.engine.now()).isoformat(),
        "titel": f"Brief: {beeld.brief.soort.replace('_', ' ')}",
        "auteur": (zgw.caller.user_weergave or "Burgerzaken")[:200],
        "taal": "nld", "formaat": "application/pdf", "bestandsnaam": f"{beeld.brief.soort}.pdf",
        "bestandsomvang": len(beeld.pdf), "status": "definitief", "informatieobjecttype": soort,
        "indicatieGebruiksrecht": False, "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
    }  # fmt: skip
    found: Json = await once(
        lambda: eerder_gemaakt(zgw, name, rsin),
        lambda: zgw.create("documenten", "enkelvoudiginformatieobjecten", body, inhoud=pieces()),
    )  # fmt: skip
    return found
