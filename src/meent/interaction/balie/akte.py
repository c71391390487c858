"""The akte on which a fact rests: made elsewhere, or a latere vermelding that is signed here with the fact."""

import re

from meent.integration.brp.feiten import Akte
from meent.interaction.balie.proces import Proces
from meent.interaction.balie.velden import Form, Veld
from meent.interaction.words import mark

NUMMER = re.compile(r"[0-9A-Za-z ]{7}", re.ASCII)
NUMMER_FOUT = mark("Vul het nummer van de akte in: zeven tekens, zoals 20A0012.")

VERMELDING, ZELF, ELDERS = "vermelding", "zelf", "elders"
BIJ_ZELF, BIJ_ELDERS = (VERMELDING, ZELF), (VERMELDING, ELDERS)
WIE_MAAKT = Veld(VERMELDING, mark("Wie maakt de latere vermelding?"), "keuze", {
    ELDERS: mark("Die is er al"), ZELF: mark("Wij, samen met dit feit"),
})  # fmt: skip


def gemeente(label: str, bij: tuple[str, str] | None = None) -> Veld:
    return Veld("aktegemeente", label, "gemeente", bij=bij, kort=True)


def nummer(bij: tuple[str, str] | None = None, uitleg: str = "") -> Veld:
    return Veld(
        "aktenummer", mark("Nummer van de akte"), lang=7, patroon=NUMMER, fout=NUMMER_FOUT, bij=bij, kort=True,
        uitleg=uitleg,
    )  # fmt: skip


def vermelding_in(gaande: Proces, form: Form) -> Akte | None:
    """The one that is there already; None when it is signed here."""
    return None if form.get(VERMELDING) == ZELF else akte_in(gaande, form)


def akte_in(gaande: Proces, form: Form) -> Akte:
    gemeente = gaande.visit.burgerzaken.code_van(33, form["aktegemeente"])
    return Akte(gemeente=gemeente, nummer=form["aktenummer"].upper())
