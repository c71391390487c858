"""Business cases for who prepares a choice: compare scenarios, move an assumption, see where a figure comes from.

Nothing is reckoned here, and nothing is kept: what somebody moved stands in the address, so it can be sent to another.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from meent.interaction.beheer import figuren
from meent.interaction.seams import Json
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark

SLEUTELS = {
    "inwoners": mark("naar inwoners"), "volume": mark("naar gebruik"), "gelijk": mark("gelijk"),
    "shapley": mark("naar bijdrage (Shapley)"),
}  # fmt: skip
SOORTEN = {
    "investering": mark("investering"), "migratie": mark("overzetten"), "dubbel_draaien": mark("naast elkaar"),
    "opleiding": mark("opleiding"), "exploitatie": mark("gebruik"), "eigen_uren": mark("eigen uren"),
    "beheer": mark("beheer"), "exit": mark("weggaan"), "risico": mark("risico"), "baat": mark("baat"),
}  # fmt: skip
VERDELINGEN = {
    "waarde": mark("één waarde"), "vast": mark("door u vastgezet"), "uniform": mark("tussen twee grenzen"),
    "driehoek": mark("laag, meest waarschijnlijk, hoog"), "normaal": mark("gemiddelde en spreiding"),
    "lognormaal": mark("gemiddelde en spreiding, nooit onder nul"),
}  # fmt: skip
MOMENTEN = {"begin": mark("begin"), "midden": mark("midden"), "eind": mark("eind")}


async def kies(visit: Visit) -> Response:
    """Every case there is; what is wrong with one is said there."""
    cases = visit.deps.afwegingen
    return visit.render(
        "scenario/kies.html", kan_rekenen=cases.kan_rekenen, afwegingen=await cases.overzicht(), basis=begin(visit)
    )


async def vergelijk(visit: Visit) -> Response:
    """The scenarios beside each other; HTMX gets the part that moves, and the address that says what was moved."""
    asked = dict(visit.request.query_params)
    found = await known(visit, asked, precies=asked.get("precies") == "ja")
    here = f"{begin(visit)}/{visit.request.path_params['naam']}"
    query = address(found["gehouden"], precies=found["precies"])
    facts = feiten(found) | {"pagina": here, "vraag": f"?{query}" if query else ""}
    if not visit.wants_part:
        return visit.render("scenario/vergelijk.html", back=here + facts["vraag"], basis=begin(visit), **facts)
    response = visit.render("scenario/vergelijk_deel.html", los=True, **facts)
    response.headers["HX-Replace-Url"] = here + facts["vraag"]
    return response


async def bronnen(visit: Visit) -> Response:
    """Where every figure comes from, with what was moved held as on the page before."""
    cases, name = visit.deps.afwegingen, visit.request.path_params["naam"]
    found = await cases.herkomst(name, dict(visit.request.query_params)) if cases.kan_rekenen else None
    if found is None:
        raise Refused(NOT_HERE)
    query = address(found["gehouden"], precies=False)
    return visit.render(
        "scenario/bronnen.html", model=found, basis=begin(visit), soorten=SOORTEN, verdelingen=VERDELINGEN,
        sleutels=SLEUTELS, momenten=MOMENTEN, terug=f"{begin(visit)}/{name}" + (f"?{query}" if query else ""),
    )  # fmt: skip


async def known(visit: Visit, asked: Mapping[str, str], *, precies: bool) -> Json:
    cases = visit.deps.afwegingen
    if cases.kan_rekenen:
        found = await cases.vergelijk(visit.request.path_params["naam"], asked, precies=precies)
        if found is not None:
            return found
    raise Refused(NOT_HERE)


def begin(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/beheer/scenario"


def address(held: Mapping[str, float], *, precies: bool) -> str:
    """Only what was moved, so that an address says what it is about."""
    moved = {name: f"{value:.9g}" for name, value in sorted(held.items())}
    return urlencode(moved | ({"precies": "ja"} if precies else {}))


def feiten(found: Json) -> Json:
    """The comparison with its drawings; a model whose assumptions cannot be together has faults and no figures."""
    facts: Json = {"model": found, "fouten": found.get("fouten", []), "sleutels": SLEUTELS}
    if facts["fouten"]:
        return facts
    rows, group = found["scenarios"], found["deelname"]
    return facts | {
        "banden": figuren.banden(rows),
        "kas": figuren.kas(rows),
        "tornado": figuren.tornado(found["gevoeligheid"]["tornado"], found["gevoeligheid"]["verschil"]),
        "trap": figuren.trap(group["verloop"], group["deelnemers"], group["minimum"]) if group else None,
        "namen": {row["sleutel"]: row["naam"] for row in rows},
    }
