"""A parent asks that a child that did not live stands on the own list: who it was, and from which paper it is known."""

from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import akte as akten
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in, digits_of
from meent.interaction.words import mark, today
from meent.process.burgerzaken.levenloos import Levenloosinvoer

WAAR, ELDERS, BUITENLAND = "waar", "elders", "buitenland"
BIJ_NEDERLAND, BIJ_BUITENLAND = (WAAR, ELDERS), (WAAR, BUITENLAND)
KIND = (
    Veld("voornamen", mark("Voornamen van het kind"), lang=200,
         uitleg=mark("Staat er geen naam op de akte? Dan zegt de ouder hoe het kind heet.")),
    Veld("voorvoegsel", mark("Voorvoegsel"), lang=10, kort=True),
    Veld("geslachtsnaam", mark("Achternaam van het kind"), lang=200, fout=mark("Vul de achternaam in.")),
    Veld("datum", mark("Dag van de geboorte"), "deeldag", lang=10, kort=True),
    Veld("verzocht", mark("Dag van het verzoek op papier"), "dag", kort=True),
)  # fmt: skip
BEWIJS = (
    Veld(WAAR, mark("Waar is het kind geboren?"), "keuze", {
        ELDERS: mark("In Nederland"), BUITENLAND: mark("In het buitenland"),
    }, fout=mark("Kies waar het was.")),
    akten.gemeente(mark("Gemeente van de akte"), BIJ_NEDERLAND),
    akten.nummer(BIJ_NEDERLAND, uitleg=mark("Met een B op de derde plaats, zoals 20B0012.")),
    Veld("geboorteplaats", mark("Gemeente waar het kind is geboren"), "gemeente", bij=BIJ_NEDERLAND, kort=True),
    Veld("land", mark("Welk land?"), "land", bij=BIJ_BUITENLAND, kort=True),
    Veld("plaats", mark("Welke plaats?"), lang=40, bij=BIJ_BUITENLAND, fout=mark("Vul de plaats in, in woorden.")),
    Veld("document", mark("Welk document hebt u gezien?"), lang=40, bij=BIJ_BUITENLAND,
         fout=mark("Beschrijf het document."), uitleg=mark("Schrijf op: soort stuk, plaats en nummer.")),
)  # fmt: skip


def begin(gaande: Proces) -> dict[str, str]:
    own = gaande.visit.burgerzaken.eigen_naam
    return {WAAR: ELDERS, "verzocht": today(gaande.visit.now).isoformat(), "aktegemeente": own, "geboorteplaats": own}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    """Who stands at the counter asks for the own list."""
    called = {"02.10": form.get("voornamen", ""), "02.30": form.get("voorvoegsel", ""), "02.40": form["geslachtsnaam"]}
    codes, bsn = gaande.visit.burgerzaken, gaande.persoon.bsn
    where: dict[str, Any]
    if form[WAAR] == BUITENLAND:
        where = {"land": codes.code_van(34, form["land"]), "plaats": form["plaats"], "document": form["document"]}
    else:
        where = {"plaats": codes.code_van(33, form["geboorteplaats"]), "akte": akten.akte_in(gaande, form)}
    return Levenloosinvoer(
        ouder=bsn, verzoeker=bsn, naam={n: w for n, w in called.items() if w}, datum=digits_of(form["datum"]),
        verzocht=day_in(form, "verzocht"), **where, **how,
    )  # fmt: skip


LEVENLOOS = Soort(
    feit="levenloos",
    titel=mark("Levenloos geboren kind"),
    gedaan=mark("Het kind staat op de lijst van deze ouder"),
    stappen=(
        Stap("kind", mark("Hoe heet het kind?"), lambda gaande, form: KIND),
        Stap("bewijs", mark("Waar staat het in?"), lambda gaande, form: BEWIJS),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={"BZ-250": "verzocht", "BZ-251": "persoon", "BZ-252": WAAR, "BZ-253": "voornamen"},
    toon=lambda gaande, form: wie.over(gaande),
)
