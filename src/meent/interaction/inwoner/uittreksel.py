"""A resident asks for an uittreksel: which one, what it says and costs, pay, and download it once and again."""

from typing import Any
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from meent.integration.betalen import Betaling
from meent.interaction.inwoner import woorden
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import Mijn, Uittrekselverzoek
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark

SOORTEN = {
    "woonadres": mark("Waar u woont"), "burgerlijke staat": mark("Of u getrouwd bent"),
    "nationaliteit": mark("Welke nationaliteit u hebt"),
}  # fmt: skip
KIES = mark("Kies wat er op het uittreksel moet staan.")
NIET_BEWAARD = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def show(visit: Visit) -> Response:
    return page(visit, {"sleutel": f"thuis-{visit.now:%Y%m%d%H%M%S%f}"}, Invulling())


def page(visit: Visit, form: dict[str, str], invulling: Invulling) -> Response:
    return visit.render(
        "inwoner/uittreksel.html", status=400 if invulling.problems else 200, back=here(visit, "uittreksel"),
        form=form, invulling=invulling, kinds=SOORTEN, bedrag=visit.eloket.leges(),
    )  # fmt: skip


async def verder(visit: Visit) -> Response:
    """What it will say; and when that was seen, to paying."""
    form = await visit.form()
    if form.get("soort") not in SOORTEN:
        return page(visit, form, Invulling("stap", form, [Probleem("soort", KIES)]))
    soort: Any = form["soort"]  # one of those of the process, which are the keys of SOORTEN
    key = form.get("sleutel", "")[:100] or "thuis"
    verzoek = Uittrekselverzoek(sleutel=key, soort=soort, met_bsn=bool(form.get("met_bsn")))
    if form.get("doe") == "vraag":
        return await to_paying(visit, await visit.eloket.vraag_uittreksel(verzoek))
    found = await visit.eloket.bekijk_uittreksel(verzoek)
    return visit.render(
        "inwoner/uittreksel_zien.html", back=here(visit, "uittreksel"), form=form, kinds=SOORTEN,
        regels=found.regels, niet=woorden.stoppen(found.weigeringen, woorden.GEEN_UITTREKSEL),
        bedrag=visit.eloket.leges(), is_echt=visit.deps.kassa.is_echt,
    )  # fmt: skip


async def betaal(visit: Visit) -> Response:
    """Pays for what was asked before and not paid."""
    return await to_paying(visit, await visit.eloket.melding(visit.uuid))


async def to_paying(visit: Visit, melding: Mijn) -> Response:
    if melding.soort != "uittreksel":
        raise Refused(NOT_HERE)
    if melding.toestand != "betalen":
        return RedirectResponse(here(visit, f"zaken/{melding.id}?net=1"), 303)
    url = urlsplit(str(visit.request.url))
    terug = f"{url.scheme}://{url.netloc}{here(visit, f'zaken/{melding.id}/betaald')}"
    kenmerk, words = str(melding.id), f"Uittreksel {visit.gemeente.naam}"
    return RedirectResponse(await visit.deps.kassa.begin(Betaling(kenmerk, melding.bedrag, words, terug)), 303)


async def betaald(visit: Visit) -> Response:
    """Back from paying: the paper is made when it was paid. Coming again does no more."""
    melding = await visit.eloket.rond_uittreksel_af(visit.uuid, visit.deps.kassa)
    more = "?net=1" if melding.toestand == "gedaan" else ""
    return RedirectResponse(here(visit, f"zaken/{melding.id}{more}"), 303)


async def download(visit: Visit) -> Response:
    """The paper as it was made, as often as the resident wants it."""
    pdf = await visit.eloket.stuk(visit.uuid)
    if pdf is None:
        raise Refused(NOT_HERE)
    headers = NIET_BEWAARD | {"Content-Disposition": 'attachment; filename="uittreksel.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


def here(visit: Visit, rest: str) -> str:
    return f"/{visit.gemeente.slug}/inwoner/{rest}"
