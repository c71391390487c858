"""Types and the selectielijst: ztc-001 to ztc-008 (Catalogi API 1.3.3)."""

from typing import Any

import pytest

from meent.services.catalogi.brondatum import EISEN, MEMBERS, gebreken
from meent.services.catalogi.resultaattype import BrondatumArchiefprocedure
from tests.asgi import Client
from tests.zgw import (
    CATALOGI,
    KANAAL,
    KLASSE,
    KLASSE_NIHIL,
    OMSCHRIJVING,
    PROCESTYPE,
    SELECTIELIJST,
    een_catalogus,
    een_concept,
    made,
    resultaattype_body,
    zaaktype_body,
)

ANDERE_KLASSE = f"{SELECTIELIJST}/resultaten/42cd3baf-7b4f-42da-978f-a3d1945f58e5"
ANDER_PROCESTYPE = f"{SELECTIELIJST}/procestypen/d5f61062-8493-47b5-a8e3-b74f66c298e8"
KLASSE_INGESCHAT = f"{SELECTIELIJST}/resultaten/c1375774-9381-42e0-892a-73278b129057"
ELDERS = "https://elders.example/api/v1/procestypen/aa8aa2fd-b9c6-4e34-9a6c-58a677f60ea0"
DOOD = PROCESTYPE.replace("aa8aa2fd", "aa8aa2fe")
RESULTAATTYPEN = f"{CATALOGI}/resultaattypen"


def local(client: Client, link: str) -> str:
    return link.replace(SELECTIELIJST, f"{client.base}/selectielijst/api/v1")


def bare_body(zaaktype: str, **extra: Any) -> dict[str, Any]:
    """A resultaattype that leaves to the selectielijst what the selectielijst tells."""
    return {name: value for name, value in resultaattype_body(zaaktype).items() if name != "archiefnominatie"} | extra


# --- zaaktype --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-30")
async def test_procestype_comes_from_the_selectielijst(client: Client) -> None:
    """A zaaktype with a made-up procestype has no retention at all."""
    catalogus = (await een_catalogus(client))["url"]
    for link in (PROCESTYPE, local(client, PROCESTYPE), PROCESTYPE.replace("https", "http"), ""):
        body = zaaktype_body(catalogus, selectielijstProcestype=link)
        assert (await made(client, f"{CATALOGI}/zaaktypen", body))["selectielijstProcestype"] == link
    for link in (KLASSE, local(client, KANAAL), DOOD, ELDERS, catalogus):
        answer = await client.post(f"{CATALOGI}/zaaktypen", zaaktype_body(catalogus, selectielijstProcestype=link))
        assert (answer.status, answer.codes) == (400, {("selectielijstProcestype", "invalid-resource")})


@pytest.mark.rule("C-30")
async def test_procestype_is_checked_when_it_changes(client: Client) -> None:
    zaaktype = await een_concept(client)
    answer = await client.patch(zaaktype["url"], {"selectielijstProcestype": DOOD})
    assert answer.codes == {("selectielijstProcestype", "invalid-resource")}
    assert (await client.patch(zaaktype["url"], {"toelichting": "x"})).status == 200


# --- resultaattype ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-31")
async def test_resultaattype_names_the_selectielijst(client: Client) -> None:
    """Whoever destroys a file must be able to look up why it was allowed."""
    zaaktype = await een_concept(client)
    row = await made(client, RESULTAATTYPEN, bare_body(zaaktype["url"]))
    assert (row["selectielijstklasse"], row["resultaattypeomschrijving"]) == (KLASSE, OMSCHRIJVING)
    links = {"selectielijstklasse": local(client, KLASSE), "resultaattypeomschrijving": local(client, OMSCHRIJVING)}
    ours = bare_body(zaaktype["url"], **links)
    assert (await made(client, RESULTAATTYPEN, ours))["selectielijstklasse"] == local(client, KLASSE)
    for name, link in (
        ("selectielijstklasse", PROCESTYPE), ("selectielijstklasse", ELDERS), ("resultaattypeomschrijving", KLASSE),
        ("resultaattypeomschrijving", OMSCHRIJVING.replace("7cb315fb", "7cb315fc")),
    ):  # fmt: skip
        answer = await client.post(RESULTAATTYPEN, bare_body(zaaktype["url"]) | {name: link})
        assert (answer.status, answer.codes) == (400, {(name, "invalid-resource")})
    answer = await client.patch(row["url"], {"selectielijstklasse": PROCESTYPE})
    assert answer.codes == {("selectielijstklasse", "invalid-resource")}


