"""What runs for a resident: own declarations, what others ask, and every zaak of the register, in plain words."""

from starlette.responses import RedirectResponse, Response

from meent.interaction.behandelen.zakenlijst import regel, statustype_of
from meent.interaction.inwoner import woorden
from meent.interaction.inwoner.uittreksel import SOORTEN as KINDS
from meent.interaction.seams import Json
from meent.interaction.visit import Visit
from meent.interaction.words import today


async def show(visit: Visit) -> Response:
    found = await visit.eloket.overzicht()
    day = today(visit.now)
    return visit.render(
        "inwoner/zaken.html",
        mijn=found.mijn,
        gevraagd=found.gevraagd,
        zaken=[(regel(zaak, day), tekst_van(zaak)) for zaak in found.zaken],
        **words_of(),
    )


async def een(visit: Visit) -> Response:
    """One declaration; `net` when it was sent just now."""
    melding = await visit.eloket.melding(visit.uuid)
    return visit.render(
        "inwoner/melding.html", melding=melding, is_net=bool(visit.request.query_params.get("net")),
        redenen=woorden.redenen(melding.redenen), **words_of(),
    )  # fmt: skip


async def toestemming(visit: Visit) -> Response:
    """Yes or no to who wants to live with the resident; anything else is neither."""
    antwoord = (await visit.form()).get("goed")
    if antwoord in ("ja", "nee"):
        await visit.eloket.geef_toestemming(visit.uuid, is_goed=antwoord == "ja")
    return RedirectResponse(f"/{visit.gemeente.slug}/inwoner/zaken", 303)


def words_of() -> Json:
    return {"soorten": woorden.SOORTEN, "toestanden": woorden.TOESTANDEN, "groene": woorden.GROENE, "kinds": KINDS}


def tekst_van(zaak: Json) -> str:
    """What the municipality wrote for residents at this status."""
    statustype = statustype_of(zaak)
    return str(statustype.get("statustekst") or statustype.get("omschrijving") or "")
