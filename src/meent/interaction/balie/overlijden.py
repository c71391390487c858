"""A death: the day, the place, and the akte, which is made here unless the person died in another municipality."""

import re
from typing import Any

from starlette.responses import Response

from meent.integration.brp.feiten import Akte, Invoer
from meent.interaction.balie import proces
from meent.interaction.balie.proces import BIJ_CONTROLE, CONTROLE, Form, Proces, Soort, Stap
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark
from meent.process.burgerzaken.feiten import Overlijdensinvoer

DAG = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})", re.ASCII)
CODE = re.compile(r"\d{4}", re.ASCII)
AKTE = re.compile(r"[0-9A-Za-z ]{7}", re.ASCII)
WAAR = {"hier": mark("In deze gemeente: wij maken de akte"), "elders": mark("In een andere gemeente")}


def digits_of(text: str) -> str:
    """A day as people write it (12-3-2026, 3-2026, 2026) in eight digits; "" for what is none."""
    found = DAG.fullmatch(text.strip())
    return f"{found[3]}{int(found[2] or 0):02}{int(found[1] or 0):02}" if found else ""


def keur(gaande: Proces, form: Form) -> list[Probleem]:
    found = []
    if not digits_of(form.get("datum", "")):
        found.append(Probleem("datum", mark("Vul de dag in, zoals 12-3-2026. Weet u de dag niet? Vul dan 3-2026 in.")))
    if form.get("waar") == "elders":
        if not CODE.fullmatch(form.get("gemeentecode", "")):
            found.append(Probleem("gemeentecode", mark("Vul de code van de gemeente in: vier cijfers.")))
        if not AKTE.fullmatch(form.get("aktenummer", "")):
            found.append(Probleem("aktenummer", mark("Vul het aktenummer in: zeven tekens, zoals 20A0012.")))
    return found


def begin(gaande: Proces) -> dict[str, str]:
    return {"waar": "hier", "datum": "", "gemeentecode": "", "aktenummer": ""}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    is_here = form.get("waar") != "elders"
    akte = None if is_here else Akte(gemeente=form["gemeentecode"], nummer=form["aktenummer"].upper())
    return Overlijdensinvoer(
        bsn=gaande.persoon.bsn, datum=digits_of(form["datum"]), plaats="" if is_here else form["gemeentecode"],
        akte=akte, **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"waar": WAAR, "partners": gaande.persoon.kaart.van("partner")}


OVERLIJDEN = Soort(
    feit="overlijden",
    titel=mark("Overlijden"),
    gedaan=mark("Het overlijden is opgenomen"),
    stappen=(
        Stap("gegevens", mark("Wanneer en waar?"), ("datum", "waar", "gemeentecode", "aktenummer"), keur),
        Stap(CONTROLE, mark("Controle"), BIJ_CONTROLE),
    ),
    begin=begin,
    maak=maak,
    facts=facts,
)


async def show(visit: Visit) -> Response:
    return await proces.begin(visit, OVERLIJDEN)


async def verder(visit: Visit) -> Response:
    return await proces.verder(visit, OVERLIJDEN)