@pytest.mark.rule("C-31")
async def test_klasse_is_of_the_procestype_of_the_zaaktype(client: Client) -> None:
    """A permit kept by the rules for the civil service is destroyed in the wrong year."""
    zaaktype = await een_concept(client)
    told = {("nonFieldErrors", "procestype-mismatch")}
    answer = await client.post(RESULTAATTYPEN, bare_body(zaaktype["url"], selectielijstklasse=ANDERE_KLASSE))
    assert (answer.status, answer.codes) == (400, told)
    without = await een_concept(client, zaaktype["catalogus"], selectielijstProcestype="")
    assert (await client.post(RESULTAATTYPEN, bare_body(without["url"]))).codes == told
    row = await made(client, RESULTAATTYPEN, bare_body(zaaktype["url"]))
    assert (await client.patch(row["url"], {"selectielijstklasse": ANDERE_KLASSE})).codes == told
    assert (await client.patch(row["url"], {"zaaktype": without["url"]})).codes == told
    same = await een_concept(client, selectielijstProcestype=local(client, PROCESTYPE))
    await made(client, RESULTAATTYPEN, bare_body(same["url"]))


@pytest.mark.rule("C-32")
async def test_waardering_and_termijn_follow_from_the_klasse(client: Client) -> None:
    """What nobody filled in would be kept for ever, or not at all."""
    zaaktype = await een_concept(client)
    row = await made(client, RESULTAATTYPEN, bare_body(zaaktype["url"], selectielijstklasse=KLASSE_NIHIL))
    assert (row["archiefnominatie"], row["archiefactietermijn"]) == ("vernietigen", "P10Y")
    assert row["omschrijvingGeneriek"] == "Afgehandeld"
    own = {"archiefnominatie": "blijvend_bewaren", "archiefactietermijn": "P3Y", "omschrijvingGeneriek": "Anders"}
    row = await made(client, RESULTAATTYPEN, bare_body(zaaktype["url"], selectielijstklasse=KLASSE_NIHIL) | own)
    assert (row["archiefnominatie"], row["archiefactietermijn"]) == ("blijvend_bewaren", "P3Y")
    assert row["omschrijvingGeneriek"] == "Afgehandeld"
    other = f"{SELECTIELIJST}/resultaattypeomschrijvingen/ce8cf476-0b59-496f-8eee-957a7c6e2506"
    row = (await client.patch(row["url"], {"resultaattypeomschrijving": other})).json
    assert row["omschrijvingGeneriek"] == "Afgebroken"
    row = (await client.patch(row["url"], {"archiefnominatie": "", "archiefactietermijn": None})).json
    assert (row["archiefnominatie"], row["archiefactietermijn"]) == ("vernietigen", "P10Y")
    kept = await made(client, RESULTAATTYPEN, bare_body(zaaktype["url"]))
    assert (kept["archiefnominatie"], kept["archiefactietermijn"]) == ("blijvend_bewaren", None)


def procedure(afleidingswijze: str, **members: Any) -> dict[str, Any]:
    wanted = dict(zip(MEMBERS, EISEN[afleidingswijze], strict=True))
    full = {"datumkenmerk": "datum", "objecttype": "pand", "registratie": "BAG", "procestermijn": "P1Y"}
    return (
        {"afleidingswijze": afleidingswijze, "einddatumBekend": False}
        | {name: value for name, value in full.items() if wanted[name] == "verplicht"}
        | members
    )


