"""What a resident asks for, or the municipality begins, on one form: geheimhouding, naamgebruik, an onderzoek."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in
from meent.interaction.words import mark, today
from meent.process.burgerzaken.naamgebruik import Naamgebruikinvoer
from meent.process.burgerzaken.onderzoek import Onderzoeksinvoer
from meent.process.burgerzaken.verstrekkingsbeperking import Beperkingsinvoer

GEGEVENS = "gegevens"

# --- who may see the data --------------------------------------------------------------------------------------------

BEPERKT = Veld("beperkt", mark("Moeten de gegevens geheim zijn?"), "keuze", {
    "ja": mark("Ja: geef de gegevens niet aan anderen"), "nee": mark("Nee: hef de geheimhouding op"),
}, fout=mark("Kies ja of nee."))  # fmt: skip
BEWIJS = Veld("stuk", mark("Wat is er ingeleverd?"), "vinkjes", {
    "uittreksel gezagsregister": mark("Uittreksel uit het gezagsregister"),
    "verklaring verzorger": mark("Verklaring van de verzorger"),
    "bewijs curatele": mark("Bewijs van curatele"),
})  # fmt: skip


def vraagt_geheim(gaande: Proces, form: Form) -> Sequence[Veld]:
    people = {str(b.id): b.kaart.naam for b in gaande.bewoners}
    asks = Veld("verzoeker", mark("Wie vraagt dit?"), "wie", people, fout=mark("Kies wie dit vraagt."))
    return BEPERKT, asks, BEWIJS


def begin_geheim(gaande: Proces) -> dict[str, str]:
    verzoeker = wie.aangever_voor(gaande) or gaande.persoon
    is_geheim = any(signaal.code == "geheim" for signaal in gaande.persoon.kaart.signalen)
    return {"beperkt": "nee" if is_geheim else "ja", "verzoeker": str(verzoeker.id)}


def maak_geheim(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    verzoeker = gaande.bewoner(form["verzoeker"])
    return Beperkingsinvoer(
        bsn=gaande.persoon.bsn, beperkt=form["beperkt"] == "ja", verzoeker=verzoeker.bsn if verzoeker else "",
        stukken=frozenset(BEWIJS.gekozen(form)), **how,
    )  # fmt: skip


GEHEIM = Soort(
    feit="verstrekkingsbeperking",
    titel=mark("Geheimhouding"),
    gedaan=mark("Het verzoek is verwerkt"),
    stappen=(Stap(GEGEVENS, mark("Geheim of niet?"), vraagt_geheim), CONTROLEREN),
    begin=begin_geheim,
    maak=maak_geheim,
    bij={"BZ-53": "persoon", "BZ-54": "verzoeker", "BZ-55": "beperkt"},
    toon=lambda gaande, form: wie.over(gaande),
)

# --- by which name ---------------------------------------------------------------------------------------------------

NAAM = (
    Veld("naamgebruik", mark("Hoe wil de persoon heten?"), "keuze", {
        "E": mark("Eigen naam"), "P": mark("Naam van de partner"), "V": mark("Naam van de partner, dan eigen naam"),
        "N": mark("Eigen naam, dan naam van de partner"),
    }, fout=mark("Kies een naam.")),
    Veld("ontvangen", mark("Dag van het verzoek"), "dag", kort=True),
)  # fmt: skip


def begin_naam(gaande: Proces) -> dict[str, str]:
    return {"naamgebruik": "E", "ontvangen": today(gaande.visit.now).isoformat()}


def maak_naam(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    return Naamgebruikinvoer(
        bsn=gaande.persoon.bsn, naamgebruik=form["naamgebruik"], ontvangen=day_in(form, "ontvangen"), **how
    )


NAAMGEBRUIK = Soort(
    feit="naamgebruik",
    titel=mark("Naamgebruik"),
    gedaan=mark("Het naamgebruik is opgenomen"),
    stappen=(Stap(GEGEVENS, mark("Welke naam?"), lambda gaande, form: NAAM), CONTROLEREN),
    begin=begin_naam,
    maak=maak_naam,
    bij={"BZ-50": "ontvangen", "BZ-51": "naamgebruik", "BZ-52": "naamgebruik"},
    toon=lambda gaande, form: wie.over(gaande),
)

# --- an onderzoek ----------------------------------------------------------------------------------------------------

TE_ONDERZOEKEN = {
    "080000": mark("Begin: klopt het adres?"), "089999": mark("Begin: de persoon woont niet op dit adres"),
    "010000": mark("Begin: klopt de persoon?"), "020000": mark("Begin: klopt de eerste ouder?"),
    "030000": mark("Begin: klopt de tweede ouder?"), "040000": mark("Begin: klopt de nationaliteit?"),
    "050000": mark("Begin: klopt het huwelijk of partnerschap?"),
}  # fmt: skip
"""What may be in doubt (83.10): a category, or that somebody lives where the list says."""
NEEM_WEG = mark("Beëindig het onderzoek naar:")


def keuzes(gaande: Proces) -> dict[str, str]:
    """What can be begun, and what runs and can be ended; of what runs in a category nothing is begun there."""
    running = gaande.persoon.kaart.onderzoeken
    words = gaande.visit.words.gettext
    ends = {
        f"beeindig-{o.aanduiding}-{o.stapel}-{o.voorkomen}": f"{words(NEEM_WEG)} {o.naam} ({o.sinds})" for o in running
    }
    busy = {o.aanduiding[:2] for o in running if o.voorkomen == 0}
    return ends | {f"begin-{code}-0-0": word for code, word in TE_ONDERZOEKEN.items() if code[:2] not in busy}


def vraagt_onderzoek(gaande: Proces, form: Form) -> Sequence[Veld]:
    return (
        Veld("wat", mark("Wat wilt u doen?"), "keuze", keuzes(gaande), fout=mark("Kies wat u wilt doen.")),
        Veld("datum", mark("Vanaf welke dag?"), "dag", kort=True),
    )


def begin_onderzoek(gaande: Proces) -> dict[str, str]:
    return {"wat": next(iter(keuzes(gaande))), "datum": today(gaande.visit.now).isoformat()}


def maak_onderzoek(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    stap, aanduiding, stapel, voorkomen = form["wat"].split("-")
    return Onderzoeksinvoer(
        bsn=gaande.persoon.bsn, stap=cast(Literal["begin", "beeindig"], stap), aanduiding=aanduiding,
        datum=day_in(form, "datum"), stapel=int(stapel), voorkomen=int(voorkomen), **how,
    )  # fmt: skip


ONDERZOEK = Soort(
    feit="onderzoek",
    titel=mark("Onderzoek"),
    gedaan=mark("Het onderzoek is opgenomen"),
    stappen=(Stap(GEGEVENS, mark("Wat is er in onderzoek?"), vraagt_onderzoek), CONTROLEREN),
    begin=begin_onderzoek,
    maak=maak_onderzoek,
    bij={"BZ-80": "persoon", "BZ-81": "wat", "BZ-82": "wat", "BZ-83": "datum"},
    toon=lambda gaande, form: wie.over(gaande),
)
