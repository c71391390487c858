"""The query APIs held to their documents: what may be asked is answered as they say, what may not be asked is refused.

Nothing is written out by hand but one right question of each kind: what is wrong with a member its own schema tells.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meent.services.personen import rvig
from meent.services.personen.bevragen.contract import document
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.personen.bevragen.test_vragen import bewaar, lines
from tests.services.personen.lijsten import BSN, EIGEN
from tests.services.personen.test_rvig import FILE
from trust.brp import misfits, questions

PEOPLE = 25
OBJECT = "adresseerbaarObjectIdentificatie"
ADRES: Mapping[str, str] = {
    "personen": "/brp/api/v2/personen", "bewoningen": "/brp/api/v2/bewoningen",
    "verblijfplaatshistorie": "/brp/api/v2/verblijfplaatshistorie",
    "reisdocumenten": "/brp/api/v2/reisdocumenten", "gezag": "/brp/api/v1/opvragenBevoegdheidTotGezag",
}  # fmt: skip
VRAAG: Mapping[str, str] = {
    "personen": "PersonenQuery", "bewoningen": "BewoningenQuery", "verblijfplaatshistorie": "HistorieQuery",
    "reisdocumenten": "ReisdocumentenQuery", "gezag": "GezagRequest",
}  # fmt: skip
GOED: Mapping[str, Any] = {
    "geslachtsnaam": "Moulin", "geboortedatum": "1985-12-01", "voornamen": "Suzanne", "gemeenteVanInschrijving": EIGEN,
    "postcode": "2512AA", "huisnummer": 31, "straat": "Boterdiep", "nummeraanduidingIdentificatie": "0518200000000001",
    "adresseerbaarObjectIdentificatie": "0518010000000001", "peildatum": "2011-12-31", "datumVan": "2010-01-01",
    "datumTot": "2011-12-31", "reisdocumentnummer": ["SPECI2014"],
}  # fmt: skip
FIELDS: Mapping[str, list[str]] = {"personen": ["burgerservicenummer"], "reisdocumenten": ["soort"]}
WAARDEN: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**9, "", " ", "x", "ja", "\n", "€", "0", "2011", "2011-02-30", "2011-12-31T00:00:00", "*",
    "M*n", "a" * 300, "9" * 300, {}, {"a": 1}, [], ["x"], [1], [None], [""], [BSN, "x"], [BSN] * 200,
)  # fmt: skip
"""Whatever a client may send by mistake; of each member only those that its schema does not allow."""
Vraag = dict[str, Any]


def kinds(api: str) -> Iterator[tuple[dict[str, Any], Vraag]]:
    """Of each kind of question its members with their schemas, and a right one."""
    schemas = document(api)["components"]["schemas"]
    base = schemas[VRAAG[api]]
    mapping = base.get("discriminator", {}).get("mapping", {"": ""})
    for kind, ref in mapping.items():
        own = schemas[ref.rpartition("/")[2]]["allOf"][-1] if ref else {"properties": {}}
        members = base["properties"] | own["properties"]
        needed = {*base.get("required", ()), *own.get("required", ())} or members.keys()
        yield members, {name: right(name, members[name], api, kind) for name in sorted(needed)}


def right(name: str, schema: dict[str, Any], api: str, kind: str) -> Any:
    if name == "burgerservicenummer":
        return [BSN] if schema.get("type") == "array" else BSN
    return {"type": kind, "fields": FIELDS.get(api)}.get(name) or GOED[name]


def fits(api: str, schema: dict[str, Any], value: Any) -> bool:
    said = document(api) | schema
    return jsonschema.Draft202012Validator(said, format_checker=jsonschema.FormatChecker(["date"])).is_valid(value)


def is_allowed(api: str, question: Vraag) -> bool:
    """Whether each member is as its schema has it, of this kind of question."""
    members = next(found for found, right_one in kinds(api) if right_one.get("type") == question.get("type"))
    return all(fits(api, members[name], value) for name, value in question.items())


def wrong(api: str) -> Iterator[tuple[str, Vraag]]:
    """Questions with one fault: a member that is not there, or with a value that its schema does not allow."""
    for members, question in kinds(api):
        yield from ((name, {n: w for n, w in question.items() if n != name}) for name in question)
        for name, schema in members.items():
            if name == "type":
                yield from ((name, {**question, name: value}) for value in WAARDEN)
                continue
            bad = (value for value in WAARDEN if not fits(api, schema, value))
            yield from ((name, {**question, name: value}) for value in bad)


@pytest.mark.rule("BV-10", "BV-17")
@pytest.mark.parametrize("api", VRAAG)
async def test_what_the_document_calls_wrong_is_refused(client: Client, gemeente: Gemeente, api: str) -> None:
    """Each fault alone, under the name of its member; nothing is looked up for it. The question without it is right."""
    version = {"accept-gezag-version": "2"} if api == "gezag" else {}
    answers = [(await client.post(ADRES[api], question, **version)).status for _, question in kinds(api)]
    assert set(answers) == {200}
    before, asked = len(await lines(gemeente)), 0
    for name, question in wrong(api):
        answer = await client.post(ADRES[api], question, **version)
        assert answer.status == 400, (name, question)
        assert {told.partition("[")[0] for told, _ in answer.codes} == {name}, (question, answer.codes)
        asked += 1
    assert asked > 25
    assert len(await lines(gemeente)) == before


@pytest.mark.rule("BV-10")
async def test_what_the_document_allows_is_answered_as_it_says(gemeente: Gemeente, shared: Path) -> None:
    """People of the published set, by whatever each can be found; every API finds somebody.

    A birth date that is known in part cannot be asked. One list of the set has a space before the key of its address:
    that cannot be asked either, and is told as it is registered.
    """
    await bewaar(gemeente, *(one.pl for one in islice(rvig.read(shared / FILE), PEOPLE) if one.pl))
    told, found = set(), dict.fromkeys(VRAAG, 0)
    people = (one.pl for one in islice(rvig.read(shared / FILE), PEOPLE) if one.pl)
    for api, question in (asked for pl in people for asked in questions(pl)):
        answer = await gemeente.client.post(ADRES[api], question, **{"accept-gezag-version": "2"})
        if not is_allowed(api, question):
            assert answer.status == 400
            continue
        assert answer.status == 200, (api, answer.body)
        told |= {fault.partition(":")[0] for fault in misfits(api, None, answer.json)}
        found[api] += sum(len(value) for value in answer.json.values() if isinstance(value, list))
    assert {(fault.partition(" ")[0], fault.rpartition(".")[2]) for fault in told} <= {("pattern", OBJECT)}
    assert min(found.values()) > 0, found
