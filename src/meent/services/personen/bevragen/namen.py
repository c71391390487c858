"""Names as people are called by them: the whole name, initials, and how somebody is addressed. Pure functions.

Source: BRP API Personen 2.7.0; Wet op de adeldom for titles. What the source leaves open is in decision 0051.
"""

from dataclasses import dataclass
from typing import Literal

from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.waarden import PREDICATEN, tekst
from meent.services.personen.persoonslijst import Voorkomen

TITELS = {
    "B": ("baron", "barones"), "BS": ("baron", "barones"), "G": ("graaf", "gravin"), "GI": ("graaf", "gravin"),
    "H": ("hertog", "hertogin"), "HI": ("hertog", "hertogin"), "JH": ("jonkheer", "jonkvrouw"),
    "JV": ("jonkheer", "jonkvrouw"), "M": ("markies", "markiezin"), "MI": ("markies", "markiezin"),
    "P": ("prins", "prinses"), "PS": ("prins", "prinses"), "R": ("ridder", ""),
}  # fmt: skip
"""Code of tabel 38 -> what a man and what a woman is called by it: the words follow who bears them, not the code."""
HOOGGEBOREN = ("graaf", "gravin")
PRINSELIJK = {"prins": "Zijne Hoogheid", "prinses": "Hare Hoogheid"}
Geslacht = Literal["M", "V", "O"]


@dataclass(frozen=True)
class Naam:
    """One name.

    titel       word for the one who bears it, empty when there is none or we cannot say which
    is_predicaat  it stands before the first name, and a title before the family name
    """

    voornamen: str
    voorvoegsel: str
    geslachtsnaam: str
    titel: str = ""
    is_predicaat: bool = False

    @property
    def familie(self) -> str:
        return " ".join(filter(None, (self.voorvoegsel, self.geslachtsnaam)))

    @property
    def familie_met_titel(self) -> str:
        return " ".join(filter(None, (self.titel if not self.is_predicaat else "", self.familie)))


def naam_of(v: Voorkomen, geslacht: str) -> Naam:
    """The name in a voorkomen, as borne by somebody of this sex."""
    code = v.get("02.20", "")
    return Naam(
        tekst(v.get("02.10", "")) or "", v.get("02.30", ""), tekst(v.get("02.40", "")) or "",
        titel_for(code, geslacht), code in PREDICATEN,
    )  # fmt: skip


def titel_for(code: str, geslacht: str) -> str:
    """Baron for him, barones for her; no word when the sex is not known. Source: BV-31."""
    words = TITELS.get(code, ("", ""))
    return {"M": words[0], "V": words[1]}.get(geslacht, "")


def voorletters(voornamen: str) -> str:
    """First letters with a dot; a first name of one letter has none, and a space comes after it. Source: BV-32."""
    found = ""
    for naam in (tekst(voornamen) or "").split():
        found += f"{naam[0]}." if len(naam) > 1 else f"{naam} "
    return found.strip()


def volledige_naam(v: Voorkomen, geslacht: str) -> str:
    """Predicaat, first names, title, prefix and family name. Source: BV-31."""
    naam = naam_of(v, geslacht)
    parts = (naam.titel if naam.is_predicaat else "", naam.voornamen, naam.familie_met_titel)
    return " ".join(filter(None, parts))


@dataclass(frozen=True)
class Aanspreking:
    """How somebody is called, with the choice of name applied.

    voor         predicaat, before the initials
    naam         family names as the person uses them, titles of the own one included
    kaal         the same without titles
    titel        title or predicaat by which the person is addressed, a courtesy title included
    """

    geslacht: str
    voorletters: str
    voor: str
    naam: str
    kaal: str
    titel: str
    is_predicaat: bool

    @property
    def aanhef(self) -> str:
        """Above a letter. Source: BV-35."""
        if self.titel in PRINSELIJK:
            return "Hoogheid"
        if self.titel:
            born = "Hooggeboren" if self.titel in HOOGGEBOREN else "Hoogwelgeboren"
            return f"{born} {'heer' if self.geslacht == 'M' else 'vrouwe'}"
        who = {"M": "heer", "V": "mevrouw"}.get(self.geslacht)
        if who is None:
            return f"Geachte {' '.join(filter(None, (self.voorletters, self.kaal)))}"
        return f"Geachte {who} {met_hoofdletter(self.kaal)}"

    @property
    def aanspreekvorm(self) -> str:
        """Before the name on an envelope. Source: BV-34."""
        if self.titel in PRINSELIJK:
            return PRINSELIJK[self.titel]
        if self.titel:
            born = "hooggeboren" if self.titel in HOOGGEBOREN else "hoogwelgeboren"
            return f"De {born} {'heer' if self.geslacht == 'M' else 'vrouwe'}"
        return {"M": "De heer", "V": "Mevrouw"}.get(self.geslacht, "")

    @property
    def op_envelop(self) -> str:
        """Source: BV-34."""
        return " ".join(filter(None, (self.voor, self.voorletters, self.naam)))

    @property
    def in_lopende_tekst(self) -> str:
        """In a sentence. Source: BV-36."""
        if self.titel:
            return f"{self.titel} {met_hoofdletter(self.kaal)}"
        who = {"M": "de heer", "V": "mevrouw"}.get(self.geslacht)
        if who is None:
            return " ".join(filter(None, (self.voorletters, self.kaal)))
        return f"{who} {met_hoofdletter(self.kaal)}"


def met_hoofdletter(naam: str) -> str:
    return naam[:1].upper() + naam[1:]


def aanspreking(feiten: Feiten) -> Aanspreking | None:
    """How this person is addressed; None for who has died, or has no name. Source: BV-33, BV-37."""
    persoon = feiten.actueel("01")
    geslacht = persoon.get("04.10", "O")
    eigen, partner = naam_of(persoon, geslacht), naam_of(feiten.partner, geslacht)
    gebruik = persoon.get("61.10", "E") if partner.geslachtsnaam else "E"
    if feiten.is_overleden or not eigen.geslachtsnaam:
        return None
    uses_own = gebruik != "P"
    hoffelijk = courtesy(feiten.partner, geslacht) if gebruik in ("P", "V") else ""
    before = f"{hoffelijk} {partner.familie}" if hoffelijk else partner.familie
    namen = {
        "E": (eigen.familie_met_titel, eigen.familie),
        "P": (before, partner.familie),
        "V": (f"{before}-{eigen.familie_met_titel}", f"{partner.familie}-{eigen.familie}"),
        "N": (f"{eigen.familie_met_titel}-{partner.familie}", f"{eigen.familie}-{partner.familie}"),
    }
    naam, kaal = namen.get(gebruik, namen["E"])
    own = eigen.titel if uses_own else ""
    voor = own if eigen.is_predicaat else ""
    return Aanspreking(
        geslacht, voorletters(persoon.get("02.10", "")), voor, naam, kaal, own or hoffelijk,
        eigen.is_predicaat if own else False,
    )  # fmt: skip


def courtesy(partner: Voorkomen, geslacht: str) -> str:
    """The title of a husband in the form for his wife, when she is called by his name; a predicaat does not go over.

    Source: BV-38.
    """
    code = partner.get("02.20", "")
    if geslacht != "V" or partner.get("04.10", "") != "M" or code in PREDICATEN:
        return ""
    return titel_for(code, "V")
