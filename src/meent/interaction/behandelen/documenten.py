"""One document: its page, its content, and a new one added to a zaak."""

import mimetypes
from collections.abc import AsyncIterator
from pathlib import PurePath
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response, StreamingResponse

from meent.interaction.behandelen import zaak
from meent.interaction.behandelen.documentlijst import VERTONING, Document, document
from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.problems import Invulling, Probleem, explain
from meent.interaction.seams import Json, ZgwFout
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today

STUK_BYTES = 256 * 1024
VERSIES_MAX = 20
GEEN_SOORT = "application/octet-stream"
EXPAND = "informatieobjecttype"
FIELDS = {"titel": "titel", "informatieobjecttype": "documentsoort", "inhoud": "bestand", "bestandsomvang": "bestand"}

CHOOSE_FILE = Probleem("bestand", mark("Kies een bestand."))
CHOOSE_KIND = Probleem("documentsoort", mark("Kies wat voor document het is."))

SHOWN = {
    # A document comes from outside. Whatever is in it, it may do nothing here and be framed by nobody else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def show(visit: Visit) -> Response:
    """The document with its picture, and its earlier versions."""
    uuid, gevraagd = document_in(visit), visit.request.query_params.get("versie", "")
    latest = document(await visit.zgw.get("documenten", "enkelvoudiginformatieobjecten", uuid, expand=EXPAND))
    versie = int(gevraagd) if gevraagd.isascii() and gevraagd.isdigit() and len(gevraagd) < 7 else latest.versie
    shown = latest if versie == latest.versie else await of_version(visit, uuid, versie)
    eerste = max(1, latest.versie - VERSIES_MAX + 1)
    vorige = [await of_version(visit, uuid, number) for number in range(latest.versie - 1, eerste - 1, -1)]
    return visit.render(
        "behandelen/document.html",
        document=shown,
        versies=[latest, *vorige],
        terug=zaak.address(visit),
        inhoud=f"/{visit.gemeente.slug}/behandelen/documenten/{uuid}/inhoud?versie={shown.versie}",
    )


async def of_version(visit: Visit, uuid: str, number: int) -> Document:
    body = await visit.zgw.get("documenten", "enkelvoudiginformatieobjecten", uuid, expand=EXPAND, versie=str(number))
    return document(body)


async def download(visit: Visit) -> Response:
    """What is in it: shown by the browser when that is safe and asked for, else as a file to keep."""
    query = visit.request.query_params
    asked = {"versie": query["versie"]} if query.get("versie", "").isdigit() else {}
    found = await visit.zgw.download(document_in(visit), **asked)
    formaat = found.formaat.partition(";")[0].strip().lower()
    is_shown = formaat in VERTONING and "bewaren" not in query
    kind = f"{formaat}; charset=utf-8" if formaat == "text/plain" else formaat
    headers = SHOWN | {
        "Content-Length": str(found.omvang),
        "Content-Disposition": disposition(found.bestandsnaam, inline=is_shown),
    }
    return StreamingResponse(found.stukken, headers=headers, media_type=kind if is_shown else GEEN_SOORT)


def disposition(naam: str, *, inline: bool) -> str:
    """RFC 6266: the name once in plain letters and once as it is."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in naam) or "document"
    how, whole = "inline" if inline else "attachment", quote(naam or plain, safe="")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{whole}"


async def add(visit: Visit) -> Response:
    """A file becomes a document of the zaak. When it may not belong to the zaak, the document is not kept either."""
    form = await visit.form()
    dossier = await zaak.gather(visit.zgw, str(visit.uuid))
    soort = zaak.one_with_uuid(dossier.documentsoorten, form.get("documentsoort", ""))
    problems = [CHOOSE_FILE] * (visit.file is None) + [CHOOSE_KIND] * (soort is None)
    if visit.file is None or soort is None:
        return await zaak.page(visit, dossier, Invulling("document", form, problems))
    if not visit.deps.spent_forms.spend(form.get("formuliersleutel", "")):
        return RedirectResponse(zaak.address(visit), 303)
    try:
        await make(visit, dossier.zaak, soort, visit.file)
    except ZgwFout as fout:
        visit.deps.spent_forms.release(form.get("formuliersleutel", ""))
        return await zaak.page(visit, dossier, Invulling("document", form, explain(fout, FIELDS)))
    return RedirectResponse(zaak.address(visit) + "?gelukt=document#documenten", 303)


async def make(visit: Visit, of_zaak: Json, soort: Json, file: UploadFile) -> None:
    form, naam = await visit.form(), PurePath(file.filename or "").name[:255]
    body = {
        "bronorganisatie": of_zaak["bronorganisatie"],
        "creatiedatum": today(visit.now).isoformat(),
        "titel": (form.get("titel", "").strip() or PurePath(naam).stem)[:200],
        "auteur": visit.who.name[:200],
        "taal": "nld",
        "formaat": mimetypes.guess_type(naam)[0] or GEEN_SOORT,
        "bestandsnaam": naam,
        "bestandsomvang": file.size or 0,
        "informatieobjecttype": soort["url"],
        "indicatieGebruiksrecht": False,
    }
    made = await visit.zgw.create("documenten", "enkelvoudiginformatieobjecten", body, inhoud=pieces(file))
    relatie = {"zaak": of_zaak["url"], "informatieobject": made["url"]}
    try:
        await visit.zgw.create("zaken", "zaakinformatieobjecten", relatie)
    except ZgwFout:
        await visit.zgw.delete("documenten", "enkelvoudiginformatieobjecten", uuid_of(made))
        raise


async def pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(STUK_BYTES):
        yield piece


def document_in(visit: Visit) -> str:
    return str(visit.request.path_params["document"])
