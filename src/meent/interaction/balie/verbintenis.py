"""A marriage or partnership that begins, and one that ends otherwise than by death."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Bewoner
from meent.interaction.balie import akte as akten
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import BSN_FOUT, GETAL, NEGEN, Form, Regel, Veld, bare, day_in
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.aktes import NEDERLAND
from meent.process.burgerzaken.feiten import Huwelijksinvoer
from meent.process.burgerzaken.ontbinding import Ontbindingsinvoer

# --- it begins -------------------------------------------------------------------------------------------------------

SLUITING = (
    Veld("soort", mark("Wat is het?"), "keuze", {"H": mark("Huwelijk"), "P": mark("Geregistreerd partnerschap")},
         fout=mark("Kies wat het is.")),
    Veld("partner", mark("BSN van de partner"), lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT, kort=True),
    Veld("datum", mark("Dag van de sluiting"), "dag", kort=True),
    Veld("gemeld", mark("Dag waarop zij het meldden"), "dag", kort=True),
    Veld("getuigen", mark("Aantal getuigen"), lang=1, patroon=GETAL, fout=mark("Vul het aantal in."), kort=True),
    Veld("ontheffing", mark("De officier van justitie gaf ontheffing van de 14 dagen"), "vinkje"),
)  # fmt: skip


async def partner(visit: Visit, persoon: Bewoner, form: Form) -> Sequence[Bewoner]:
    """Who is named by number may live anywhere in the municipality."""
    return await visit.burgerzaken.met_nummers([bare(form["partner"])]) if form.get("partner") else ()


def begin_sluiting(gaande: Proces) -> dict[str, str]:
    return {"soort": "H", "datum": today(gaande.visit.now).isoformat(), "gemeld": "", "getuigen": "2"}


def maak_sluiting(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    gemeld = day_in(form, "gemeld")
    assert gemeld is not None
    return Huwelijksinvoer(
        soort=cast(Literal["H", "P"], form["soort"]), partners=(gaande.persoon.bsn, bare(form["partner"])),
        gemeld=gemeld, datum=day_in(form, "datum"), getuigen=int(form["getuigen"]),
        ontheffing=bool(form.get("ontheffing")), **how,
    )  # fmt: skip


def toon_sluiting(gaande: Proces, form: Form) -> list[Regel]:
    """Who the number is of, so that nobody marries a stranger by a slip of the finger."""
    found = gaande.met_bsn(bare(form.get("partner", "")))
    return [*wie.over(gaande), *([Regel(mark("Partner"), (found.kaart.naam,), naam="wie")] if found else [])]


HUWELIJK = Soort(
    feit="huwelijk",
    titel=mark("Huwelijk of partnerschap"),
    gedaan=mark("Het huwelijk of partnerschap is opgenomen"),
    stappen=(Stap("gegevens", mark("Met wie en wanneer?"), lambda gaande, form: SLUITING), CONTROLEREN),
    begin=begin_sluiting,
    maak=maak_sluiting,
    bij={
        "BZ-10": "partner", "BZ-11": "partner", "BZ-12": "partner", "BZ-13": "gemeld", "BZ-14": "getuigen",
        "BZ-15": "datum", "BZ-16": "partner", "BZ-43": "partner",
    },
    toon=toon_sluiting,
    mensen=partner,
)  # fmt: skip

# --- it ends ---------------------------------------------------------------------------------------------------------

WAAR, HIER, BUITENLAND = "waar", "hier", "buitenland"
BIJ_BUITENLAND = (WAAR, BUITENLAND)
PLAATSEN = {HIER: mark("In Nederland"), BUITENLAND: mark("In het buitenland")}
EINDE = (
    Veld("datum", mark("Dag waarop het in de registers kwam"), "dag", kort=True),
    akten.WIE_MAAKT,
    akten.gemeente(mark("Gemeente van de akte van sluiting"), akten.BIJ_ELDERS),
    akten.nummer(akten.BIJ_ELDERS, uitleg=mark("Met een B op de derde plaats: de latere vermelding.")),
    Veld(
        "beschikking",
        mark("Waarop rust het einde?"),
        lang=200,
        bij=akten.BIJ_ZELF,
        uitleg=mark("Schrijf op: rechtbank, nummer en dag, of dat beide partners het verklaarden."),
    ),
    Veld(WAAR, mark("Waar eindigde het?"), "keuze", PLAATSEN),
    Veld("land", mark("Welk land?"), "land", bij=BIJ_BUITENLAND, kort=True),
    Veld("plaats", mark("Welke plaats?"), lang=40, bij=BIJ_BUITENLAND, fout=mark("Vul de plaats in, in woorden.")),
)


def begin_einde(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now).isoformat()
    return {
        "datum": day,
        "aktegemeente": gaande.visit.burgerzaken.eigen_naam,
        WAAR: HIER,
        akten.VERMELDING: akten.ELDERS,
    }


def maak_einde(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, akte = day_in(form, "datum"), akten.vermelding_in(gaande, form)
    assert datum is not None
    plaats, land = akte.gemeente if akte else "", NEDERLAND
    if form.get(WAAR) == BUITENLAND:
        plaats, land = form["plaats"], gaande.visit.burgerzaken.code_van(34, form["land"])
    return Ontbindingsinvoer(
        bsn=gaande.persoon.bsn, datum=datum, akte=akte, plaats=plaats, land=land,
        beschikking="" if akte else form.get("beschikking", ""), **how,
    )  # fmt: skip


def toon_einde(gaande: Proces, form: Form) -> list[Regel]:
    partners = tuple(een.naam for een in gaande.persoon.kaart.van("partner"))
    return [*wie.over(gaande), *([Regel(mark("Partner"), partners, naam="partner")] if partners else [])]


ONTBINDING = Soort(
    feit="ontbinding",
    titel=mark("Einde van huwelijk of partnerschap"),
    gedaan=mark("Het einde is opgenomen"),
    stappen=(
        Stap("gegevens", mark("Wanneer en waar?"), lambda gaande, form: EINDE,
             vooraf=lambda gaande, form: toon_einde(gaande, form)),
        CONTROLEREN,
    ),
    begin=begin_einde,
    maak=maak_einde,
    bij={"BZ-56": "persoon", "BZ-57": "datum", "BZ-58": akten.VERMELDING, "BZ-59": "beschikking"},
    toon=toon_einde,
)  # fmt: skip
