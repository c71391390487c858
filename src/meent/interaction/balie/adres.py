"""An address in the municipality, typed: without a BAG it is not looked up."""

import re
from collections.abc import Mapping

from meent.interaction.balie.velden import Form, Veld
from meent.interaction.stappen import CONTROLE
from meent.interaction.visit import Visit
from meent.interaction.words import mark

POSTCODE = re.compile(r"(?:[1-9]\d{3}\s?[A-Za-z]{2})?", re.ASCII)
HUISNUMMER = re.compile(r"[1-9]\d{0,4}", re.ASCII)
ADRES = (
    Veld("straat", mark("Straat"), fout=mark("Vul de straat in.")),
    Veld("huisnummer", mark("Huisnummer"), lang=5, patroon=HUISNUMMER, fout=mark("Vul het nummer in.")),
    Veld("huisletter", mark("Letter"), lang=1),
    Veld("toevoeging", mark("Toevoeging"), lang=4),
    Veld("postcode", mark("Postcode"), lang=7, patroon=POSTCODE,
         fout=mark("Een postcode is vier cijfers en twee letters.")),
    Veld("woonplaats", mark("Woonplaats")),
    Veld("functie", mark("Wat voor adres is het?"), "keuze", {"W": mark("Woonadres"), "B": mark("Briefadres")},
         fout=mark("Kies of dit een woonadres of een briefadres is.")),
)  # fmt: skip

WOONADRES = ADRES[:-1]
"""Where only one kind of address is meant."""


def adres_in(form: Form) -> dict[str, str]:
    """Elements of 10, 11: what was left open is not there."""
    found = {
        "10.10": form.get("functie", ""), "11.10": form.get("straat", "")[:24], "11.15": form.get("straat", "")[:80],
        "11.20": form.get("huisnummer", ""), "11.30": form.get("huisletter", "")[:1],
        "11.40": form.get("toevoeging", "")[:4], "11.60": form.get("postcode", "").replace(" ", "").upper(),
        "11.70": form.get("woonplaats", "")[:80],
    }  # fmt: skip
    return {nummer: waarde for nummer, waarde in found.items() if waarde}


async def bezetting(visit: Visit, adres: Mapping[str, str]) -> int:
    """How many are registered at this address, in elements of 11."""
    return await visit.burgerzaken.bezetting(*(adres.get(n, "") for n in ("11.60", "11.20", "11.30", "11.40")))


async def bezet(visit: Visit, form: Form, stap: str) -> int:
    """How many live already where somebody goes to live: told at the end, when the address is known."""
    asks = stap == CONTROLE and form.get("functie") == "W"
    return await bezetting(visit, adres_in(form)) if asks else 0
