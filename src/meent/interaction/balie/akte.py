"""The akte on which a fact rests when another system made it: asked in the same way by every fact."""

import re

from meent.integration.brp.feiten import Akte
from meent.interaction.balie.proces import Proces
from meent.interaction.balie.velden import Form, Veld
from meent.interaction.words import mark

NUMMER = re.compile(r"[0-9A-Za-z ]{7}", re.ASCII)
NUMMER_FOUT = mark("Vul het nummer van de akte in: zeven tekens, zoals 20A0012.")


def gemeente(label: str, bij: tuple[str, str] | None = None) -> Veld:
    return Veld("aktegemeente", label, "gemeente", bij=bij, kort=True)


def nummer(bij: tuple[str, str] | None = None, uitleg: str = "") -> Veld:
    return Veld(
        "aktenummer", mark("Nummer van de akte"), lang=7, patroon=NUMMER, fout=NUMMER_FOUT, bij=bij, kort=True,
        uitleg=uitleg,
    )  # fmt: skip


def akte_in(gaande: Proces, form: Form) -> Akte:
    gemeente = gaande.visit.burgerzaken.code_van(33, form["aktegemeente"])
    return Akte(gemeente=gemeente, nummer=form["aktenummer"].upper())
