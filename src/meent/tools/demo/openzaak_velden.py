"""What a catalogue export of Open Zaak may hold per field, as a table to check against.

Names, limits and enumerations are those of the request bodies in Catalogi 1.3.3 (a test compares them with the
published document); the export has the same names in snake_case.
"""

from dataclasses import dataclass

VERTROUWELIJKHEID = (
    "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk", "vertrouwelijk", "confidentieel", "geheim",
    "zeer_geheim",
)  # fmt: skip
ROL_GENERIEK = (
    "adviseur", "behandelaar", "belanghebbende", "beslisser", "initiator", "klantcontacter", "zaakcoordinator",
    "mede_initiator",
)  # fmt: skip
AARD_RELATIE = ("vervolg", "bijdrage", "onderwerp")


@dataclass(frozen=True, slots=True)
class Veld:
    """One writable field.

    soort   tekst, url, email, datum, duur, getal, janee, lijst (of texts), urls, groep and groepen (of `velden`)
    max     characters of a text or of each text in a list; largest number of a getal
    """

    soort: str
    max: int | None = None
    verplicht: bool = False
    mag_null: bool = False
    keuzes: tuple[str, ...] = ()
    velden: "dict[str, Veld] | None" = None


REFERENTIEPROCES = {"naam": Veld("tekst", 80, verplicht=True), "link": Veld("url", 200)}
BRONCATALOGUS = {
    "url": Veld("url", 200, verplicht=True),
    "domein": Veld("tekst", 5, verplicht=True),
    "rsin": Veld("tekst", 9, verplicht=True),
}
BRONZAAKTYPE = {
    "url": Veld("url", 200, verplicht=True),
    "identificatie": Veld("tekst", 50, verplicht=True),
    "omschrijving": Veld("tekst", 80, verplicht=True),
}
RELATIE = {
    "zaaktype": Veld("tekst", verplicht=True),
    "aardRelatie": Veld("tekst", verplicht=True, keuzes=AARD_RELATIE),
    "toelichting": Veld("tekst", 255),
}
CHECKLISTITEM = {
    "itemnaam": Veld("tekst", 30, verplicht=True),
    "toelichting": Veld("tekst", 1000, mag_null=True),
    "vraagstelling": Veld("tekst", 255, verplicht=True),
    "verplicht": Veld("janee"),
}
GELDIGHEID = {
    "beginGeldigheid": Veld("datum", mag_null=True),
    "eindeGeldigheid": Veld("datum", mag_null=True),
    "beginObject": Veld("datum", mag_null=True),
    "eindeObject": Veld("datum", mag_null=True),
}

CATALOGUS = {
    "domein": Veld("tekst", 5, verplicht=True),
    "rsin": Veld("tekst", 9, verplicht=True),
    "contactpersoonBeheerNaam": Veld("tekst", 40, verplicht=True),
    "contactpersoonBeheerTelefoonnummer": Veld("tekst", 20),
    "contactpersoonBeheerEmailadres": Veld("email", 254),
    "naam": Veld("tekst", 200, mag_null=True),
    "versie": Veld("tekst", 20, mag_null=True),
    "begindatumVersie": Veld("datum", mag_null=True),
}
ZAAKTYPE = {
    "identificatie": Veld("tekst", 50, verplicht=True),
    "omschrijving": Veld("tekst", 80, verplicht=True),
    "omschrijvingGeneriek": Veld("tekst", 80),
    "vertrouwelijkheidaanduiding": Veld("tekst", verplicht=True, keuzes=VERTROUWELIJKHEID),
    "doel": Veld("tekst", verplicht=True),
    "aanleiding": Veld("tekst", verplicht=True),
    "toelichting": Veld("tekst"),
    "indicatieInternOfExtern": Veld("tekst", verplicht=True, keuzes=("intern", "extern")),
    "handelingInitiator": Veld("tekst", 20, verplicht=True),
    "onderwerp": Veld("tekst", 80, verplicht=True),
    "handelingBehandelaar": Veld("tekst", 20, verplicht=True),
    "doorlooptijd": Veld("duur", verplicht=True),
    "servicenorm": Veld("duur", mag_null=True),
    "opschortingEnAanhoudingMogelijk": Veld("janee", verplicht=True),
    "verlengingMogelijk": Veld("janee", verplicht=True),
    "verlengingstermijn": Veld("duur", mag_null=True),
    "trefwoorden": Veld("lijst", 30),
    "publicatieIndicatie": Veld("janee", verplicht=True),
    "publicatietekst": Veld("tekst"),
    "verantwoordingsrelatie": Veld("lijst", 40),
    "productenOfDiensten": Veld("urls", 1000, verplicht=True),
    "selectielijstProcestype": Veld("url", 200),
    "referentieproces": Veld("groep", verplicht=True, velden=REFERENTIEPROCES),
    "verantwoordelijke": Veld("tekst", 50, verplicht=True),
    "broncatalogus": Veld("groep", velden=BRONCATALOGUS),
    "bronzaaktype": Veld("groep", velden=BRONZAAKTYPE),
    "catalogus": Veld("url", verplicht=True),
    "besluittypen": Veld("lijst", verplicht=True),
    "deelzaaktypen": Veld("lijst"),
    "gerelateerdeZaaktypen": Veld("groepen", verplicht=True, velden=RELATIE),
    **GELDIGHEID,
    "beginGeldigheid": Veld("datum", verplicht=True),
    "versiedatum": Veld("datum"),
}
STATUSTYPE = {
    "omschrijving": Veld("tekst", 80, verplicht=True),
    "omschrijvingGeneriek": Veld("tekst", 80),
    "statustekst": Veld("tekst", 1000),
    "zaaktype": Veld("url", verplicht=True),
    "volgnummer": Veld("getal", 9999, verplicht=True),
    "informeren": Veld("janee"),
    "doorlooptijd": Veld("duur", mag_null=True),
    "toelichting": Veld("tekst", 1000, mag_null=True),
    "checklistitemStatustype": Veld("groepen", velden=CHECKLISTITEM),
    "eigenschappen": Veld("urls"),
    **GELDIGHEID,
}
ROLTYPE = {
    "zaaktype": Veld("url", verplicht=True),
    "omschrijving": Veld("tekst", 100, verplicht=True),
    "omschrijvingGeneriek": Veld("tekst", verplicht=True, keuzes=ROL_GENERIEK),
    "catalogus": Veld("url", mag_null=True),
    **GELDIGHEID,
}

# Made by the server or derived from other resources: present in an export, never part of a request body.
ALLEEN_LEZEN = {
    "Catalogus": {
        "url", "zaaktypen", "besluittypen", "besluittypeOmschrijving", "informatieobjecttypen",
        "informatieobjecttypeOmschrijving",
    },
    "ZaakType": {
        "url", "statustypen", "resultaattypen", "eigenschappen", "informatieobjecttypen", "roltypen",
        "zaakobjecttypen", "concept",
    },
    "StatusType": {"url", "catalogus", "zaaktypeIdentificatie", "isEindstatus"},
    "RolType": {"url", "zaaktypeIdentificatie"},
}  # fmt: skip
