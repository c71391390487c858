"""A report as a file: CSV for programs, XLSX for people. The same columns, always all of them, in the same order.

CSV is that of RFC 4180: commas, UTF-8, a point in numbers, instants as ISO 8601. Seconds have three decimals.
"""

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from meent.interaction.teamleider.kolommen import KOLOMMEN, SLEUTELS, Kolom
from meent.interaction.words import Words
from meent.process.telefonie.rapport import Rapport, Rij, Selectie

KOP = (*SLEUTELS, *(kolom.naam for kolom in KOLOMMEN))
VORM = {"aantal": "0", "seconden": "0.0", "deel": "0%"}
KLOK = "dd-mm-yyyy hh:mm"


def als_csv(gevraagd: Selectie, gevonden: Rapport) -> bytes:
    """One line per row; of what is not split one line for all of it."""
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst)
    schrijver.writerow(KOP)
    for rij in _rijen(gevonden):
        begin, *rest = sleutels(gevraagd, rij)
        waarden = [_in_tekst(kolom, kolom.waarde(rij.cijfers)) for kolom in KOLOMMEN]
        schrijver.writerow([rij.begin.isoformat() if rij.begin else begin, *rest, *waarden])
    return tekst.getvalue().encode()


def als_xlsx(gevraagd: Selectie, gevonden: Rapport, words: Words) -> bytes:
    """The rows on one sheet, and what each column means on another."""
    file = io.BytesIO()
    boek = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    vet, klok, lopend = (boek.add_format(f) for f in ({"bold": True}, {"num_format": KLOK}, {"text_wrap": True}))
    vormen = {soort: boek.add_format({"num_format": vorm}) for soort, vorm in VORM.items()}
    blad = boek.add_worksheet("Rapport")
    blad.write_row(0, 0, KOP, vet)
    blad.freeze_panes(1, len(SLEUTELS))
    blad.set_column(0, len(KOP) - 1, 18)
    for at, rij in enumerate(_rijen(gevonden), 1):
        for n, tekst in enumerate(sleutels(gevraagd, rij)):
            blad.write_string(at, n, tekst)
        if rij.begin:
            blad.write_datetime(at, 0, rij.begin.replace(tzinfo=None), klok)  # a sheet knows no zones
        for n, kolom in enumerate(KOLOMMEN, len(SLEUTELS)):
            waarde = kolom.waarde(rij.cijfers)
            if waarde is not None:
                blad.write_number(at, n, waarde, vormen[kolom.soort])
    uitleg = boek.add_worksheet("Kolommen")
    uitleg.set_column(0, 1, 26)
    uitleg.set_column(2, 2, 90, lopend)
    for at, regel in enumerate([("kolom", "naam", "uitleg"), *kolommen_in_woorden(words)]):
        uitleg.write_row(at, 0, regel, None if at else vet)
    boek.close()
    return file.getvalue()


def sleutels(gevraagd: Selectie, rij: Rij) -> list[str]:
    """begin, wachtrij, nummer, onderwerp of a row; the begin is left to the kind of file."""
    waarden = dict.fromkeys(SLEUTELS, "") | {"wachtrij": gevraagd.wachtrij, "nummer": gevraagd.nummer}
    if gevraagd.groep:
        waarden[gevraagd.groep] = rij.groep
    return list(waarden.values())


def kolommen_in_woorden(words: Words) -> Iterator[tuple[str, str, str]]:
    """(name in files, name on the page, how it is counted) of each column."""
    for naam, uitleg in SLEUTELS.items():
        yield naam, "", words.gettext(uitleg)
    for kolom in KOLOMMEN:
        yield kolom.naam, words.gettext(kolom.kop), words.gettext(kolom.uitleg)


def _rijen(gevonden: Rapport) -> tuple[Rij, ...]:
    return gevonden.rijen or (Rij(None, "", gevonden.totaal),)


def _in_tekst(kolom: Kolom, waarde: float | None) -> str:
    if waarde is None:
        return ""
    return str(waarde) if kolom.soort == "aantal" else f"{waarde:.4f}" if kolom.soort == "deel" else f"{waarde:.3f}"
