"""The query APIs of the BRP for fuzzing: people, questions about them, and whether an answer is what it says it is.

Their documents choose a kind by the value of `type` and by nothing else, which a validator of JSON Schema passes over:
here each kind is followed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

import jsonschema

from meent.services.personen import opslag, rvig
from meent.services.personen.bevragen.api import DOCUMENTEN
from meent.services.personen.bevragen.contract import contract, document
from meent.services.personen.persoonslijst import Persoonslijst
from meent.settings import shared_folder
from tests.services.personen.lijsten import PASPOORT, SIGNALERING, lijst
from trust.server import CLIENT_ID

Json = dict[str, Any]
BRP = DOCUMENTEN
PEOPLE = 60
HAPPENED = "01a22789-0000-7000-8000-000000000001"
KNOWN: Mapping[str, tuple[str, ...]] = {
    "tabelidentificatie": ("Gemeenten", "Landen", "Geslacht", "Reden_Nationaliteit", "Nergens"),
    "code": ("0518", "6030", "V", "001", "Niets"),
    "burgerservicenummer": ("999993653", "999990019", "000000000"),
    "identificatie": (HAPPENED, "01a22789-231a-799d-9039-7ed78bb20000", "geen-uuid"),
}
"""Values of what stands in braces in an address."""
PERSONEN, BEWONINGEN, HISTORIE, REISDOCUMENTEN = "personen", "bewoningen", "verblijfplaatshistorie", "reisdocumenten"
GEZAG = "gezag"
NAMED_ANYWAY = re.compile(r'"(\w+\[\d+\]|adresseerbaarObjectIdentificatie|Accept-Gezag-Version)" does not match')
"""Names in invalidParams that their own pattern has no place for (decision 0051)."""
DAGEN = {"datumVan": "1990-01-01", "datumTot": "2025-01-01"}
NAMES = ("naam", "adresregel", "omschrijving", "aanhef", "gebruikInLopendeTekst", "voornamen", "woonplaats", "straat")


def brp_root(naam: str) -> str:
    return "brp" if contract(naam).pad else f"brp/api/{contract(naam).major}"


def brp_document(naam: str) -> str:
    return f"brp/{'/'.join(contract(naam).adres)}/openapi.json"


HAPPENING = """
INSERT INTO brp_gebeurtenis (tenant_id, id, soort, bsn, lijsten, wie) VALUES ($1, $2, 'nl.brp.overleden', $3, $4, 'f')
"""
FOLLOWED = "INSERT INTO volgindicatie (tenant_id, abonnee, bsn, begindatum) VALUES ($1, $2, $3, '2020-01-01')"


async def with_people(conn: Any, tenant_id: int) -> Mapping[str, list[Json]]:
    """Stores people of the test set of RvIG, or one of ours where it is not; questions about them by API."""
    file = shared_folder() / "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv"
    known = [one.pl for one in islice(rvig.read(file), PEOPLE) if one.pl] if file.exists() else []
    found: dict[str, list[Json]] = defaultdict(list)
    for pl in known or [lijst(c12=[[PASPOORT], [SIGNALERING]])]:
        key = await opslag.bewaar(conn, tenant_id, pl)
        for api, question in questions(pl):
            found[api].append(question)
    await conn.execute(HAPPENING, tenant_id, UUID(HAPPENED), pl.bsn, [key])
    for bsn in KNOWN["burgerservicenummer"]:
        await conn.execute(FOLLOWED, tenant_id, CLIENT_ID, bsn)
    return found


def questions(pl: Persoonslijst) -> Iterator[tuple[str, Json]]:
    """By whatever somebody can be found."""
    fields = {"fields": sorted(contract(PERSONEN).leden("Persoon").keys() - AUTOMATISCH)}
    beperkt = {"fields": sorted(contract(PERSONEN).leden("PersoonBeperkt").keys() - AUTOMATISCH)}
    if pl.bsn:
        bsn = {"burgerservicenummer": pl.bsn}
        one = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [pl.bsn]}
        yield PERSONEN, one | fields
        yield GEZAG, {"burgerservicenummer": [pl.bsn]}
        yield HISTORIE, {"type": "RaadpleegMetPeriode"} | bsn | DAGEN
        yield HISTORIE, {"type": "RaadpleegMetPeildatum", "peildatum": "2010-01-01"} | bsn
        yield REISDOCUMENTEN, {"type": "ZoekMetBurgerservicenummer"} | bsn | OF_DOCUMENT
    day = pl.waarde("01.03.10")
    name = {"geslachtsnaam": pl.waarde("01.02.40"), "geboortedatum": f"{day[:4]}-{day[4:6]}-{day[6:]}"}
    yield PERSONEN, {"type": "ZoekMetGeslachtsnaamEnGeboortedatum"} | name | beperkt
    if place := pl.waarde("08.11.80"):
        at = {"adresseerbaarObjectIdentificatie": place}
        yield PERSONEN, {"type": "ZoekMetAdresseerbaarObjectIdentificatie"} | at | beperkt
        yield BEWONINGEN, {"type": "BewoningMetPeildatum", "peildatum": "2015-01-01"} | at
        yield BEWONINGEN, {"type": "BewoningMetPeriode"} | at | DAGEN
    for *_, v in pl.voorkomens("12"):
        if number := v.get("35.20"):
            asked = {"type": "RaadpleegMetReisdocumentnummer", "reisdocumentnummer": [number]}
            yield REISDOCUMENTEN, asked | OF_DOCUMENT


AUTOMATISCH = {
    "inOnderzoek", "geheimhoudingPersoonsgegevens", "opschortingBijhouding", "rni", "verificatie",
}  # fmt: skip
OF_DOCUMENT = {"fields": ["reisdocumentnummer", "soort", "datumEindeGeldigheid", "inhoudingOfVermissing", "houder"]}


# --- what an answer is -----------------------------------------------------------------------------------------------


def misfits(api: str, operation: Any, answer: Any) -> Iterator[str]:
    """Where an answer is not what its document says of that kind; names stand as registered (decision 0051)."""
    schema = contract(api).antwoord or next(o["geeft"] for o in contract(api).operaties if o["pad"] == operation.path)
    for fault in validator(api, schema).iter_errors(answer):
        where = ".".join("[]" if isinstance(part, int) else part for part in fault.absolute_path)
        is_name = fault.validator in ("pattern", "maxLength") and where.rpartition(".")[2].startswith(NAMES)
        if not is_name:
            yield f"{fault.validator} {where}: {fault.message[:120]}"


@cache
def validator(api: str, schema: str) -> jsonschema.Draft202012Validator:
    said = document(api)
    schemas = dict(said["components"]["schemas"])
    for name, base in said["components"]["schemas"].items():
        if "discriminator" in base:
            follow(schemas, name, base)
    whole = {**said, "components": {"schemas": schemas}, "$ref": f"#/components/schemas/{schema}"}
    return jsonschema.Draft202012Validator(whole)


def follow(schemas: Json, name: str, base: Json) -> None:
    """Makes a base choose its kinds by itself; those extend it as it was."""
    plain, kinds = f"{name}__kaal", base["discriminator"]["mapping"]
    for kind in kinds.values():
        of = kind.rpartition("/")[2]
        parts = [{"$ref": f"#/components/schemas/{plain}"} if p == ref_to(name) else p for p in schemas[of]["allOf"]]
        schemas[of] = schemas[of] | {"allOf": parts}
    schemas[plain] = base
    chosen = [
        {"if": {"properties": {"type": {"const": value}}}, "then": {"$ref": kind}} for value, kind in kinds.items()
    ]
    one_of_these = {"properties": {"type": {"enum": sorted(kinds)}}}
    schemas[name] = {"allOf": [{"$ref": f"#/components/schemas/{plain}"}, one_of_these, *chosen]}


def ref_to(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}
