"""What the contact centre must see to: the tasks that follow from contacts, the oldest first; each can be marked done.

The department does the work; the contact centre keeps an eye on it and answers for it to who calls again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from meent.interaction.klantcontact import klant, ophalen
from meent.interaction.klantcontact.klant import Deelnemer, Digitaal, Taak
from meent.interaction.klantcontact.ophalen import API
from meent.interaction.klantcontact.partij import GELUKT
from meent.interaction.seams import Json, ZgwFout
from meent.interaction.visit import Visit, known_uuid
from meent.interaction.words import mark, today

PER_PAGE = 20
"""Each row asks for its contact, so a page is short."""
STANDEN = {"open": mark("Nog te doen"), "klaar": mark("Klaar")}
STATUS = {"open": "te_verwerken", "klaar": "verwerkt"}


@dataclass(frozen=True)
class Vraag:
    """What the visitor looks for, as it stands in the address.

    stand     a key of STANDEN
    afdeling  name of a department or group, or "" for all
    """

    stand: str = "open"
    afdeling: str = ""
    bladzijde: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Vraag":
        stand, page = query.get("stand", "open"), query.get("bladzijde", "")
        return cls(
            stand=stand if stand in STANDEN else "open",
            afdeling=query.get("afdeling", "").strip()[:200],
            bladzijde=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def filters(self) -> dict[str, str]:
        return {"status": STATUS[self.stand]} | ({"actoren__naam": self.afdeling} if self.afdeling else {})

    def address(self, bladzijde: int) -> str:
        facts = {"stand": self.stand, "afdeling": self.afdeling, "bladzijde": str(bladzijde)}
        default = {"stand": "open", "afdeling": "", "bladzijde": "1"}
        query = urlencode({name: value for name, value in facts.items() if value != default[name]})
        return f"?{query}" if query else ""


@dataclass(frozen=True)
class Regel:
    """A task with whom it is for and how to reach them."""

    taak: Taak
    wie: Deelnemer | None
    onderwerp: str
    bellen: list[Digitaal]


async def show(visit: Visit) -> Response:
    """The list; what is done stands newest first."""
    vraag, day, zgw = Vraag.read(visit.request.query_params), today(visit.now), visit.zgw
    actoren = await ophalen.alle_actoren(zgw)
    afdelingen = await ophalen.alle_actoren(zgw, soortActor="organisatorische_eenheid")
    if vraag.stand == "open":
        rows, count = await ophalen.taken_oudste_eerst(zgw, vraag.bladzijde, PER_PAGE, **vraag.filters())
    else:
        found = await zgw.list(API, "internetaken", page=vraag.bladzijde, pageSize=str(PER_PAGE), **vraag.filters())
        rows, count = found["results"], found["count"]
    path, last = visit.request.url.path, -(-count // PER_PAGE)
    return visit.render(
        "klantcontact/taken.html",
        vraag=vraag,
        standen=STANDEN,
        afdelingen=sorted(afdelingen.values(), key=str.casefold),
        regels=[regel(row, await ophalen.contact_van(zgw, row), actoren, day) for row in rows],
        aantal=count,
        eerste=(vraag.bladzijde - 1) * PER_PAGE + 1,
        vorige=path + vraag.address(vraag.bladzijde - 1) if vraag.bladzijde > 1 else "",
        volgende=path + vraag.address(vraag.bladzijde + 1) if vraag.bladzijde < last else "",
        gelukt=GELUKT.get(visit.request.query_params.get("gelukt", ""), ""),
    )


def regel(row: Json, contact: Json, actoren: Mapping[str, str], day: date) -> Regel:
    betrokkenen = (contact.get("_expand") or {}).get("hadBetrokkenen") or []
    addresses = [a for one in betrokkenen for a in (one.get("_expand") or {}).get("digitaleAdressen") or []]
    return Regel(
        taak=klant.taak(row, actoren, day),
        wie=next(iter(klant.deelnemers(betrokkenen)), None),
        onderwerp=contact["onderwerp"],
        bellen=klant.digitaal(addresses),
    )


async def klaar(visit: Visit) -> Response:
    """Marks a task done and goes back to where the button was."""
    form = await visit.form()
    zgw, uuid = visit.zgw, str(visit.uuid)
    address = terug(visit, form.get("terug", ""))
    if not visit.deps.spent_forms.spend(form.get("formuliersleutel", "")):
        return RedirectResponse(address, 303)
    if (await zgw.get(API, "internetaken", uuid))["status"] == "verwerkt":
        return RedirectResponse(f"{address}?gelukt=al", 303)
    try:
        await zgw.update(API, "internetaken", uuid, {"status": "verwerkt"})
    except ZgwFout:
        visit.deps.spent_forms.release(form.get("formuliersleutel", ""))
        raise
    return RedirectResponse(f"{address}?gelukt=klaar", 303)


def terug(visit: Visit, partij: str) -> str:
    """The page of the partij whose uuid the form named; the list when it named none."""
    home = f"/{visit.gemeente.slug}/klantcontact"
    return f"{home}/partijen/{known_uuid(partij)}" if partij else home
