"""How the municipalities of the demo want to be reached by telephone: numbers, menu, queues, and who answers.

Always open, so that the demo works at any hour; the name of each number says so, for it is what screens show. Numbers
begin with 060, which is given out to nobody (see partijen.py).
"""

from meent.process.telefonie.beheren import TELWOORDEN, geschat
from meent.process.telefonie.beleid import (
    DAGEN,
    Beleid,
    Doel,
    Geluid,
    Inzet,
    Menu,
    Nummer,
    Openingstijden,
    Overloop,
    Terugbellen,
    Tijdvak,
    Wachtrij,
)
from meent.process.telefonie.keuring import GETALLEN
from meent.tools.demo.beldag import Dorp
from meent.tools.demo.gemeenten import MEERWIJDE, ZUIDERKOOG, Gemeente
from meent.tools.demo.klantinhoud import KCC

ALTIJD_OPEN = "demo: altijd open"
ALTIJD = "altijd"
COLLEGAS = {
    MEERWIJDE.slug: ("Hilde Veenstra", "Mo Azzouzi", "Gerda Pot", "Luuk Wessels", "Aylin Demir", "Roel Schipper"),
    ZUIDERKOOG.slug: ("Ymke Postma", "Dirk Baan"),
}
"""Who answers the telephone beside those who answer everything (KCC)."""
KUNNEN = (
    {"algemeen": 3, "burgerzaken": 2}, {"algemeen": 3, "belastingen": 2}, {"algemeen": 2, "burgerzaken": 3},
    {"algemeen": 2, "belastingen": 3}, {"algemeen": 3, "burgerzaken": 1, "belastingen": 1},
)  # fmt: skip
"""What agents can do, in turns; the visitor can do everything best, so that the next call is his."""
OM_DE_SECONDEN = {MEERWIJDE.slug: 8.0, ZUIDERKOOG.slug: 25.0}
"""Between two calls, in the mean of a working day."""
BEZOEKER_KAN = {"algemeen": 9, "burgerzaken": 9, "belastingen": 9}


def nummers(gemeente: Gemeente) -> tuple[str, str]:
    """The number for everything, and the one that stands on letters about taxes."""
    return f"+3160009{gemeente.code}", f"+3160008{gemeente.code}"


def bezoeker(gemeente: Gemeente) -> str:
    """The agent that a visitor of the demo may be: the user of his session."""
    return f"{gemeente.slug}-kcc"


def dorp(gemeente: Gemeente, tenant: int) -> Dorp:
    """As a day is played there."""
    ploeg = tuple(wie for wie in medewerkers(gemeente) if wie != bezoeker(gemeente))
    return Dorp(tenant, nummers(gemeente), ploeg, bezoeker(gemeente), OM_DE_SECONDEN[gemeente.slug])


def medewerkers(gemeente: Gemeente) -> dict[str, Inzet]:
    """Everybody who answers, the visitor first."""
    namen = (*KCC[gemeente.slug], *COLLEGAS[gemeente.slug])
    anderen = {
        f"kcc-{nummer}": Inzet(naam, dict(KUNNEN[nummer % len(KUNNEN)]))
        for nummer, naam in enumerate(namen[1:], start=1)
    }
    return {bezoeker(gemeente): Inzet(namen[0], dict(BEZOEKER_KAN))} | anderen


def beleid(gemeente: Gemeente) -> Beleid:
    """A policy as a municipality of this size has one. Names of queues are those of teams in the register of actors."""
    algemeen, belastingen = nummers(gemeente)
    return Beleid(
        nummers={
            algemeen: Nummer(f"Gemeente {gemeente.naam} ({ALTIJD_OPEN})", Doel("menu", "hoofdmenu"), "eerste-lijn"),
            belastingen: Nummer(f"Belastinglijn ({ALTIJD_OPEN})", Doel("wachtrij", "belastingen"), "eerste-lijn"),
        },
        menus={
            "hoofdmenu": Menu(
                "welkom",
                {"1": Doel("wachtrij", "burgerzaken"), "2": Doel("wachtrij", "belastingen"),
                 "3": Doel("wachtrij", "eerste-lijn")},
                Doel("wachtrij", "eerste-lijn"),
            ),
        },
        wachtrijen={
            "eerste-lijn": Wachtrij("algemeen", ALTIJD, "gesloten", "muziek", nawerk_seconden=45, terugbel_toets="9"),
            "burgerzaken": Wachtrij("burgerzaken", ALTIJD, "gesloten", "muziek", nawerk_seconden=60, terugbel_toets="9",
                                    overloop=[Overloop("wachttijd", Doel("wachtrij", "eerste-lijn"), 120)]),
            "belastingen": Wachtrij("belastingen", ALTIJD, "gesloten", "muziek", nawerk_seconden=60, terugbel_toets="9",
                                    overloop=[Overloop("geen_medewerkers", Doel("wachtrij", "eerste-lijn"))]),
        },
        tijden={ALTIJD: Openingstijden({dag: [Tijdvak("00:00", "24:00")] for dag in DAGEN}, feestdagen_gesloten=False)},
        geluiden=geluiden(gemeente),
        medewerkers=medewerkers(gemeente),
        terugbellen=Terugbellen(),
    )  # fmt: skip


def geluiden(gemeente: Gemeente) -> dict[str, Geluid]:
    """What callers hear. `duur`: some fourteen letters a second, as espeak-ng says them."""
    teksten = {
        "welkom": f"Welkom bij de gemeente {gemeente.naam}. Dit is een demonstratie. Voor een paspoort, kies 1. "
                  "Voor belastingen, kies 2. Voor iets anders, kies 3.",
        "gesloten": "Wij zijn nu gesloten. Belt u ons later nog eens.",
        "terugbel-aanbod": "Wilt u teruggebeld worden? U houdt uw plaats in de rij. Kies dan 1.",
        "terugbel-bevestiging": "Wij bellen u terug op het nummer waarmee u nu belt. Tot straks.",
        "u-bent-nummer": "Uw plaats in de rij is", "wachttijd": "De verwachte wachttijd in minuten is",
    } | {f"getal-{n}": TELWOORDEN[n - 1] for n in GETALLEN}  # fmt: skip
    gesproken = {naam: Geluid(1, {"nl": geschat(tekst)}, tekst) for naam, tekst in teksten.items()}
    return gesproken | {"muziek": Geluid(1, {"nl": 2.0})}
