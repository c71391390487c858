"""A policy in words: goals, hours, differences, and what a caller finds. Names are the municipality's own."""

from typing import Any

from meent.interaction.beheer.telefonie.velden import BIJ, TALEN, TOESTELLEN, VELDEN, tijden_in_tekst
from meent.interaction.words import Words, mark
from meent.process.telefonie.buitenlijn import Waarom
from meent.process.telefonie.testbellen import Afloop, Uitslag
from meent.process.telefonie.verschil import Verschil

DELEN = {
    "nummers": mark("Nummers"), "tijden": mark("Openingstijden"), "menus": mark("Menu's"),
    "wachtrijen": mark("Wachtrijen"), "geluiden": mark("Meldingen"), "medewerkers": mark("Medewerkers"),
    "terugbellen": mark("Terugbellen"), "buitenbellen": mark("Bellen naar buiten"),
    "noodmelding": mark("Noodmelding"),
}  # fmt: skip
EEN_DEEL = {
    "nummers": mark("Nummer"), "tijden": mark("Openingstijden"), "menus": mark("Menu"), "wachtrijen": mark("Wachtrij"),
    "geluiden": mark("Melding"), "medewerkers": mark("Medewerker"), "terugbellen": mark("Terugbellen"),
    "buitenbellen": mark("Bellen naar buiten"), "noodmelding": mark("Noodmelding"),
    "gesloten": mark("Gesloten wachtrijen"),
}  # fmt: skip
SOORTEN = {
    "menu": mark("menu"), "wachtrij": mark("wachtrij"), "melding": mark("melding"), "extern": mark("nummer"),
    "aanbod": mark("aanbod om terug te bellen"), "ophangen": mark("ophangen"),
}  # fmt: skip
DAGEN = {
    "ma": mark("maandag"), "di": mark("dinsdag"), "wo": mark("woensdag"), "do": mark("donderdag"),
    "vr": mark("vrijdag"), "za": mark("zaterdag"), "zo": mark("zondag"),
}  # fmt: skip
ANDERE_VELDEN = {
    "versie": mark("Versie"), "duur": mark("Duur in seconden"), "tekst": mark("Tekst"),
    "vertaald": mark("Tekst in een andere taal"), "opgenomen": mark("Opname"),
    "mandaat": mark("Mandaat"),
}  # fmt: skip
AFLOPEN = {
    Afloop.BEANTWOORD: mark("Beantwoord"), Afloop.GESLOTEN: mark("Hoort dat u dicht bent"),
    Afloop.MELDING: mark("Hoort de melding"), Afloop.EXTERN: mark("Verbonden met een nummer buiten"),
    Afloop.AANBOD: mark("Krijgt het aanbod om terug te bellen"), Afloop.OPGEHANGEN: mark("De lijn wordt verbroken"),
    Afloop.NIEMAND: mark("Wacht en krijgt niemand"), Afloop.ANDERS: mark("Komt ergens anders uit"),
}  # fmt: skip
WAAROM = {
    Waarom.DAGBEDRAG: mark("Het bedrag van vandaag was op."), Waarom.BETAALD: mark("Dit is een betaald nummer."),
    Waarom.BUITENLAND: mark("U belt niet naar het buitenland."),
}  # fmt: skip

OPEN_VOLGENS, DICHT_HOORT = mark("tijden: %(tijden)s"), mark("dicht: %(melding)s")


def doel(words: Words, waar: Any) -> str:
    """Where a goal leads: "wachtrij kcc"."""
    if not waar:
        return "–"
    soort = words.gettext(SOORTEN[waar["soort"]])
    taal = f" ({words.gettext(TALEN.get(waar['taal'], waar['taal']))})" if waar["taal"] else ""
    return f"{soort} {waar['naam']}".strip() + taal


def bij(words: Words, wanneer: str) -> str:
    """When a way is taken, from its label in `keuring.picture`."""
    soort, _, grens = wanneer.partition(" ")
    match soort:
        case "":
            return ""
        case "geen":
            return words.gettext(mark("geen keuze"))
        case "gesloten":
            return words.gettext(mark("dicht"))
        case "wachttijd":
            return words.gettext(mark("na %(aantal)s seconden wachten")) % {"aantal": grens}
        case "lengte":
            return words.gettext(mark("bij %(aantal)s wachtenden")) % {"aantal": grens}
        case "geen_medewerkers":
            return words.gettext(mark("niemand aangemeld"))
    return words.gettext(mark("toets %(toets)s")) % {"toets": wanneer}


def waarde(words: Words, veld: str, wat: Any) -> str:
    """A value of a policy for people."""
    soort = veld.partition(".")[0]
    match wat:
        case None | "":
            return "–"
        case bool():
            return words.gettext(mark("ja") if wat else mark("nee"))
        case list() if soort in ("week", "uitzonderingen"):
            return tijden_in_tekst(wat) or words.gettext(mark("dicht"))
        case list() if soort == "overloop":
            regels = [f"{bij(words, r['bij'] + ' ' + str(r['grens']))}: {doel(words, r['naar'])}" for r in wat]
            return "; ".join(regels) or "–"
        case list():
            return ", ".join(str(deel) for deel in sorted(wat)) or "–"
        case {"soort": _}:
            return doel(words, wat)
        case {"geluid": geluid}:
            return str(geluid)
        case int() | float():
            return words.number(wat)
    return words.gettext(TOESTELLEN.get(wat, wat)) if veld == "toestel" else str(wat)


def veld(words: Words, deel: str, naam: str) -> str:
    """The label of a member; of one inside it with its key."""
    eerste, _, sleutel = naam.partition(".")
    labels = {v.naam: v.label for v in VELDEN.get(deel, ())} | ANDERE_VELDEN
    tekst = words.gettext(labels.get(eerste, eerste))
    if not sleutel:
        return tekst
    binnen = TALEN if eerste in ("duur", "vertaald") else DAGEN
    return f"{tekst}: {words.gettext(binnen.get(sleutel, sleutel))}"


def verschil(words: Words, wat: Verschil) -> tuple[str, str, str, str]:
    """(what it is of, which member, what it was, what it becomes)."""
    over = f"{words.gettext(EEN_DEEL[wat.deel])} {wat.naam}".strip()
    match wat.soort:
        case "erbij":
            return over, words.gettext(mark("komt erbij")), "", ""
        case "weg":
            return over, words.gettext(mark("gaat weg")), "", ""
    naam = veld(words, wat.deel, wat.veld) if wat.veld else ""
    return over, naam, waarde(words, wat.veld, wat.was), waarde(words, wat.veld, wat.wordt)


def pad(words: Words, uitslag: Uitslag) -> str:
    """The way of a test call: "toets 1, daarna toets 2"."""
    toetsen = [bij(words, toets or "geen keuze") for toets in uitslag.pad.toetsen]
    daarna = words.gettext(mark("daarna"))
    return f", {daarna} ".join(toetsen) or words.gettext(mark("geen menu"))


def bij_opties(words: Words) -> dict[str, str]:
    return {code: words.gettext(tekst) for code, tekst in BIJ.items()}
