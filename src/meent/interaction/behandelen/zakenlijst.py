"""The work list: zaken of a municipality, filtered by what every register of the standard can filter on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from meent.interaction.seams import Json, Zgw
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today

PER_PAGE = 100
"""The standard's size of a page."""
ZAAKTYPEN_MAX_PAGES = 10

STANDEN = {"open": mark("Open"), "te_laat": mark("Over tijd"), "afgerond": mark("Afgerond"), "alle": mark("Alle")}
PERIODEN = {
    "": mark("Maakt niet uit"),
    "30": mark("Laatste 30 dagen"),
    "90": mark("Laatste 3 maanden"),
    "365": mark("Laatste jaar"),
}
BINNENKORT = timedelta(days=7)


@dataclass(frozen=True)
class Vraag:
    """What the visitor looks for, as it stands in the address.

    zaaktype   uuid, or "" for all
    stand      a key of STANDEN
    periode    a key of PERIODEN: days before today on which the zaak began at the earliest
    """

    nummer: str = ""
    zaaktype: str = ""
    stand: str = "open"
    periode: str = ""
    bladzijde: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Vraag":
        stand, periode, page = query.get("stand", "open"), query.get("periode", ""), query.get("bladzijde", "")
        return cls(
            nummer=query.get("nummer", "").strip(),
            zaaktype=query.get("zaaktype", ""),
            stand=stand if stand in STANDEN else "open",
            periode=periode if periode in PERIODEN else "",
            bladzijde=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    @property
    def is_default(self) -> bool:
        return self == Vraag(bladzijde=self.bladzijde)

    def address(self, **changes: Any) -> str:
        """The query string of this question with something changed, without what is default; "" when all is."""
        facts = {"nummer": self.nummer, "zaaktype": self.zaaktype, "stand": self.stand, "periode": self.periode}
        facts |= {"bladzijde": "1"} | {name: str(value) for name, value in changes.items()}
        default = {"nummer": "", "zaaktype": "", "stand": "open", "periode": "", "bladzijde": "1"}
        query = urlencode({name: value for name, value in facts.items() if value != default[name]})
        return f"?{query}" if query else ""

    def filters(self, day: date, zaaktypen: Mapping[str, str]) -> dict[str, str]:
        """The filters of the Zaken API that ask the same.

        zaaktypen   uuid -> URL, with the one that is asked for among them
        """
        filters: dict[str, str] = {}
        if self.nummer:
            # A number is exact: whoever knows it wants that zaak, open or not.
            return {"identificatie": self.nummer}
        if self.zaaktype:
            filters["zaaktype"] = zaaktypen[self.zaaktype]
        if self.periode:
            filters["startdatum__gte"] = str(day - timedelta(days=int(self.periode)))
        match self.stand:
            case "open":
                filters["einddatum__isnull"] = "true"
            case "te_laat":
                filters |= {"einddatum__isnull": "true", "uiterlijkeEinddatumAfdoening__lt": str(day)}
            case "afgerond":
                filters["einddatum__isnull"] = "false"
        return filters


@dataclass(frozen=True)
class Regel:
    """A zaak as one row.

    dagen   until the deadline, negative when it passed; None for a closed zaak or one without a deadline
    """

    uuid: str
    nummer: str
    omschrijving: str
    zaaktype: str
    status: str
    start: str
    uiterlijk: str | None
    eind: str | None
    opgeschort: bool
    dagen: int | None

    @property
    def te_laat(self) -> bool:
        return self.dagen is not None and self.dagen < 0

    @property
    def binnenkort(self) -> bool:
        return self.dagen is not None and 0 <= self.dagen <= BINNENKORT.days


async def show(visit: Visit) -> Response:
    """The page, or for HTMX only its results."""
    vraag = Vraag.read(visit.request.query_params)
    day = today(visit.now)
    zaaktypen = await published_zaaktypen(visit.zgw)
    known = not vraag.zaaktype or any(uuid_of(zaaktype) == vraag.zaaktype for zaaktype in zaaktypen)
    found: Json = await find(visit.zgw, vraag, day, zaaktypen) if known else {"count": 0, "results": []}
    first = (vraag.bladzijde - 1) * PER_PAGE
    response = visit.render(
        "behandelen/zakenlijst_resultaat.html" if visit.wants_part else "behandelen/zakenlijst.html",
        vraag=vraag,
        zaaktypen=choices(zaaktypen),
        standen=STANDEN,
        perioden=PERIODEN,
        regels=[regel(zaak, day) for zaak in found["results"]],
        aantal=found["count"],
        eerste=first + 1,
        laatste=first + len(found["results"]),
        vorige=visit.request.url.path + vraag.address(bladzijde=vraag.bladzijde - 1) if vraag.bladzijde > 1 else "",
        volgende=visit.request.url.path + vraag.address(bladzijde=vraag.bladzijde + 1) if found.get("next") else "",
    )
    if visit.wants_part:
        response.headers["HX-Push-Url"] = visit.request.url.path + vraag.address(bladzijde=vraag.bladzijde)
    return response


async def find(zgw: Zgw, vraag: Vraag, day: date, zaaktypen: list[Json]) -> Json:
    urls = {uuid_of(zaaktype): zaaktype["url"] for zaaktype in zaaktypen}
    return await zgw.list(
        "zaken",
        "zaken",
        page=vraag.bladzijde,
        expand="zaaktype,status,status.statustype",
        ordering="-startdatum",
        **vraag.filters(day, urls),
    )


async def published_zaaktypen(zgw: Zgw) -> list[Json]:
    """All of them; a catalogue beyond the limit is cut off, and its filter with it."""
    found: list[Json] = []
    for page in range(1, ZAAKTYPEN_MAX_PAGES + 1):
        answer = await zgw.list("catalogi", "zaaktypen", page=page)
        found += answer["results"]
        if not answer.get("next"):
            break
    return found


def choices(zaaktypen: list[Json]) -> list[tuple[str, str, str]]:
    """(uuid, name, first day) for the filter; the day is "" unless several versions share the name."""
    names = [zaaktype["omschrijving"] for zaaktype in zaaktypen]
    return sorted(
        ((uuid_of(z), z["omschrijving"], z["beginGeldigheid"] if names.count(z["omschrijving"]) > 1 else "")
         for z in zaaktypen),
        key=lambda choice: (choice[1].casefold(), choice[2]),
    )  # fmt: skip


def regel(zaak: Json, day: date) -> Regel:
    uiterlijk, eind = zaak.get("uiterlijkeEinddatumAfdoening"), zaak.get("einddatum")
    expand = zaak.get("_expand") or {}
    return Regel(
        uuid=uuid_of(zaak),
        nummer=zaak["identificatie"],
        omschrijving=zaak.get("omschrijving") or "",
        zaaktype=(expand.get("zaaktype") or {}).get("omschrijving", ""),
        status=statustype_of(zaak).get("omschrijving", ""),
        start=zaak["startdatum"],
        uiterlijk=uiterlijk,
        eind=eind,
        opgeschort=bool((zaak.get("opschorting") or {}).get("indicatie")),
        dagen=(date.fromisoformat(uiterlijk) - day).days if uiterlijk and not eind else None,
    )


def statustype_of(zaak: Json) -> Json:
    """Of a zaak with `status.statustype` along; empty when it has no status."""
    status = (zaak.get("_expand") or {}).get("status") or {}
    found: Json = (status.get("_expand") or {}).get("statustype") or {}
    return found


def uuid_of(resource: Json) -> str:
    """The last part of its URL, which every register has; not every register also shows `uuid`."""
    return str(resource["url"]).rstrip("/").rsplit("/", 1)[-1]
