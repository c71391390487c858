"""One person, on four pages: at a glance, as a story, the whole list, and who looked.

Each page asks, and has the log tell, no more than it shows. The BSN is shown whole when somebody asks for it with a
reason, as at customer contact.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.responses import Response

from meent.integration.brp.corrigeerbaar import ZONDER_CORRECTIE
from meent.integration.brp.inzien import Persoonsblad
from meent.integration.brp.kaart import Relatie
from meent.interaction.balie import woorden
from meent.interaction.balie.feiten import aanbod, kan
from meent.interaction.balie.stamboom import stamboom
from meent.interaction.behandelen.documentlijst import Document, documenten
from meent.interaction.behandelen.zakenlijst import Regel, regel
from meent.interaction.klantcontact.partij import KIES_REDEN, REDENEN
from meent.interaction.problems import Invulling
from meent.interaction.seams import Blad, Blik, Json, Zgw
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import AMSTERDAM, mark, today

log = logging.getLogger("meent.balie")

BLADEN = {
    "kort": mark("Overzicht"), "tijdlijn": mark("Tijdlijn"), "lijst": mark("Hele lijst"), "inzage": mark("Wie keek"),
}  # fmt: skip
VAN_PERSOON = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
ZAAK_EXPAND = "zaaktype,status,status.statustype"
DOCUMENT_EXPAND = "informatieobject,informatieobject.informatieobjecttype"
MET_DOCUMENTEN = 5
"""Of that many cases, the newest, the documents are shown."""


@dataclass(frozen=True)
class Keer:
    """One time that somebody used the data; `wie` is an application, or the user name of a colleague."""

    moment: str
    tijd: str
    wie: str
    wat: str
    waarom: str


@dataclass(frozen=True)
class Zaak:
    regel: Regel
    documenten: list[Document]


async def show(visit: Visit) -> Response:
    asked = visit.request.query_params.get("blad", "kort")
    if asked not in BLADEN:
        raise Refused(NOT_HERE)
    return await page(visit, asked, Invulling())


async def toon_bsn(visit: Visit) -> Response:
    """The whole list with the BSN in full, for this once; the reason goes to the log of events."""
    form = await visit.form()
    if form.get("reden") not in REDENEN:
        return await page(visit, "kort", Invulling("bsn", form, [KIES_REDEN]))
    log.info(
        "bsn_getoond",
        extra={
            "gemeente": visit.gemeente.slug, "lijst": str(visit.uuid), "by": visit.who.user, "reden": form["reden"],
        },
    )  # fmt: skip
    return await page(visit, "kort", Invulling(), bsn=True)


async def page(visit: Visit, blad: str, invulling: Invulling, *, bsn: bool = False) -> Response:
    persoon = await visit.burgerzaken.lees(visit.uuid, LEEST[blad], bsn=bsn)
    here = f"/{visit.gemeente.slug}/balie/personen/{persoon.id}"
    facts = await FEITEN[blad](visit, persoon)
    return visit.render(
        f"balie/{blad}.html",
        status=400 if invulling.problems else 200,
        back=here,
        persoon=persoon,
        kaart=persoon.kaart,
        hier_persoon=here,
        blad=blad,
        bladen=BLADEN,
        signalen=woorden.SIGNALEN,
        gestopt=woorden.GESTOPT,
        redenen=REDENEN,
        invulling=invulling,
        **facts,
    )


async def kort(visit: Visit, persoon: Persoonsblad) -> Json:
    """The family and the cases of this person."""
    slug = visit.gemeente.slug

    def adres_van(relatie: Relatie) -> str:
        lijst = persoon.lijst_van(relatie)
        return f"/{slug}/balie/personen/{lijst}" if lijst else ""

    return {
        "boom": stamboom(persoon.kaart, adres_van),
        "rollen": woorden.ROLLEN,
        "feiten": aanbod(persoon.kaart),
        "verbintenissen": woorden.VERBINTENISSEN,
        "beeindigd": woorden.BEEINDIGD,
        "zaken": await zaken_van(visit.zgw, persoon.bsn, today(visit.now)),
    }


async def zaken_van(zgw: Zgw, bsn: str, day: date) -> list[Zaak]:
    """Newest first; documents of the first few, for each of which the register must be asked."""
    if not bsn:
        return []
    found = await zgw.list("zaken", "zaken", page=1, expand=ZAAK_EXPAND, ordering="-startdatum", **{VAN_PERSOON: bsn})
    return [
        Zaak(regel(zaak, day), await documenten_bij(zgw, zaak) if n < MET_DOCUMENTEN else [])
        for n, zaak in enumerate(found["results"])
    ]


async def documenten_bij(zgw: Zgw, zaak: Json) -> list[Document]:
    return documenten(await zgw.all("zaken", "zaakinformatieobjecten", expand=DOCUMENT_EXPAND, zaak=zaak["url"]))


async def verhaal(visit: Visit, persoon: Persoonsblad) -> Json:
    """What happened, cut by year."""
    jaren = [(jaar, list(some)) for jaar, some in groupby(persoon.momenten, key=lambda moment: moment.jaar)]
    return {"jaren": jaren, "wat": woorden.MOMENTEN}


async def lijst(visit: Visit, persoon: Persoonsblad) -> Json:
    """Beside each row that can be corrected the way to do so."""
    can = kan(persoon.kaart, "correctie")
    return {
        "standen": woorden.STANDEN,
        "te_corrigeren": [d.nummer for d in persoon.delen if can and d.nummer not in ZONDER_CORRECTIE],
    }


async def inzage(visit: Visit, persoon: Persoonsblad) -> Json:
    """Who looked, by day, newest first; `voor` leads to what was before."""
    asked = visit.request.query_params.get("voor")
    voor = known_uuid(asked) if asked is not None else None
    blikken, verder = await visit.deps.inzage.van(visit.who, visit.gemeente.slug, persoon.wie, voor)
    return {"dagen": per_dag(blikken), "is_eerste": voor is None, "eerder": str(verder or "")}


def per_dag(blikken: Sequence[Blik]) -> list[tuple[date, list[Keer]]]:
    by_day = groupby(blikken, key=lambda blik: blik.moment.astimezone(AMSTERDAM).date())
    return [(day, [keer(blik) for blik in some]) for day, some in by_day]


def keer(blik: Blik) -> Keer:
    moment = blik.moment.astimezone(AMSTERDAM)
    return Keer(
        moment.isoformat(), f"{moment:%H:%M}", blik.applicatie or blik.gebruiker,
        woorden.HANDELINGEN.get(blik.handeling, woorden.ANDERS), blik.waarom,
    )  # fmt: skip


LEEST: Mapping[str, Blad] = {"kort": "kort", "tijdlijn": "tijdlijn", "lijst": "lijst", "inzage": "kop"}
"""Page -> what of the list it shows beside the head."""
FEITEN = {"kort": kort, "tijdlijn": verhaal, "lijst": lijst, "inzage": inzage}
