"""The catalogue of one municipality of the demo as bodies for the Catalogi API (1.3.3).

Order: catalogus, informatieobjecttypen, besluittypen, then per zaaktype the zaaktype itself, its statustypen, roltypen,
resultaattypen and kinds of document.
Keys: catalogus `<domein>`, zaaktype `<sleutel>`, statustype `<sleutel>.<volgnummer>`, roltype `<sleutel>.<naam>`,
resultaattype `<sleutel>.<volgnummer>`, the usual outcome first, besluittype the `<sleutel>` of its zaaktype.
Not here: eigenschappen.
"""

from collections.abc import Iterator
from datetime import date

from meent.tools.demo.besluiten import besluittype_items, besluittypen_of
from meent.tools.demo.documenten import informatieobjecttype_items, soorten_of
from meent.tools.demo.gemeenten import AFDELINGEN, Gemeente
from meent.tools.demo.items import CATALOGI, Body, Item, Verwijzing
from meent.tools.demo.uitkomsten import GENERIEK, SELECTIELIJST, uitkomsten_of
from meent.tools.demo.zaaktypen import ROLLEN, Zaaktype, zaaktypen_of

# Older than any generated case, so that every case fits its zaaktype.
BEGIN_GELDIGHEID = date(2020, 1, 1)


def catalogus_items(gemeente: Gemeente) -> Iterator[Item]:
    """All bodies of the catalogue of this municipality, in an order in which each refers to earlier ones only."""
    catalogus = Item(CATALOGI, "catalogussen", gemeente.domein, catalogus_body(gemeente))
    yield catalogus
    yield from informatieobjecttype_items(catalogus.verwijzing, BEGIN_GELDIGHEID.isoformat())
    yield from besluittype_items(catalogus.verwijzing, BEGIN_GELDIGHEID.isoformat())
    for row in zaaktypen_of(gemeente.slug):
        yield Item(CATALOGI, "zaaktypen", row.sleutel, zaaktype_body(row, catalogus.verwijzing), publiceren=True)
        yield from statustype_items(row)
        yield from roltype_items(row)
        yield from resultaattype_items(row)
        yield from soorten_of(row)


def catalogus_body(gemeente: Gemeente) -> Body:
    """The catalogue itself; the mail address lies in a domain that is kept for examples and can never exist."""
    return {
        "domein": gemeente.domein,
        "rsin": gemeente.rsin,
        "naam": f"Zaaktypen van {gemeente.naam}",
        "versie": "1",
        "begindatumVersie": BEGIN_GELDIGHEID.isoformat(),
        "contactpersoonBeheerNaam": "Functioneel beheer",
        "contactpersoonBeheerEmailadres": f"beheer@{gemeente.slug}.example",
    }


def zaaktype_body(row: Zaaktype, catalogus: Verwijzing) -> Body:
    """Body of one zaaktype; related zaaktypen go by identificatie, as Catalogi 1.3 wants (C-20)."""
    return {
        "catalogus": catalogus,
        "identificatie": row.identificatie,
        "omschrijving": row.omschrijving,
        "omschrijvingGeneriek": row.onderwerp,
        "vertrouwelijkheidaanduiding": row.vertrouwelijkheid,
        "doel": row.doel,
        "aanleiding": row.aanleiding,
        "toelichting": row.toelichting,
        "indicatieInternOfExtern": "extern",
        "handelingInitiator": row.handelingen[0],
        "onderwerp": row.onderwerp,
        "handelingBehandelaar": row.handelingen[1],
        "doorlooptijd": dagen(row.doorlooptijd_dagen),
        "servicenorm": dagen(row.servicenorm_dagen),
        "opschortingEnAanhoudingMogelijk": row.mag_opschorten,
        "verlengingMogelijk": row.verlenging_dagen > 0,
        "verlengingstermijn": dagen(row.verlenging_dagen) if row.verlenging_dagen else None,
        "trefwoorden": list(row.trefwoorden),
        "publicatieIndicatie": bool(row.publicatietekst),
        "publicatietekst": row.publicatietekst,
        "verantwoordingsrelatie": [],
        "productenOfDiensten": [],
        "referentieproces": {"naam": row.referentieproces},
        "selectielijstProcestype": f"{SELECTIELIJST}/procestypen/{uitkomsten_of(row).procestype}",
        "verantwoordelijke": AFDELINGEN[row.afdeling],
        "besluittypen": besluittypen_of(row.sleutel),
        "deelzaaktypen": [],
        "gerelateerdeZaaktypen": [{"zaaktype": name, "aardRelatie": "onderwerp"} for name in row.verwant],
        "beginGeldigheid": BEGIN_GELDIGHEID.isoformat(),
    }


def statustype_items(row: Zaaktype) -> Iterator[Item]:
    """Statustypen in order; a resident gets word of the first and the last one."""
    last = len(row.statussen)
    for volgnummer, (naam, tekst) in enumerate(row.statussen, start=1):
        body: Body = {
            "zaaktype": Verwijzing("zaaktype", row.sleutel),
            "omschrijving": naam,
            "omschrijvingGeneriek": naam,
            "statustekst": tekst,
            "volgnummer": volgnummer,
            "informeren": volgnummer in {1, last},
        }
        yield Item(CATALOGI, "statustypen", f"{row.sleutel}.{volgnummer}", body)


def roltype_items(row: Zaaktype) -> Iterator[Item]:
    """Roltypen under the names people use, with the generic name of the standard."""
    for naam in row.rollen:
        body: Body = {
            "zaaktype": Verwijzing("zaaktype", row.sleutel),
            "omschrijving": naam,
            "omschrijvingGeneriek": ROLLEN[naam],
        }
        yield Item(CATALOGI, "roltypen", f"{row.sleutel}.{naam}", body)


def resultaattype_items(row: Zaaktype) -> Iterator[Item]:
    """Resultaattypen with their place in the selectielijst, and from when the term for the archive is counted."""
    for volgnummer, uitkomst in enumerate(uitkomsten_of(row).alle, start=1):
        body: Body = {
            "zaaktype": Verwijzing("zaaktype", row.sleutel),
            "omschrijving": uitkomst.naam,
            "resultaattypeomschrijving": f"{SELECTIELIJST}/resultaattypeomschrijvingen/{GENERIEK[uitkomst.generiek]}",
            "selectielijstklasse": f"{SELECTIELIJST}/resultaten/{uitkomst.klasse}",
            "archiefnominatie": "vernietigen",
            "archiefactietermijn": uitkomst.termijn,
            "brondatumArchiefprocedure": dict(uitkomst.brondatum),
        }
        yield Item(CATALOGI, "resultaattypen", f"{row.sleutel}.{volgnummer}", body)


def dagen(aantal: int) -> str:
    """Whole days as ISO 8601 duration."""
    return f"P{aantal}D"
