"""Knowledge articles in a period: how often each was found, was the answer, and helped; as a table and as a file."""

import asyncio
import csv as csvs
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import xlsxwriter
from starlette.responses import Response

from meent.integration.kennis.boek import LIJST_MEEST, Artikelcijfers
from meent.interaction.teamleider.rapport import XLSX, lees_dagen
from meent.interaction.visit import Refused, Visit, Weigering
from meent.interaction.words import Words, mark, today

DAGEN, DAGEN_MAX = 30, 366
TE_LANG = mark("Kies hoogstens een jaar.")


class Dagen(NamedTuple):
    van: date
    tot_en_met: date


@dataclass(frozen=True)
class Kolom:
    """One figure of an article; `naam` is what files call it, and never changes."""

    naam: str
    kop: str
    uitleg: str
    waarde: Callable[[Artikelcijfers], int]


KOLOMMEN = (
    Kolom("gevonden", mark("Gevonden"), mark("Stond bij wat een medewerker op de werkplek zocht."),
          lambda c: c.gevonden),
    Kolom("gebruikt", mark("Gebruikt"), mark("Was het antwoord in zoveel contacten."), lambda c: c.gebruikt),
    Kolom("hielp", mark("Hielp"), mark("Zo vaak zei een medewerker dat het hielp."), lambda c: c.ja),
    Kolom("hielp_niet", mark("Hielp niet"), mark("Zo vaak zei een medewerker dat het niet hielp."), lambda c: c.nee),
)  # fmt: skip
KOP = ("artikel", "titel", *(kolom.naam for kolom in KOLOMMEN))


async def show(visit: Visit) -> Response:
    """The page; the last thirty days unless others are asked for."""
    dagen, fout = _lees(visit)
    cijfers = [] if fout else await visit.deps.kennis.cijfers(visit.gemeente.id, *dagen)
    return visit.render(
        "teamleider/kennisrapport.html", status=400 if fout else 200, dagen=dagen, fout=fout, cijfers=cijfers,
        kolommen=KOLOMMEN, meest=LIJST_MEEST,
    )  # fmt: skip


async def csv(visit: Visit) -> Response:
    dagen, cijfers = await _gevraagd(visit)
    tekst = io.StringIO(newline="")
    csvs.writer(tekst).writerows([KOP, *map(_rij, cijfers)])
    return _bestand(tekst.getvalue().encode(), "text/csv; charset=utf-8", dagen, "csv")


async def xlsx(visit: Visit) -> Response:
    dagen, cijfers = await _gevraagd(visit)
    return _bestand(await asyncio.to_thread(_als_xlsx, cijfers, visit.words), XLSX, dagen, "xlsx")


async def _gevraagd(visit: Visit) -> tuple[Dagen, list[Artikelcijfers]]:
    """raises Refused"""
    dagen, fout = _lees(visit)
    if fout:
        raise Refused(Weigering(400, mark("Dit rapport is er niet"), fout))
    return dagen, await visit.deps.kennis.cijfers(visit.gemeente.id, *dagen)


def _lees(visit: Visit) -> tuple[Dagen, str]:
    vandaag = today(visit.now)
    dagen, fout = lees_dagen(visit.request.query_params, vandaag - timedelta(days=DAGEN - 1), vandaag)
    gevraagd = Dagen(*dagen)
    if not fout and (gevraagd.tot_en_met - gevraagd.van).days >= DAGEN_MAX:
        fout = TE_LANG
    return gevraagd, fout


def _rij(cijfers: Artikelcijfers) -> list[str | int]:
    return [str(cijfers.uuid), cijfers.titel, *(kolom.waarde(cijfers) for kolom in KOLOMMEN)]


def _als_xlsx(cijfers: list[Artikelcijfers], words: Words) -> bytes:
    """The rows on one sheet, and what each column means on another."""
    file = io.BytesIO()
    boek = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    vet = boek.add_format({"bold": True})
    blad = boek.add_worksheet("Rapport")
    blad.set_column(0, 1, 38)
    blad.write_row(0, 0, KOP, vet)
    blad.freeze_panes(1, 2)
    for at, een in enumerate(cijfers, 1):
        blad.write_row(at, 0, _rij(een))
    uitleg = boek.add_worksheet("Kolommen")
    uitleg.set_column(0, 1, 20)
    uitleg.write_row(0, 0, ("kolom", "naam", "uitleg"), vet)
    for at, kolom in enumerate(KOLOMMEN, 1):
        uitleg.write_row(at, 0, (kolom.naam, words.gettext(kolom.kop), words.gettext(kolom.uitleg)))
    boek.close()
    return file.getvalue()


def _bestand(inhoud: bytes, soort: str, dagen: Dagen, extensie: str) -> Response:
    naam = f"kennis-{dagen.van}-{dagen.tot_en_met}.{extensie}"
    return Response(inhoud, media_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})
