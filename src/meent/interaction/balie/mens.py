"""Somebody on paper, who is no inhabitant yet or is named on the papers of one; and what a list makes of that."""

from collections.abc import Callable, Mapping
from typing import Any

from meent.interaction.balie.proces import Proces
from meent.interaction.balie.velden import BSN_FOUT, NEGEN, TABEL, Form, Regel, Veld, bare, digits_of
from meent.interaction.problems import Probleem
from meent.interaction.words import mark
from meent.process.burgerzaken.aktes import NEDERLAND

INWONER, PAPIER = "inwoner", "papier"
WIE = {
    INWONER: mark("Iemand die hier staat ingeschreven"), PAPIER: mark("Iemand die hier niet staat ingeschreven"),
}  # fmt: skip
GESLACHTEN = {"": mark("Kies"), "V": mark("Vrouw"), "M": mark("Man"), "O": mark("Onbekend")}
DEELS = mark("Weet u de dag niet? Vul dan 3-2026 in. Weet u niets? Vul dan 0000 in.")
NIET_HIER = mark("Deze persoon staat niet in deze gemeente ingeschreven.")
ONBEKENDE_PLAATS = "0000"
Papier = Callable[[str, tuple[str, str]], tuple[Veld, ...]]
NAMEN = {"voornamen": "02.10", "voorvoegsel": "02.30", "achternaam": "02.40"}


def op_papier(begin: str = "", bij: tuple[str, str] | None = None) -> tuple[Veld, ...]:
    """Name, birth and sex; the fields of one person begin alike."""
    sex = Veld(f"{begin}geslacht", mark("Geslacht"), "keuze", GESLACHTEN, bij=bij, kort=True,
               fout=mark("Kies vrouw, man of onbekend."))  # fmt: skip
    return *naam_en_geboorte(begin, bij), sex


def naam_en_geboorte(begin: str, bij: tuple[str, str] | None) -> tuple[Veld, ...]:
    """All that a list says of a child."""
    return (
        Veld(f"{begin}voornamen", mark("Voornamen"), lang=200, bij=bij,
             uitleg=mark("Heeft de persoon maar één naam? Vul dan alleen de achternaam in.")),
        Veld(f"{begin}voorvoegsel", mark("Voorvoegsel"), lang=10, bij=bij, kort=True, uitleg=mark("Zoals van of de.")),
        Veld(f"{begin}achternaam", mark("Achternaam"), lang=200, bij=bij, fout=mark("Vul de achternaam in.")),
        Veld(f"{begin}geboren", mark("Geboortedatum"), "deeldag", lang=10, bij=bij, kort=True, uitleg=DEELS),
        plaats(f"{begin}geboorte", mark("Geboorteplaats"), bij),
        Veld(f"{begin}geboorteland", mark("Geboorteland"), "land", bij=bij, kort=True),
    )  # fmt: skip


def plaats(begin: str, label: str, bij: tuple[str, str] | None = None) -> Veld:
    """Goes with the field `…land`."""
    return Veld(f"{begin}plaats", label, lang=40, bij=bij, uitleg=mark("Laat dit leeg als de plaats niet bekend is."))


def wie_is(
    begin: str, label: str, ook: Mapping[str, str] | None = None, papier: Papier = op_papier
) -> tuple[Veld, ...]:
    """Who it is: an inhabitant, somebody on paper, or another answer."""
    soort = f"{begin}soort"
    return (
        Veld(soort, label, "keuze", WIE | dict(ook or {})),
        Veld(f"{begin}bsn", mark("BSN"), lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT, bij=(soort, INWONER),
             kort=True),
        *papier(begin, (soort, PAPIER)),
    )  # fmt: skip


def bewijs(begin: str) -> Veld:
    """A document of its own for what is told of this person."""
    return Veld(
        f"{begin}document", mark("Blijkt dit uit een ander stuk?"), lang=40,
        uitleg=mark("Beschrijf dat stuk. Laat dit leeg als het hetzelfde stuk is als bij de persoon zelf."),
    )  # fmt: skip


def keur(gaande: Proces, form: Form, begin: str) -> list[Probleem]:
    """Who is named by BSN is registered here."""
    bsn = bsn_van(form, begin)
    return [Probleem(f"{begin}bsn", NIET_HIER)] if NEGEN.fullmatch(bsn) and bsn not in gaande.weet else []


def keur_plaats(gaande: Proces, form: Form, begin: str) -> list[Probleem]:
    """A place in the Netherlands is a municipality."""
    if is_vreemd(gaande, form, begin) or not form.get(f"{begin}plaats"):
        return []
    known = gaande.visit.burgerzaken.code_van(TABEL["gemeente"], form[f"{begin}plaats"])
    return [] if known else [Probleem(f"{begin}plaats", mark("Deze gemeente kennen wij niet. Typ de naam of de code."))]


def bsn_van(form: Form, begin: str) -> str:
    """Of who is registered here; "" of anybody else."""
    return bare(form.get(f"{begin}bsn", "")) if form.get(f"{begin}soort") == INWONER else ""


def elementen(gaande: Proces, form: Form, begin: str = "") -> dict[str, str]:
    """Groups 02, 03 and 04."""
    where = waar(gaande, form, f"{begin}geboorte")
    found = {
        **{nummer: form.get(f"{begin}{naam}", "") for naam, nummer in NAMEN.items()},
        "03.10": digits_of(form.get(f"{begin}geboren", "")), "03.20": where[0], "03.30": where[1],
        "04.10": form.get(f"{begin}geslacht", ""),
    }  # fmt: skip
    return {nummer: waarde for nummer, waarde in found.items() if waarde}


def waar(gaande: Proces, form: Form, begin: str) -> tuple[str, str]:
    """Place and country: the place is a code in the Netherlands, and words outside it."""
    codes, typed = gaande.visit.burgerzaken, form.get(f"{begin}plaats", "")
    place = typed if is_vreemd(gaande, form, begin) else codes.code_van(TABEL["gemeente"], typed)
    return place or ONBEKENDE_PLAATS, codes.code_van(TABEL["land"], form.get(f"{begin}land", ""))


def is_vreemd(gaande: Proces, form: Form, begin: str) -> bool:
    return gaande.visit.burgerzaken.code_van(TABEL["land"], form.get(f"{begin}land", "")) != NEDERLAND


def over(gaande: Proces, form: Form, begin: str) -> dict[str, Any]:
    """What is handed in of a relative, beside the document."""
    bsn = bsn_van(form, begin)
    return {"bsn": bsn} if bsn else {"gegevens": elementen(gaande, form, begin)}


def regel(gaande: Proces, form: Form, begin: str, label: str, stap: str, *meer: str) -> Regel:
    """This person on the summary, in a few words.

    meer   lines below the name
    """
    bsn = bsn_van(form, begin)
    if bsn:
        told = [b.kaart.naam for b in (gaande.weet.get(bsn),) if b]
    else:
        naam = " ".join(filter(None, (form.get(f"{begin}{part}", "") for part in NAMEN)))
        where = ", ".join(filter(None, (form.get(f"{begin}geboorteplaats", ""), form.get(f"{begin}geboorteland", ""))))
        told = [naam, " ".join(filter(None, (form.get(f"{begin}geboren", ""), where)))]
    return Regel(label, (*told, *filter(None, meer)), naam=f"{begin}soort", stap=stap)
