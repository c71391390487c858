"""What a resident reads for the state of a declaration, and for the rules that stand in the way."""

from collections.abc import Iterable, Mapping

from meent.integration.brp.feiten import Weigering
from meent.interaction.words import mark

SOORTEN = {"verhuizing": mark("Verhuizing"), "uittreksel": mark("Uittreksel")}
TOESTANDEN = {
    "gepland": mark("Gepland"), "toestemming": mark("Wacht op toestemming"), "betalen": mark("Nog niet betaald"),
    "behandelen": mark("In behandeling"), "gedaan": mark("Klaar"), "afgewezen": mark("Niet doorgegaan"),
}  # fmt: skip
GROENE = ("gedaan",)
REDENEN = {
    "BZ-04": mark("Wij kijken eerst of u deze verhuizing mag melden."),
    "BZ-08": mark("Er staat al een latere verhuizing bij ons. Wij zoeken uit hoe dat zit."),
    "BZ-202": mark("Wij kijken eerst of dit adres bestaat."),
    "BZ-203": mark("Wij kijken eerst wie er op het nieuwe adres woont."),
    "BZ-204": mark("Er loopt een onderzoek naar een adres. Dat ronden wij eerst af."),
    "BZ-205": mark("Een kind verhuist en een ouder blijft. Wij vragen u hoe het zit."),
    "BZ-206": mark("Een curator regelt zaken voor iemand. Wij nemen contact met u op."),
}
"""Number of a rule -> why an officer looks first."""
ANDERS = mark("Wij moeten eerst iets controleren.")
ONBEKEND = {"BZ-43": mark("Wij vinden uw gegevens niet. Kom langs bij de gemeente.")}
STOPPEN = ONBEKEND | {
    "BZ-01": mark("U meldt te vroeg. Melden kan vanaf vier weken voor de verhuizing."),
    "BZ-05": mark("U staat nu niet ingeschreven. Kom langs bij de gemeente."),
    "BZ-06": mark("Dit adres is niet compleet. Kijk het adres nog eens na."),
    "BZ-07": mark("U staat al op dit adres."),
    "BZ-200": mark("U bent jonger dan 16 jaar. Laat een ouder de verhuizing melden."),
    "BZ-201": mark("U kunt alleen iemand van uw gezin meenemen."),
    "BZ-207": mark("U staat al op dit adres."),
}
"""Number of a rule -> what the resident can do about it, who moves."""
GEEN_UITTREKSEL = ONBEKEND | {
    "BZ-90": mark("U staat nu niet ingeschreven in deze gemeente."),
    "BZ-91": mark("U bent jonger dan 16 jaar. Laat een ouder het vragen."),
}
"""The same for who asks for an uittreksel."""
KAN_NIET = mark("Zo kan het niet. Neem contact op met de gemeente.")


def redenen(nummers: Iterable[str]) -> list[str]:
    """Each sentence once, in order."""
    return list(dict.fromkeys(REDENEN.get(nummer, ANDERS) for nummer in nummers))


def stoppen(weigeringen: Iterable[Weigering], woorden: Mapping[str, str] = STOPPEN) -> list[str]:
    """Each sentence once, in order."""
    return list(dict.fromkeys(woorden.get(een.nummer, KAN_NIET) for een in weigeringen))
