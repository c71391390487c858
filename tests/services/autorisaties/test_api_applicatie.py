"""Autorisaties API 1.1.0 over HTTP (RULES §10)."""

from typing import Any

import pytest

from tests.asgi import SECRET, Client
from tests.conftest import Gemeente
from tests.zgw import AUTORISATIES, een_zaaktype, made, zrc, ztc

PATH = f"{AUTORISATIES}/applicaties"


def applicatie(*client_ids: str, **extra: Any) -> dict[str, Any]:
    return {"clientIds": list(client_ids), "label": "Zaaksysteem", "heeftAlleAutorisaties": True} | extra


@pytest.mark.rule("AC-01")
async def test_client_id_belongs_to_one_applicatie(client: Client) -> None:
    """With two applicaties behind one client id nobody knows which rights count."""
    een = await made(client, PATH, applicatie("a", "b"))
    twee = await made(client, PATH, applicatie("c", heeftAlleAutorisaties=False, autorisaties=[ztc("catalogi.lezen")]))
    for clash in (["b"], ["x", "a"]):
        assert (await client.post(PATH, applicatie(*clash))).codes == {("clientIds", "clientId-exists")}
        assert (await client.patch(twee["url"], {"clientIds": clash})).codes == {("clientIds", "clientId-exists")}
    assert (await client.post(PATH, applicatie("c"))).codes == {("clientIds", "clientId-exists")}
    assert (await client.patch(een["url"], {"clientIds": ["b", "d"]})).status == 200  # its own are fine
    assert (await client.put(een["url"], applicatie("b", "d"))).status == 200


@pytest.mark.rule("AC-02")
@pytest.mark.parametrize(("alle", "lijst", "code"), [
    (True, False, None), (False, True, None),
    (True, True, "ambiguous-authorizations-specified"), (False, False, "missing-authorizations"),
])  # fmt: skip
async def test_all_rights_or_a_list(client: Client, alle: bool, lijst: bool, code: str | None) -> None:
    """Both at once: somebody believes the list limits it. Neither: somebody believes it works."""
    extra = {"heeftAlleAutorisaties": alle, "autorisaties": [ztc("catalogi.lezen")] if lijst else []}
    answer = await client.post(PATH, applicatie("a", **extra))
    assert answer.codes == ({("nonFieldErrors", code)} if code else set())
    if not code:
        flipped = await client.patch(answer.json["url"], {"heeftAlleAutorisaties": not alle})
        assert flipped.status == 400  # the merged state counts


@pytest.mark.rule("AC-03")
@pytest.mark.parametrize(("autorisatie", "missing"), [
    ({"component": "zrc", "scopes": ["zaken.lezen"]}, ["zaaktype", "maxVertrouwelijkheidaanduiding"]),
    ({"component": "drc", "scopes": ["documenten.lezen"]}, ["informatieobjecttype", "maxVertrouwelijkheidaanduiding"]),
    ({"component": "brc", "scopes": ["besluiten.lezen"]}, ["besluittype"]),
    ({"component": "zrc", "scopes": ["audittrails.lezen"]}, []),
    ({"component": "ztc", "scopes": ["catalogi.lezen"]}, []),
    ({"component": "zrc", "scopes": []}, ["scopes"]),
])  # fmt: skip
async def test_autorisatie_names_what_it_is_about(
    client: Client, autorisatie: dict[str, Any], missing: list[str]
) -> None:
    """A right on cases without a type or a maximum is a right on all or on none."""
    extra = {"heeftAlleAutorisaties": False, "autorisaties": [ztc("catalogi.lezen"), autorisatie]}
    answer = await client.post(PATH, applicatie("a", **extra))
    assert answer.status == (400 if missing else 201)
    assert answer.codes == {(f"autorisaties.1.{name}", "required") for name in missing}


@pytest.mark.rule("AC-04")
async def test_zaaktype_of_ours_exists(client: Client) -> None:
    """A right on a type that is not there works for nobody, and is found out on the first day of use."""
    zaaktype = await een_zaaktype(client)
    dead = zaaktype | {"url": zaaktype["url"][:-12] + "000000000000"}
    foreign = zaaktype | {"url": "https://elders.example/catalogi/api/v1/zaaktypen/" + zaaktype["url"][-36:]}
    for type_, codes in ((dead, {("autorisaties.0.zaaktype", "does_not_exist")}), (foreign, set()), (zaaktype, set())):
        extra = {"heeftAlleAutorisaties": False, "autorisaties": [zrc(["zaken.lezen"], type_)]}
        answer = await client.post(PATH, applicatie(f"app-{type_['url'][-4:]}{len(type_['url'])}", **extra))
        assert answer.codes == codes
        if not codes:
            assert answer.json["autorisaties"][0]["zaaktype"] == type_["url"]


@pytest.mark.rule("AC-05")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_sent_autorisaties_replace_them_all(client: Client, method: str) -> None:
    """A right that stays because only the new ones were sent is a right that nobody meant to leave."""
    rights = [ztc("catalogi.lezen"), ztc("catalogi.schrijven")]
    row = await made(client, PATH, applicatie("a", heeftAlleAutorisaties=False, autorisaties=rights))
    body = applicatie("a", heeftAlleAutorisaties=False, autorisaties=rights[1:])
    answer = await client.call(method, row["url"], body=body if method == "PUT" else {"autorisaties": rights[1:]})
    assert [a["scopes"] for a in answer.json["autorisaties"]] == [["catalogi.schrijven"]]
    assert (await client.get(row["url"])).json == answer.json
    kept = await client.patch(row["url"], {"label": "Anders"})
    assert kept.json["autorisaties"] == answer.json["autorisaties"]


@pytest.mark.rule("AC-07")
async def test_applicatie_is_found_by_client_id(client: Client) -> None:
    """A register that asks for rights and gets those of another gives them away."""
    een, twee = await made(client, PATH, applicatie("a", "b")), await made(client, PATH, applicatie("c"))
    for asked, expected in (("a", [een]), ("b,c", [een, twee]), ("ab", []), ("a,x", [een]), ("x", [])):
        found = (await client.get(PATH, {"clientIds": asked})).json
        assert {row["url"] for row in found["results"]} == {row["url"] for row in expected}, asked
        assert found["count"] == len(expected)
    assert (await client.get(f"{PATH}/consumer", {"clientId": "b"})).json == [een]
    missing = await client.get(f"{PATH}/consumer", {"clientId": "a,b"})
    assert (missing.status, missing.json["code"]) == (404, "not_found")
    assert (await client.get(f"{PATH}/consumer")).codes == {("clientId", "required")}


@pytest.mark.rule("AC-08")
async def test_register_holds_no_secret(gemeente: Gemeente) -> None:
    """Whoever may read the rights must not be able to sign in anybody's name."""
    row = await made(gemeente.client, PATH, applicatie("a", secret="x", geheim="y", clientSecret="z"))
    for path in (row["url"], PATH, f"{PATH}/consumer?clientId={gemeente.client.client_id}"):
        body = (await gemeente.client.get(path)).body.decode()
        assert SECRET not in body
        assert not {"secret", "geheim", "clientSecret"} & set(row)
    columns = await gemeente.rows("select column_name from information_schema.columns where table_name = 'applicatie'")
    assert not any("geheim" in c[0] or "secret" in c[0] for c in columns)
