"""Fields of a step: what is asked, what may stand in it, and how it reads on the summary.

A field tells by itself what is wrong with it, so that a fact only says what it asks. What the law says to it is said by
the process; which rule is about which field stands with the kind of fact.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from meent.interaction.problems import Probleem
from meent.interaction.seams import Burgerzaken
from meent.interaction.words import mark

Form = Mapping[str, str]
Vorm = Literal[
    "tekst", "dag", "deeldag", "keuze", "wie", "vinkje", "vinkjes", "gemeente", "land", "nationaliteit", "lang",
]  # fmt: skip
DAG = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})", re.ASCII)
NEGEN = re.compile(r"\d{9}", re.ASCII)
TIEN = re.compile(r"\d{10}", re.ASCII)
GETAL = re.compile(r"\d", re.ASCII)
BSN_FOUT = mark("Een BSN heeft negen cijfers.")
TABEL: Mapping[str, int] = {"gemeente": 33, "land": 34, "nationaliteit": 32}
DATUM_FOUT = mark("Vul een hele datum in.")
KIES_FOUT = mark("Kies een van de antwoorden.")
FOUTEN = {
    "dag": DATUM_FOUT,
    "deeldag": mark("Vul de dag in, zoals 12-3-2026. Weet u de dag niet? Vul dan 3-2026 in."),
    "keuze": KIES_FOUT,
    "wie": KIES_FOUT,
    "gemeente": mark("Deze gemeente kennen wij niet. Typ de naam of de code van vier cijfers."),
    "land": mark("Dit land kennen wij niet. Typ de naam of de code van vier cijfers."),
    "nationaliteit": mark("Deze nationaliteit kennen wij niet. Typ de naam of de code van vier cijfers."),
}


@dataclass(frozen=True)
class Veld:
    """One field.

    vorm     tekst and lang are typed; deeldag is a day of which the day or month may be missing; wie is a choice of
             people, vinkjes are ticks named `naam-code`; gemeente, land and nationaliteit are typed by name or code
    opties   code -> words of ours, or of wie the name of somebody
    patroon  what a text must look like, without blanks and dots when it is `kaal`
    fout     what is told when it is not right; without it a text may be anything or nothing, and nobody may be chosen
    mag_leeg whether nothing is an answer too, to what would else be asked for
    bij      name of another field and the answer to it with which this one is asked; None is always
    """

    naam: str
    label: str
    vorm: Vorm = "tekst"
    opties: Mapping[str, str] = field(default_factory=dict)
    lang: int = 80
    uitleg: str = ""
    patroon: re.Pattern[str] | None = None
    kaal: bool = False
    fout: str = ""
    mag_leeg: bool = False
    bij: tuple[str, str] | None = None
    kort: bool = False

    def is_own(self, naam: str) -> bool:
        return naam.startswith(f"{self.naam}-") if self.vorm == "vinkjes" else naam == self.naam

    def gekozen(self, form: Form) -> list[str]:
        """Of ticks: the codes that are on."""
        return [code for code in self.opties if form.get(f"{self.naam}-{code}")]


@dataclass(frozen=True)
class Regel:
    """A line of the summary.

    waarden  one below the other
    vorm     woord is ours and is translated, dag is a date, cijfers a number; the rest is shown as it is
    naam     of the field it is of; stap the code of the step where that is
    """

    label: str
    waarden: tuple[str, ...]
    vorm: Literal["tekst", "woord", "dag", "cijfers"] = "tekst"
    naam: str = ""
    stap: str = ""


def gevraagd(velden: Iterable[Veld], form: Form) -> list[Veld]:
    """Those that count with what was answered."""
    return [veld for veld in velden if veld.bij is None or form.get(veld.bij[0]) == veld.bij[1]]


def problemen(velden: Iterable[Veld], form: Form, codes: Burgerzaken) -> list[Probleem]:
    """What is wrong with what was filled in, at its field."""
    return [
        Probleem(veld.naam, veld.fout or FOUTEN[veld.vorm])
        for veld in gevraagd(velden, form) if not is_goed(veld, form, codes)
    ]  # fmt: skip


def is_goed(veld: Veld, form: Form, codes: Burgerzaken) -> bool:
    waarde = form.get(veld.naam, "")
    if veld.mag_leeg and not waarde:
        return True
    match veld.vorm:
        case "keuze" | "wie":
            return waarde in veld.opties and bool(waarde or not veld.fout)
        case "dag":
            return day_in(form, veld.naam) is not None
        case "deeldag":
            return bool(digits_of(waarde))
        case "gemeente" | "land" | "nationaliteit":
            return bool(codes.code_van(TABEL[veld.vorm], waarde))
        case "vinkje" | "vinkjes":
            return True
    if not veld.fout:
        return True
    return veld.patroon.fullmatch(bare(waarde) if veld.kaal else waarde) is not None if veld.patroon else bool(waarde)


def day_in(form: Form, naam: str) -> date | None:
    try:
        return date.fromisoformat(form.get(naam, ""))
    except ValueError:
        return None


def digits_of(text: str) -> str:
    """A day as people write it (12-3-2026, 3-2026, 2026) in eight digits; "" for what is none."""
    found = DAG.fullmatch(text.strip())
    return f"{found[3]}{int(found[2] or 0):02}{int(found[1] or 0):02}" if found else ""


def bare(text: str) -> str:
    """A number without what people put between its digits."""
    return re.sub(r"[\s.]", "", text)


def regels(velden: Sequence[Veld], form: Form, stap: str, codes: Burgerzaken) -> list[Regel]:
    """What was filled in on a step, as lines of the summary; what was left open is no line."""
    lines = [_regel(veld, form, stap, codes) for veld in gevraagd(velden, form)]
    return [line for line in lines if any(line.waarden)]


def _regel(veld: Veld, form: Form, stap: str, codes: Burgerzaken) -> Regel:
    waarde = form.get(veld.naam, "")
    match veld.vorm:
        case "keuze":
            return Regel(veld.label, (veld.opties.get(waarde, ""),), "woord", veld.naam, stap)
        case "wie":
            return Regel(veld.label, (veld.opties.get(waarde, ""),), "tekst", veld.naam, stap)
        case "vinkje":
            return Regel(veld.label, (JA if waarde else NEE,), "woord", veld.naam, stap)
        case "vinkjes":
            words = tuple(veld.opties[code] for code in veld.gekozen(form))
            return Regel(veld.label, words or (NIETS,), "woord", veld.naam, stap)
        case "dag":
            return Regel(veld.label, (waarde,), "dag", veld.naam, stap)
        case "gemeente" | "land" | "nationaliteit":
            code = codes.code_van(TABEL[veld.vorm], waarde)
            return Regel(veld.label, (codes.codes(TABEL[veld.vorm]).get(code, code),), "tekst", veld.naam, stap)
    return Regel(
        veld.label, (waarde,), "cijfers" if veld.patroon or veld.vorm == "deeldag" else "tekst", veld.naam, stap
    )


JA, NEE, NIETS = mark("Ja"), mark("Nee"), mark("Niets")
