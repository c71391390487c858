"""What an officer reads for the codes of `integration/brp`: what to mind, and what happened."""

from meent.interaction.words import mark

AFGEVOERD, BRIEFADRES = "opgeschort-F", "briefadres"
SIGNALEN = {
    "overleden": mark("Overleden"),
    "opgeschort-E": mark("Vertrokken uit Nederland"),
    "opgeschort-M": mark("Bijhouding is gestopt door de minister"),
    "opgeschort-R": mark("De lijst staat in de RNI"),
    "opgeschort-F": mark("Deze lijst is afgevoerd"),
    "geblokkeerd": mark("Verhuist naar een andere gemeente"),
    "geheim": mark("Geheim: geef niets door aan anderen"),
    "onderzoek": mark("In onderzoek"),
    "curatele": mark("Onder curatele"),
    "signalering": mark("Signalering: geef geen paspoort"),
    "briefadres": mark("Briefadres"),
}
GESTOPT = mark("Bijhouding is gestopt")
"""For a reason that the table does not know (K-12)."""
MOMENTEN = {
    "geboren": mark("Geboren"),
    "persoon-gewijzigd": mark("Gegevens van de persoon anders"),
    "ouder": mark("Ouder"),
    "geen-ouder": mark("Volgens de wet geen tweede ouder"),
    "nationaliteit": mark("Nationaliteit"),
    "nationaliteit-eindigt": mark("Einde van de nationaliteit"),
    "bijzonder-nederlander": mark("Behandeld als Nederlander, of juist niet"),
    "huwelijk": mark("Getrouwd met"),
    "huwelijk-overlijden": mark("Huwelijk eindigt door overlijden van"),
    "huwelijk-scheiding": mark("Gescheiden van"),
    "huwelijk-einde": mark("Einde van het huwelijk met"),
    "partnerschap": mark("Partnerschap met"),
    "partnerschap-overlijden": mark("Partnerschap eindigt door overlijden van"),
    "partnerschap-scheiding": mark("Einde van het partnerschap met"),
    "partnerschap-einde": mark("Einde van het partnerschap met"),
    "verbintenis-niet": mark("Er was geen huwelijk of partnerschap"),
    "overleden": mark("Overleden"),
    "overlijden-niet": mark("De persoon was niet overleden"),
    "vertrokken": mark("Woont in het buitenland"),
    "adres-onbekend": mark("Adres is niet bekend"),
    "briefadres": mark("Briefadres"),
    "woont": mark("Woont op"),
    "kind": mark("Kind"),
    "kind-niet": mark("Niet langer ouder van dit kind"),
    "kind-levenloos": mark("Levenloos geboren kind"),
    "verblijfstitel": mark("Verblijfstitel"),
    "verblijfstitel-eindigt": mark("Einde van de verblijfstitel"),
    "gezag": mark("Gezag"),
    "gezag-niet": mark("Niets meer vastgelegd over gezag"),
    "curatele": mark("Onder curatele"),
    "reisdocument": mark("Reisdocument, geldig tot"),
    "signalering": mark("Signalering: geef geen paspoort"),
}
ROLLEN = {
    "ouder": mark("Ouder"),
    "partner": mark("Partner"),
    "ex": mark("Vroegere partner"),
    "kind": mark("Kind"),
}
VERBINTENISSEN = {"H": mark("Getrouwd"), "P": mark("Geregistreerd partner")}
BEEINDIGD = {"O": mark("Partner is overleden"), "S": mark("Gescheiden"), "N": mark("Nietig verklaard")}
"""By the reason of the end (07.40)."""
STANDEN = {"nu": mark("Geldt nu"), "eerder": mark("Gold eerder"), "onjuist": mark("Was onjuist")}
HANDELINGEN = {
    "retrieve": mark("Bekeken"), "list": mark("Bekeken in een lijst"), "download": mark("Bestand geopend"),
    "search": mark("Gezocht, niets gevonden"), "audittrail": mark("Bekeken wat er eerder is veranderd"),
    "create": mark("Toegevoegd"), "update": mark("Veranderd"), "partial_update": mark("Veranderd"),
    "destroy": mark("Verwijderd"),
}  # fmt: skip
ANDERS = mark("Gebruikt")
