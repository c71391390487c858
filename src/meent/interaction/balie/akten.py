"""Akten of the burgerlijke stand that were signed here: found by name and year, and opened with what was added since.

A name is asked by POST, so that it stands in no address; the address of an akte is its year and number.
"""

import re
from base64 import b64encode
from collections.abc import Sequence

from starlette.responses import Response

from meent.integration.brp.kaart import dag
from meent.interaction.balie.velden import BSN_FOUT, NEGEN, bare
from meent.interaction.balie.zoeken import MEEST_LETTERS
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import Klapperregel, Register
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.aktestuk import Stukinvoer, Vorm
from meent.process.burgerzaken.uittreksel import Uittreksel

REGISTERS: dict[Register, str] = {
    "1": mark("Geboorte"), "2": mark("Overlijden"), "3": mark("Huwelijk"), "5": mark("Geregistreerd partnerschap"),
}  # fmt: skip
ROLLEN = {
    "kind": mark("Kind"), "overledene": mark("Overledene"), "erkenner": mark("Wie erkent"), "ouder": mark("Ouder"),
    "partner": mark("Partner"),
}  # fmt: skip
SOORTEN = {
    "1C": mark("Erkenning van een kind"), "3B": mark("Einde van het huwelijk"), "3C": mark("Het huwelijk is nietig"),
    "3H": mark("Partnerschap wordt huwelijk"), "5B": mark("Einde van het partnerschap"),
    "5C": mark("Het partnerschap is nietig"),
}  # fmt: skip
"""Register and letter of a number -> what kind of akte or latere vermelding it is; of others the letter is shown."""
NUMMER = re.compile(r"[1235][0-9A-Z][A-Z]\d{4}", re.ASCII)
EERSTE = 1811
"""Year in which the burgerlijke stand begins."""
VORMEN = {
    "uittreksel": mark("Uittreksel: wie, wanneer en waar"), "afschrift": mark("Afschrift: alles wat erin staat"),
}  # fmt: skip
MEEST_BELANG = 200
KIES_JAAR = mark("Vul een jaar in van vier cijfers, niet na dit jaar.")


async def show(visit: Visit) -> Response:
    form = {"register": "1", "jaar": str(today(visit.now).year), "naam": ""}
    return page(visit, Invulling("akten", form))


async def zoek(visit: Visit) -> Response:
    form = {name: value.strip() for name, value in (await visit.form()).items()}
    register = next((r for r in REGISTERS if r == form.get("register")), None)
    if register is None:
        raise Refused(NOT_HERE)
    jaar = jaar_in(form.get("jaar", ""), today(visit.now).year)
    if not jaar:
        return page(visit, Invulling("akten", form, [Probleem("jaar", KIES_JAAR)]))
    naam = form.get("naam", "")[:MEEST_LETTERS]
    found = await visit.deps.klapper.zoek(visit.zgw, register, jaar, naam)
    return page(visit, Invulling("akten", form), jaar=jaar, is_gezocht=True, regels=found)


def jaar_in(getypt: str, nu: int) -> int:
    """0 for what is no year of the registers."""
    jaar = int(getypt) if re.fullmatch(r"\d{4}", getypt, re.ASCII) else 0
    return jaar if EERSTE <= jaar <= nu else 0


def page(
    visit: Visit, invulling: Invulling, *, jaar: int = 0, is_gezocht: bool = False,
    regels: Sequence[Klapperregel] | None = None,
) -> Response:  # fmt: skip
    """With what was found; `regels` is None when there are too many to tell."""
    return visit.render(
        "balie/akten.html",
        status=400 if invulling.problems else 200,
        back=f"/{visit.gemeente.slug}/balie/akten",
        invulling=invulling,
        registers=REGISTERS,
        jaar=jaar,
        is_gezocht=is_gezocht,
        regels=regels,
        dag=lambda datum: dag(datum.replace("-", "")),
    )


async def een(visit: Visit) -> Response:
    """One akte, as it was signed, and each latere vermelding under it."""
    nummer, jaar = akte_in(visit)
    return await blad_van(visit, nummer, jaar, Invulling("stuk", {"vorm": "uittreksel"}))


async def geef_stuk(visit: Visit) -> Response:
    """The same page with an uittreksel or afschrift to download, or why there is none."""
    nummer, jaar = akte_in(visit)
    form = {name: value.strip() for name, value in (await visit.form()).items()}
    vorm: Vorm = "afschrift" if form.get("vorm") == "afschrift" else "uittreksel"
    aanvrager = bare(form.get("aanvrager", ""))
    if aanvrager and NEGEN.fullmatch(aanvrager) is None:
        problem = Probleem("aanvrager", BSN_FOUT)
        return await blad_van(visit, nummer, jaar, Invulling("stuk", form, [problem]))
    asked = Stukinvoer(
        sleutel="balie", akte=nummer, jaar=jaar, vorm=vorm, aanvrager=aanvrager,
        belang=form.get("belang", "")[:MEEST_BELANG],
    )  # fmt: skip
    return await blad_van(visit, nummer, jaar, Invulling("stuk", form), await visit.deps.aktestuk(visit.zgw, asked))


def akte_in(visit: Visit) -> tuple[str, int]:
    """Number and year in the address. raises Refused"""
    nummer, jaar = str(visit.request.path_params["nummer"]), int(visit.request.path_params["jaar"])
    if NUMMER.fullmatch(nummer) is None:
        raise Refused(NOT_HERE)
    return nummer, jaar


async def blad_van(
    visit: Visit, nummer: str, jaar: int, invulling: Invulling, papier: Uittreksel | None = None
) -> Response:
    """raises ZgwFout, 404 for what was not signed here"""
    blad = await visit.deps.klapper.open_akte(visit.zgw, nummer, jaar)
    mensen = await visit.burgerzaken.met_nummers(blad.bsns)
    return visit.render(
        "balie/akte.html",
        status=400 if invulling.problems or (papier is not None and papier.weigeringen) else 200,
        back=f"/{visit.gemeente.slug}/balie/akten/{jaar}/{nummer}",
        blad=blad,
        registers=REGISTERS,
        rollen=ROLLEN,
        soorten=SOORTEN,
        lijsten={een.bsn: een.id for een in mensen},
        gemeenten_van_tabel=visit.burgerzaken.codes(33),
        dag=dag,
        invulling=invulling,
        vormen=VORMEN,
        papier=papier,
        pdf=b64encode(papier.pdf).decode() if papier else "",
        bestand=f"akte-{nummer}-{jaar}.pdf",
    )
