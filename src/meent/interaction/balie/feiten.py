"""What an officer does at the counter for a person, by the last part of its address: facts, and an uittreksel."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from meent.integration.brp.kaart import Kaart
from meent.interaction.balie import proces
from meent.interaction.balie.briefadres import BRIEFADRES
from meent.interaction.balie.correctie import CORRECTIE
from meent.interaction.balie.erkenning import ERKENNING
from meent.interaction.balie.geboorte import GEBOORTE
from meent.interaction.balie.hervestiging import HERVESTIGING
from meent.interaction.balie.inschrijving import INSCHRIJVING
from meent.interaction.balie.kennisgeving import KENNISGEVING
from meent.interaction.balie.levenloos import LEVENLOOS
from meent.interaction.balie.lijstfeiten import AFVOERING, DEBLOKKERING, DUBBELINSCHRIJVING
from meent.interaction.balie.overkomst import OVERKOMST
from meent.interaction.balie.overlijden import OVERLIJDEN
from meent.interaction.balie.proces import Soort
from meent.interaction.balie.twijfel import TWIJFEL
from meent.interaction.balie.uittreksel import UITTREKSEL
from meent.interaction.balie.verbintenis import HUWELIJK, OMZETTING, ONTBINDING
from meent.interaction.balie.verhuizing import VERHUIZING
from meent.interaction.balie.vertrek import VERTREK
from meent.interaction.balie.verzoeken import GEHEIM, NAAMGEBRUIK, ONDERZOEK
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark

Past = Callable[[Kaart], bool]
MEERDERJARIG = 18
"""Nobody marries before. Source: BW 1:31"""


def heeft(kaart: Kaart, *begin: str) -> bool:
    return any(signaal.code.startswith(begin) for signaal in kaart.signalen)


def heeft_eigen_lijst(kaart: Kaart) -> bool:
    """With an A-nummer, and open: by that number a list is afgevoerd."""
    return bool(kaart.anummer) and not heeft(kaart, "geblokkeerd")


def is_meerderjarig(kaart: Kaart) -> bool:
    return kaart.leeftijd is None or kaart.leeftijd >= MEERDERJARIG


def leeft_hier(kaart: Kaart) -> bool:
    """Of a list that is no longer kept up nothing is recorded but what is said below."""
    return not heeft(kaart, "overleden", "opgeschort", "geblokkeerd")


def leefde_hier(kaart: Kaart) -> bool:
    """Of who has died is still recorded what happened before (HUP 5.5); the process judges by the day."""
    return not heeft(kaart, "opgeschort", "geblokkeerd")


PER_GROEP: Mapping[str, tuple[tuple[Soort, Past], ...]] = {
    mark("Wonen"): (
        (VERHUIZING, leeft_hier),
        (BRIEFADRES, leeft_hier),
        (VERTREK, leeft_hier),
        (HERVESTIGING, lambda kaart: heeft(kaart, "opgeschort-E", "opgeschort-M") and not heeft(kaart, "geblokkeerd")),
    ),
    mark("Leven en familie"): (
        (GEBOORTE, lambda kaart: leefde_hier(kaart) and kaart.geslacht != "man"),
        (ERKENNING, lambda kaart: leefde_hier(kaart) and len(kaart.van("ouder")) < 2),
        (HUWELIJK, lambda kaart: leefde_hier(kaart) and is_meerderjarig(kaart) and not kaart.van("partner")),
        (ONTBINDING, lambda kaart: leefde_hier(kaart) and bool(kaart.van("partner"))),
        (OMZETTING, lambda kaart: leeft_hier(kaart) and any(een.soort == "P" for een in kaart.van("partner"))),
        (OVERLIJDEN, leeft_hier),
    ),
    mark("Wat iemand vraagt"): (
        (UITTREKSEL, leeft_hier),
        (NAAMGEBRUIK, lambda kaart: leeft_hier(kaart) and bool(kaart.van("partner") or kaart.van("ex"))),
        (GEHEIM, leeft_hier),
        (LEVENLOOS, leeft_hier),
    ),
    mark("Wat er op de lijst staat"): (
        (TWIJFEL, lambda kaart: not heeft(kaart, "geblokkeerd", "opgeschort-F")),
        (ONDERZOEK, leeft_hier),
        (CORRECTIE, lambda kaart: not heeft(kaart, "geblokkeerd", "opgeschort-F")),
        (DEBLOKKERING, lambda kaart: heeft(kaart, "geblokkeerd")),
        (DUBBELINSCHRIJVING, lambda kaart: heeft_eigen_lijst(kaart) and not heeft(kaart, "opgeschort-F")),
        (AFVOERING, heeft_eigen_lijst),
    ),
}
AANBOD: Mapping[str, tuple[Soort, Past]] = {
    soort.feit: (soort, past) for some in PER_GROEP.values() for soort, past in some
}
"""Name of the fact -> how it is recorded, and whether it can be of somebody: the page offers nothing that is refused at
the end for what everybody can see at the beginning."""


NAAR_ELDERS = (OVERKOMST, KENNISGEVING)
"""What goes to another municipality by post."""
ZONDER_LIJST: Mapping[str, Soort] = {soort.feit: soort for soort in (INSCHRIJVING, *NAAR_ELDERS)}
"""What is of people who have no list here: name -> how it is recorded."""
SOORTEN: Mapping[str, Soort] = {**ZONDER_LIJST, **{feit: soort for feit, (soort, _) in AANBOD.items()}}
"""All that is recorded at the counter."""


def aanbod(kaart: Kaart) -> dict[str, dict[str, str]]:
    """What can be recorded of this person: group -> name -> title; a group without any is not there."""
    found = {
        groep: {soort.feit: soort.titel_van(kaart) for soort, past in some if past(kaart)}
        for groep, some in PER_GROEP.items()
    }
    return {groep: feiten for groep, feiten in found.items() if feiten}


def zonder_lijst(*, has_mailbox: bool) -> dict[str, str]:
    """What can be recorded of who has no list: name -> title."""
    return {feit: soort.titel for feit, soort in ZONDER_LIJST.items() if has_mailbox or soort not in NAAR_ELDERS}


def kan(kaart: Kaart, feit: str) -> bool:
    return AANBOD[feit][1](kaart)


def soort_in(visit: Visit) -> Soort:
    """By the address: of somebody who is here, or without a list."""
    found = SOORTEN.get(str(visit.request.path_params["feit"]))
    if found is None or found.over_persoon is not ("uuid" in visit.request.path_params):
        raise Refused(NOT_HERE)
    return found


async def show(visit: Visit) -> Response:
    return await proces.begin(visit, soort_in(visit))


async def verder(visit: Visit) -> Response:
    return await proces.verder(visit, soort_in(visit))
