"""An akte of somebody who lives in another municipality: it is signed here, and that municipality hears of it.

Nobody of them has a list here, so the akte names people as they are filled in.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from starlette.responses import Response

from meent.integration.brp.feiten import Weigering
from meent.interaction.balie.geboorte import GESLACHTEN
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import BSN_FOUT, DAG, NEGEN, Form, Veld, bare, day_in, digits_of
from meent.interaction.words import mark, today
from meent.process.burgerzaken.aktes import NEDERLAND
from meent.process.burgerzaken.kennisgeving import Feit, Kennisgevinginvoer

GEBOORTE, OVERLIJDEN, HUWELIJK, PARTNERSCHAP = "geboorte", "overlijden", "huwelijk", "partnerschap"
FEITEN = {
    "": mark("Kies"), GEBOORTE: mark("Geboorte"), OVERLIJDEN: mark("Overlijden"), HUWELIJK: mark("Huwelijk"),
    PARTNERSCHAP: mark("Geregistreerd partnerschap"),
}  # fmt: skip
VERBINTENIS = {HUWELIJK: "H", PARTNERSCHAP: "P"}
LEEG_OF_DAG = re.compile(rf"(?:{DAG.pattern})?", re.ASCII)
DAG_FOUT = mark("Vul de dag in, zoals 12-3-1990, of laat dit leeg.")
FEIT = (
    Veld("feit", mark("Waarvan is de akte?"), "keuze", FEITEN, fout=mark("Kies waarvan de akte is.")),
    Veld("woont", mark("In welke gemeente woont de persoon?"), "gemeente", kort=True,
         uitleg=mark("Bij een geboorte: waar de moeder woont.")),
    Veld("datum", mark("Op welke dag was het?"), "dag", kort=True),
)  # fmt: skip
KIND = (
    Veld("kind-voornamen", mark("Voornamen van het kind"), lang=200, mag_leeg=True),
    Veld("kind-voorvoegsel", mark("Voorvoegsel van het kind"), lang=10, mag_leeg=True, kort=True),
    Veld("kind-achternaam", mark("Achternaam van het kind"), lang=200, fout=mark("Vul de achternaam van het kind in.")),
    Veld("geslacht", mark("Geslacht"), "keuze", GESLACHTEN, fout=mark("Kies jongen, meisje of nog niet bekend.")),
)
ERKEND = Veld("erkend", mark("De andere ouder heeft het kind voor de geboorte erkend"), "vinkje")
ACHTERNAAM_FOUT = mark("Vul de achternaam in.")
EEN, ANDER = "een", "ander"
LABELS = {
    "bsn": mark("BSN"), "voornamen": mark("Voornamen"), "voorvoegsel": mark("Voorvoegsel"),
    "achternaam": mark("Achternaam"), "geboren": mark("Geboortedag"),
}  # fmt: skip
ROLLEN: Mapping[str, Mapping[str, str]] = {
    GEBOORTE: {EEN: mark("moeder"), ANDER: mark("andere ouder")},
    OVERLIJDEN: {EEN: mark("overledene")},
    HUWELIJK: {EEN: mark("partner die daar woont"), ANDER: mark("andere partner")},
    PARTNERSCHAP: {EEN: mark("partner die daar woont"), ANDER: mark("andere partner")},
}


def mensen(gaande: Proces, form: Form) -> Sequence[Veld]:
    """Who is named in the akte of this fact; of a birth the other parent may stay open."""
    feit = form.get("feit", "")
    roles = ROLLEN.get(feit, {})
    people = [veld for wie, rol in roles.items() for veld in persoon(gaande, form, wie, rol)]
    return (*KIND, *people, ERKEND) if feit == GEBOORTE else people


def persoon(gaande: Proces, form: Form, wie: str, rol: str) -> Sequence[Veld]:
    """The fields of one person; who may stay open has no name either."""
    words = gaande.visit.words.gettext
    is_open = wie == ANDER and form.get("feit") == GEBOORTE and not form.get(f"{wie}-bsn")

    def label(wat: str) -> str:
        return f"{words(LABELS[wat])} ({words(rol)})"

    return (
        Veld(f"{wie}-bsn", label("bsn"), lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT, mag_leeg=is_open, kort=True),
        Veld(f"{wie}-voornamen", label("voornamen"), lang=200, mag_leeg=True),
        Veld(f"{wie}-voorvoegsel", label("voorvoegsel"), lang=10, mag_leeg=True, kort=True),
        Veld(f"{wie}-achternaam", label("achternaam"), lang=200, fout=ACHTERNAAM_FOUT, mag_leeg=is_open),
        Veld(f"{wie}-geboren", label("geboren"), lang=10, patroon=LEEG_OF_DAG, fout=DAG_FOUT, kort=True),
        Veld(f"{wie}-geboorteplaats", f"{words(GEBOORTEPLAATS)} ({words(rol)})", "gemeente", mag_leeg=True, kort=True),
    )


GEBOORTEPLAATS = mark("Geboortegemeente in Nederland")


def naam_in(form: Form, wie: str) -> dict[str, str]:
    """Group 02; what was left open is not there."""
    told = {"02.10": f"{wie}-voornamen", "02.30": f"{wie}-voorvoegsel", "02.40": f"{wie}-achternaam"}
    return {nummer: form[naam] for nummer, naam in told.items() if form.get(naam)}


def persoon_in(gaande: Proces, form: Form, wie: str) -> dict[str, str]:
    """Groups 02 and 03 as the akte names somebody."""
    born, place = form.get(f"{wie}-geboren", ""), form.get(f"{wie}-geboorteplaats", "")
    day = {"03.10": digits_of(born)} if born else {}
    where = {"03.20": gaande.visit.burgerzaken.code_van(33, place), "03.30": NEDERLAND} if place else {}
    return naam_in(form, wie) | day | where


def begin(gaande: Proces) -> dict[str, str]:
    return {"feit": "", "datum": today(gaande.visit.now).isoformat()}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Kennisgevinginvoer:
    datum, feit = day_in(form, "datum"), form["feit"]
    assert datum is not None
    numbers = {wie: bare(form.get(f"{wie}-bsn", "")) for wie in ROLLEN[feit]}
    gegevens = {"15.10": VERBINTENIS[feit]} if feit in VERBINTENIS else {}
    if feit == GEBOORTE:
        gegevens = naam_in(form, "kind") | {"04.10": form["geslacht"]}
    return Kennisgevinginvoer(
        feit=cast(Feit, HUWELIJK if feit in VERBINTENIS else feit), datum=datum, bsn=numbers[EEN],
        gemeente=gaande.visit.burgerzaken.code_van(33, form["woont"]), ander=numbers.get(ANDER, ""), gegevens=gegevens,
        personen={bsn: persoon_in(gaande, form, wie) for wie, bsn in numbers.items() if bsn},
        erkend=feit == GEBOORTE and bool(form.get("erkend")), **how,
    )  # fmt: skip


async def teken_en_meld(gaande: Proces, invoer: Kennisgevinginvoer) -> Response | Sequence[Weigering]:
    """The akte with its number, and who hears of it; the same form again signs nothing."""
    visit, soort = gaande.visit, gaande.soort
    done = await visit.deps.neem_op(visit.zgw, soort.feit, invoer)
    return done.weigeringen or visit.render(
        "balie/verzonden.html", back=gaande.hier, soort=soort, akte=done.akte, jaar=today(visit.now).year,
        ander=visit.burgerzaken.codes(33).get(invoer.gemeente, invoer.gemeente),
    )  # fmt: skip


KENNISGEVING = Soort(
    feit="kennisgeving",
    titel=mark("Akte van iemand die elders woont"),
    gedaan=mark("De akte is ondertekend"),
    stappen=(
        Stap("feit", mark("Welke akte?"), lambda gaande, form: FEIT),
        Stap("mensen", mark("Wie staan erin?"), mensen, klas="mensen"),
        CONTROLEREN,
    ),
    over_persoon=False,
    begin=begin,
    maak=maak,
    leg_vast=teken_en_meld,
    knop=mark("Onderteken de akte en meld het"),
)
