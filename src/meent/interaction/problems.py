"""What a register refused, as sentences beside the form that people filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meent.interaction.seams import ZgwFout
from meent.interaction.words import mark


@dataclass(frozen=True)
class Probleem:
    """One thing to repair.

    field   name of the form field, or "" for the form as a whole
    text    a Dutch sentence, from our catalogue or from the register itself
    """

    field: str
    text: str


@dataclass(frozen=True)
class Invulling:
    """What was filled in on a form that comes back, and what is wrong with it."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: list[Probleem] = field(default_factory=list)

    def problems_of(self, form: str, name: str) -> list[Probleem]:
        return [problem for problem in self.problems if self.form == form and problem.field == name]


BY_CODE: Mapping[str, str] = {
    "resultaat-does-not-exist": mark("Deze zaak heeft nog geen resultaat. Leg eerst een resultaat vast."),
    "indicatiegebruiksrecht-unset": mark(
        "Bij een document staat nog niet of er gebruiksrechten zijn. Vul dat eerst in."
    ),
    "informatieobject-locked": mark("Iemand werkt nog aan een document van deze zaak. Wacht tot dat klaar is."),
    "deelzaken-not-closed": mark("Er loopt nog een deelzaak. Rond die eerst af."),
    "deelzaak-resultaat-does-not-exist": mark("Een deelzaak heeft nog geen resultaat. Leg dat eerst vast."),
    "date-in-future": mark("De datum ligt in de toekomst. Kies vandaag of eerder."),
    "unique": mark("Dit is net al vastgelegd. Open de zaak opnieuw."),
    "zaaktype-mismatch": mark("Deze keuze hoort niet bij dit zaaktype. Kies iets anders."),
    "max_length": mark("Deze tekst is te lang. Maak de tekst korter."),
}
BY_STATUS: Mapping[int, str] = {
    403: mark("U mag dit niet doen bij deze zaak. Vraag het aan uw beheerder."),
    404: mark("Deze zaak is er niet meer. Ga terug naar de lijst."),
    409: mark("Iemand anders werkt nu aan deze zaak. Probeer het zo nog eens."),
    412: mark("Iemand heeft deze zaak net veranderd. Open de zaak opnieuw."),
}
OTHERWISE = mark("Het is niet gelukt. Er is niets veranderd. Probeer het later nog eens.")


def explain(fout: ZgwFout, fields: Mapping[str, str]) -> list[Probleem]:
    """Every problem the register names, at the field it is about.

    fields   name in the standard -> field of our form; other names are about the form as a whole
    """
    if fout.status == 400 and fout.body.get("invalidParams"):
        return [
            Probleem(fields.get(param["name"], ""), BY_CODE.get(param["code"], param["reason"]))
            for param in fout.body["invalidParams"]
        ]
    return [Probleem("", BY_STATUS.get(fout.status, OTHERWISE))]
