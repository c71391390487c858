"""The query APIs of the BRP in the attack of test_tenants.py: they are of no resource, so they stand here by hand.

Each kind of question is asked with everything by which somebody of the other municipality is found. The mark of a
municipality stands where each API shows it: as a name, as a street, as the kind of a travel document.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from meent.services.personen import opslag
from meent.services.personen.persoonslijst import Persoonslijst
from tests.engine.samples import Gevuld
from tests.services.personen.lijsten import PASPOORT, PERSOON, WOONT, lijst, met

VANAF, GEBOREN, GEMEENTE = "20080219", "1985-12-01", "0518"


def nummer_van(g: Gevuld) -> str:
    """Nine digits of their own for each municipality."""
    return f"9{g.gemeente.id:08d}"


def object_van(g: Gevuld) -> str:
    return f"0518{g.gemeente.id:012d}"


def persoon_van(g: Gevuld) -> Persoonslijst:
    """Somebody with the mark of the municipality in name, street and travel document."""
    zelf = met(PERSOON, e01_10="", e01_20=nummer_van(g), e02_40=g.mark)
    woont = met(WOONT, e11_10=g.mark, e11_20="7", e11_60="2512AA", e11_80=object_van(g), e11_90=object_van(g))
    return lijst(c01=[[zelf]], c08=[[woont]], c12=[[met(PASPOORT, e35_10=g.mark, e35_20=nummer_van(g))]])


async def bewaar_persoon(g: Gevuld) -> None:
    async with g.gemeente.app.pool.tenant(g.gemeente.id) as conn:
        await opslag.bewaar(conn, g.gemeente.id, persoon_van(g))


def vragen_over(g: Gevuld) -> Mapping[str, list[dict[str, Any]]]:
    """API -> every kind of question about that person; by name with a star, so that we do not send the mark."""
    begin, plaats = f"{g.mark[:5]}*", object_van(g)
    beperkt, volledig = ["naam.geslachtsnaam", "adressering"], ["naam", "verblijfplaats", "adressering"]
    van = {"burgerservicenummer": nummer_van(g)}
    return {
        "personen": [
            {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [nummer_van(g)], "fields": volledig},
            *({**vraag, "fields": beperkt} for vraag in (
                {"type": "ZoekMetGeslachtsnaamEnGeboortedatum", "geslachtsnaam": begin, "geboortedatum": GEBOREN},
                {"type": "ZoekMetNaamEnGemeenteVanInschrijving", "geslachtsnaam": begin, "voornamen": "Suzanne",
                 "gemeenteVanInschrijving": GEMEENTE},
                {"type": "ZoekMetPostcodeEnHuisnummer", "postcode": "2512AA", "huisnummer": 7},
                {"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "straat": f"{g.mark[:-1]}*",
                 "huisnummer": 7, "gemeenteVanInschrijving": GEMEENTE},
                {"type": "ZoekMetNummeraanduidingIdentificatie", "nummeraanduidingIdentificatie": plaats},
                {"type": "ZoekMetAdresseerbaarObjectIdentificatie", "adresseerbaarObjectIdentificatie": plaats},
            )),
        ],
        "bewoningen": [
            {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": plaats, "peildatum": "2020-01-01"},
            {"type": "BewoningMetPeriode", "adresseerbaarObjectIdentificatie": plaats, "datumVan": "2020-01-01",
             "datumTot": "2021-01-01"},
        ],
        "verblijfplaatshistorie": [
            {"type": "RaadpleegMetPeildatum", "peildatum": "2020-01-01"} | van,
            {"type": "RaadpleegMetPeriode", "datumVan": "2020-01-01", "datumTot": "2021-01-01"} | van,
        ],
        "reisdocumenten": [
            {"type": "RaadpleegMetReisdocumentnummer", "reisdocumentnummer": [nummer_van(g)], "fields": ["soort"]},
            {"type": "ZoekMetBurgerservicenummer", "fields": ["soort"]} | van,
        ],
    }  # fmt: skip


def aanvallen(naam: str, mine: Gevuld, theirs: Gevuld) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Address, question, and the only honest status: asked here about them, and asked at them by us."""
    path = f"/brp/api/v2/{naam}"
    for vraag in vragen_over(theirs)[naam]:
        yield path, vraag, 200
        yield theirs.client.base + path, vraag, 401
