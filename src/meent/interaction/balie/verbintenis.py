"""A marriage or partnership that begins, and one that ends otherwise than by death."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
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
from meent.process.burgerzaken.huwelijk import GEEN_SCHIJN, TOESTEMMING
from meent.process.burgerzaken.omzetting import Omzettingsinvoer
from meent.process.burgerzaken.ontbinding import Ontbindingsinvoer, Reden, Wijze

# --- it begins -------------------------------------------------------------------------------------------------------

SLUITING = (
    Veld("soort", mark("Wat is het?"), "keuze", {"H": mark("Huwelijk"), "P": mark("Geregistreerd partnerschap")},
         fout=mark("Kies wat het is.")),
    Veld("partner", mark("BSN van de partner"), lang=11, patroon=NEGEN, kaal=True, fout=BSN_FOUT, kort=True),
    Veld("datum", mark("Dag van de sluiting"), "dag", kort=True),
    Veld("gemeld", mark("Dag waarop zij het meldden"), "dag", kort=True),
    Veld("getuigen", mark("Aantal getuigen"), lang=1, patroon=GETAL, fout=mark("Vul het aantal in."), kort=True),
    Veld("ontheffing", mark("De officier van justitie gaf ontheffing van de 14 dagen"), "vinkje"),
    Veld("stuk", mark("Welke verklaringen zijn er?"), "vinkjes", {
        GEEN_SCHIJN: mark("Beiden verklaren dat het geen schijnhuwelijk is"),
        TOESTEMMING: mark("Toestemming van de curator of de kantonrechter"),
    }),
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
        ontheffing=bool(form.get("ontheffing")), stukken=frozenset(SLUITING[-1].gekozen(form)), **how,
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
        "BZ-15": "datum", "BZ-16": "partner", "BZ-43": "partner", "BZ-301": "gemeld", "BZ-302": "stuk",
        "BZ-303": "stuk",
    },
    toon=toon_sluiting,
    mensen=partner,
)  # fmt: skip

# --- it ends ---------------------------------------------------------------------------------------------------------

WAAR, HIER, ELDERS, BUITENLAND = "waar", "hier", "elders", "buitenland"
BIJ_BUITENLAND = (WAAR, BUITENLAND)
PLAATSEN = {HIER: mark("In Nederland"), BUITENLAND: mark("In het buitenland")}
HOE: Mapping[str, tuple[Reden, Wijze]] = MappingProxyType({
    "rechter": ("S", "rechter"), "verklaring": ("S", "verklaring"), "nietig": ("N", "rechter"),
})  # fmt: skip
EINDE = (
    Veld(
        "hoe",
        mark("Hoe eindigt het?"),
        "keuze",
        {
            "rechter": mark("Door een uitspraak van de rechter"),
            "verklaring": mark("Door een verklaring van beide partners (alleen een partnerschap)"),
            "nietig": mark("De rechter verklaarde het nietig"),
        },
    ),
    Veld(
        "datum",
        mark("Dag waarop het in de registers kwam"),
        "dag",
        kort=True,
        uitleg=mark("Is het nietig verklaard? Vul dan de dag in waarop de uitspraak onherroepelijk werd."),
    ),
    akten.WIE_MAAKT,
    akten.gemeente(mark("Gemeente van de akte van sluiting"), akten.BIJ_ELDERS),
    akten.nummer(akten.BIJ_ELDERS, uitleg=mark("Met een B op de derde plaats; met een C als het nietig is verklaard.")),
    Veld(
        "beschikking",
        mark("Waarop rust het einde?"),
        lang=200,
        bij=akten.BIJ_ZELF,
        uitleg=mark("Schrijf op: rechtbank, nummer en dag, of dat beide partners het verklaarden."),
    ),
    Veld(
        "beslist",
        mark("Dag waarop de uitspraak onherroepelijk werd, of de overeenkomst is gesloten"),
        "dag",
        bij=akten.BIJ_ZELF,
        kort=True,
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
        "hoe": "rechter",
    }


def maak_einde(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, akte = day_in(form, "datum"), akten.vermelding_in(gaande, form)
    assert datum is not None
    plaats, land = "", NEDERLAND
    reden, wijze = HOE[form["hoe"]]
    if form.get(WAAR) == BUITENLAND:
        plaats, land = form["plaats"], gaande.visit.burgerzaken.code_van(34, form["land"])
    return Ontbindingsinvoer(
        bsn=gaande.persoon.bsn, datum=datum, akte=akte, plaats=plaats, land=land,
        beschikking="" if akte else form.get("beschikking", ""), reden=reden, wijze=wijze,
        beslist=None if akte else day_in(form, "beslist"), **how,
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
             vooraf=toon_einde),
        CONTROLEREN,
    ),
    begin=begin_einde,
    maak=maak_einde,
    bij={
        "BZ-56": "persoon", "BZ-57": "datum", "BZ-58": akten.VERMELDING, "BZ-59": "beschikking", "BZ-310": "beslist",
        "BZ-311": "hoe", "BZ-76": WAAR,
    },
    toon=toon_einde,
)  # fmt: skip

# --- it becomes a marriage -------------------------------------------------------------------------------------------

OMZETTING_WAAR = {HIER: mark("In deze gemeente: wij maken de akte"), ELDERS: mark("In een andere gemeente")}
BIJ_ANDERE = (WAAR, ELDERS)
OMGEZET = (
    Veld("datum", mark("Dag van de omzetting"), "dag", kort=True),
    Veld(WAAR, mark("Waar was de omzetting?"), "keuze", OMZETTING_WAAR),
    akten.gemeente(mark("Welke gemeente?"), BIJ_ANDERE),
    akten.nummer(BIJ_ANDERE, uitleg=mark("Met een H op de derde plaats.")),
)


def begin_omzetting(gaande: Proces) -> dict[str, str]:
    return {"datum": today(gaande.visit.now).isoformat(), WAAR: HIER}


def maak_omzetting(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum, akte = day_in(form, "datum"), akten.akte_in(gaande, form) if form[WAAR] == ELDERS else None
    assert datum is not None
    return Omzettingsinvoer(
        bsn=gaande.persoon.bsn, datum=datum, akte=akte, plaats=akte.gemeente if akte else "", **how
    )  # fmt: skip


OMZETTING = Soort(
    feit="omzetting",
    titel=mark("Partnerschap wordt huwelijk"),
    gedaan=mark("De omzetting is opgenomen"),
    stappen=(
        Stap("gegevens", mark("Wanneer en waar?"), lambda gaande, form: OMGEZET,
             vooraf=toon_einde),
        CONTROLEREN,
    ),
    begin=begin_omzetting,
    maak=maak_omzetting,
    bij={"BZ-312": "persoon", "BZ-313": "datum", "BZ-314": WAAR},
    toon=toon_einde,
)  # fmt: skip