@pytest.mark.rule("C-33")
@pytest.mark.parametrize(
    ("procestype", "klasse", "fits"),
    [
        (PROCESTYPE, KLASSE_NIHIL, {"afgehandeld"}),
        (ANDER_PROCESTYPE, KLASSE_INGESCHAT, {"termijn"}),
        (PROCESTYPE, KLASSE, set(EISEN)),
    ],
)
async def test_afleidingswijze_fits_the_procestermijn(
    client: Client, procestype: str, klasse: str, fits: set[str]
) -> None:
    """The clock of retention would start on a day that the selectielijst does not know."""
    zaaktype = await een_concept(client, selectielijstProcestype=procestype)
    for wijze in EISEN:
        body = bare_body(zaaktype["url"], selectielijstklasse=klasse, brondatumArchiefprocedure=procedure(wijze))
        answer = await client.post(RESULTAATTYPEN, body)
        if wijze in fits:
            assert answer.status == 201, answer.body
        else:
            assert answer.codes == {("nonFieldErrors", "invalid-afleidingswijze-for-procestermijn")}


@pytest.mark.rule("C-33")
async def test_other_klasse_must_fit_too(client: Client) -> None:
    """A klasse that changes under a procedure that stays is the same mistake by another door."""
    zaaktype = await een_concept(client)
    body = bare_body(zaaktype["url"], brondatumArchiefprocedure=procedure("hoofdzaak"))
    row = await made(client, RESULTAATTYPEN, body)
    answer = await client.patch(row["url"], {"selectielijstklasse": KLASSE_NIHIL})
    assert answer.codes == {("nonFieldErrors", "invalid-afleidingswijze-for-procestermijn")}


# The table of the standard, written out again: what must be there, and what must not.
@pytest.mark.rule("C-34")
@pytest.mark.parametrize(
    ("wijze", "required", "empty"),
    [
        ("afgehandeld", "", "datumkenmerk einddatumBekend objecttype registratie procestermijn"),
        ("ander_datumkenmerk", "datumkenmerk objecttype registratie", "procestermijn"),
        ("eigenschap", "datumkenmerk", "objecttype registratie procestermijn"),
        ("gerelateerde_zaak", "", "datumkenmerk objecttype registratie procestermijn"),
        ("hoofdzaak", "", "datumkenmerk objecttype registratie procestermijn"),
        ("ingangsdatum_besluit", "", "datumkenmerk objecttype registratie procestermijn"),
        ("vervaldatum_besluit", "", "datumkenmerk objecttype registratie procestermijn"),
        ("termijn", "procestermijn", "datumkenmerk einddatumBekend objecttype registratie"),
        ("zaakobject", "datumkenmerk objecttype", "registratie procestermijn"),
    ],
)
async def test_members_of_afleidingswijze(client: Client, wijze: str, required: str, empty: str) -> None:
    """Without its datumkenmerk nobody can tell when the file may go."""
    zaaktype = await een_concept(client)
    full = {
        "datumkenmerk": "datum", "einddatumBekend": True, "objecttype": "pand", "registratie": "BAG",
        "procestermijn": "P1Y",
    }  # fmt: skip
    name = "brondatumArchiefprocedure"
    bare = bare_body(zaaktype["url"], **{name: {"afleidingswijze": wijze}})
    answer = await client.post(RESULTAATTYPEN, bare)
    assert answer.codes == {(f"{name}.{m}", "required") for m in required.split()}
    whole = bare_body(zaaktype["url"], **{name: {"afleidingswijze": wijze} | full})
    answer = await client.post(RESULTAATTYPEN, whole)
    assert answer.codes == {(f"{name}.{m}", "must-be-empty") for m in empty.split()}
    right = {"afleidingswijze": wijze} | {m: v for m, v in full.items() if m not in empty.split()}
    row = await made(client, RESULTAATTYPEN, bare_body(zaaktype["url"], **{name: right}))
    assert row[name] == {
        "afleidingswijze": wijze, "datumkenmerk": "", "einddatumBekend": False, "objecttype": "", "registratie": "",
        "procestermijn": None,
    } | right  # fmt: skip
    if required:
        changed = await client.patch(row["url"], {name: {"afleidingswijze": wijze}})
        assert changed.codes == {(f"{name}.{m}", "required") for m in required.split()}


def test_every_afleidingswijze_has_its_members() -> None:
    """A way that is forgotten in the table would be a fault of ours in the face of a client."""
    for wijze in BrondatumArchiefprocedure.__annotations__["afleidingswijze"].__args__:
        assert all(code in ("required", "must-be-empty") for _, code in gebreken(_bare(wijze)))


def _bare(wijze: Any) -> BrondatumArchiefprocedure:
    return BrondatumArchiefprocedure(afleidingswijze=wijze)
