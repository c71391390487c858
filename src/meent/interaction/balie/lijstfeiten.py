"""Facts about a list and not about somebody's life: it stays here after all, it should not be there, there are two.

Each takes two people, so each asks why.
"""

from collections.abc import Sequence
from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import Treffer
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import TIEN, Form, Regel, Veld, bare
from meent.interaction.balie.woorden import AFGEVOERD
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark
from meent.process.burgerzaken.afvoering import Afvoeringsinvoer
from meent.process.burgerzaken.deblokkering import Deblokkeringsinvoer
from meent.process.burgerzaken.dubbel import Dubbelinvoer

SCHRIJF_WAAROM = mark("Schrijf op waarom.")


def reden(label: str, uitleg: str = "") -> Veld:
    return Veld("reden", label, "lang", lang=400, fout=SCHRIJF_WAAROM, uitleg=uitleg)


def niets(gaande: Proces) -> dict[str, str]:
    return {}


# --- a list that was on its way to another municipality --------------------------------------------------------------

HOE_BEKEND = reden(
    mark("Hoe weet u dat de andere gemeente de lijst niet overneemt?"), mark("Schrijf ook op wie u sprak, en wanneer.")
)


def maak_deblokkering(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    return Deblokkeringsinvoer(bsn=gaande.persoon.bsn, reden=form["reden"], **how)


DEBLOKKERING = Soort(
    feit="deblokkering",
    titel=mark("De verhuizing gaat niet door"),
    gedaan=mark("De lijst is weer open"),
    stappen=(Stap("waarom", mark("Waarom blijft de lijst hier?"), lambda gaande, form: (HOE_BEKEND,)), CONTROLEREN),
    begin=niets,
    maak=maak_deblokkering,
    bij={"BZ-87": "persoon", "BZ-88": "reden"},
    toon=lambda gaande, form: wie.over(gaande),
    twee_mensen=True,
)

# --- a list that should not be there, or should after all ------------------------------------------------------------

WEG = reden(mark("Waarom had deze lijst er niet moeten zijn?"),
            mark("Een afgevoerde lijst vindt u alleen nog met het A-nummer. Weggooien kan niet."))  # fmt: skip
TERUG = reden(mark("Waarom was het afvoeren niet juist?"))


def is_afgevoerd(gaande: Proces) -> bool:
    return any(signaal.code == AFGEVOERD for signaal in gaande.persoon.kaart.signalen)


def maak_afvoering(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    return Afvoeringsinvoer(
        anummer=gaande.persoon.kaart.anummer, reden=form["reden"], terug=is_afgevoerd(gaande), **how
    )


AFVOERING = Soort(
    feit="afvoering",
    titel=mark("Lijst afvoeren"),
    gedaan=mark("De lijst is bijgewerkt"),
    heet={AFGEVOERD: mark("Afvoeren terugdraaien")},
    stappen=(
        Stap("waarom", mark("Waarom?"), lambda gaande, form: (TERUG if is_afgevoerd(gaande) else WEG,)),
        CONTROLEREN,
    ),
    begin=niets,
    maak=maak_afvoering,
    bij={"BZ-140": "persoon", "BZ-141": "persoon", "BZ-142": "reden"},
    toon=lambda gaande, form: wie.over(gaande),
    twee_mensen=True,
)

# --- two lists of one person -----------------------------------------------------------------------------------------

ANDER = "ander"
GETYPT = Veld("anummer", mark("A-nummer van die lijst"), lang=13, patroon=TIEN, kaal=True,
              bij=("ander", ANDER), kort=True, fout=mark("Een A-nummer heeft tien cijfers."))  # fmt: skip
ZELFDE = reden(mark("Hoe weet u dat dit een en dezelfde persoon is?"))


async def weet(visit: Visit, form: Form) -> Sequence[Treffer]:
    """This list and those that may be of the same person, the oldest first."""
    typed = bare(form.get("anummer", "")) if form.get("ander") == ANDER else ""
    return await visit.burgerzaken.dubbelen(visit.uuid, typed if TIEN.fullmatch(typed) else "")


def vraagt_ander(gaande: Proces, form: Form) -> Sequence[Veld]:
    known = {b.kaart.anummer: naam_van(b) for b in gaande.weet if b.id != gaande.persoon.id and b.kaart.anummer}
    options = known | {ANDER: mark("Een andere lijst")}
    return Veld("ander", mark("Welke lijst is van dezelfde persoon?"), "wie", options), GETYPT


def naam_van(een: Treffer) -> str:
    return f"{een.kaart.naam}, {een.kaart.geboren} (A-nummer {een.kaart.anummer})"


def keur_ander(gaande: Proces, form: Form) -> list[Probleem]:
    if form.get("ander") == ANDER and form.get("anummer") and ander(gaande, form) is None:
        return [Probleem("anummer", mark("Dit is geen andere lijst in deze gemeente."))]
    return []


def ander(gaande: Proces, form: Form) -> Treffer | None:
    wanted = bare(form.get("anummer", "")) if form.get("ander") == ANDER else form.get("ander", "")
    return next((b for b in gaande.weet if b.kaart.anummer == wanted and b.id != gaande.persoon.id), None)


def twee(gaande: Proces, form: Form) -> list[Treffer]:
    """The two lists, the oldest first."""
    other = ander(gaande, form)
    return [b for b in gaande.weet if b.id == gaande.persoon.id or (other is not None and b.id == other.id)]


def vraagt_blijft(gaande: Proces, form: Form) -> Sequence[Veld]:
    lists = {b.kaart.anummer: naam_van(b) for b in twee(gaande, form)}
    return (
        Veld("blijft", mark("Welke lijst blijft?"), "wie", lists,
             uitleg=mark("De oudste lijst blijft. Die staat eerst.")),
        ZELFDE,
    )  # fmt: skip


def vervalt(gaande: Proces, form: Form) -> Treffer:
    return next(b for b in twee(gaande, form) if b.kaart.anummer != form["blijft"])


def maak_dubbel(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    goes = vervalt(gaande, form).kaart.anummer
    return Dubbelinvoer(blijft=form["blijft"], vervalt=goes, reden=form["reden"], **how)


def vertel_ander(gaande: Proces, form: Form) -> list[Regel]:
    """The number that was typed is told with the list it is of."""
    return [Regel(mark("Deze lijst wordt afgevoerd"), (naam_van(vervalt(gaande, form)),), naam="ander", stap="wie")]


async def facts_dubbel(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"lijsten_naast": [b.kaart for b in twee(gaande, form)]}


DUBBELINSCHRIJVING = Soort(
    feit="dubbelinschrijving",
    titel=mark("Dubbele inschrijving"),
    gedaan=mark("De persoon heeft nog één lijst"),
    stappen=(
        Stap("wie", mark("Welke lijsten?"), vraagt_ander, keur_ander, vertel=vertel_ander),
        Stap("welke", mark("Welke lijst blijft?"), vraagt_blijft, deel="balie/tweelijsten.html"),
        CONTROLEREN,
    ),
    begin=niets,
    maak=maak_dubbel,
    bij={
        "BZ-130": "ander", "BZ-131": "ander", "BZ-132": "blijft", "BZ-133": "ander", "BZ-134": "ander",
        "BZ-135": "reden",
    },
    toon=lambda gaande, form: wie.over(gaande),
    weet=weet,
    facts=facts_dubbel,
    twee_mensen=True,
)  # fmt: skip
