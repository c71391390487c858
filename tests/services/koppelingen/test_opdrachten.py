"""`meent service`: which registers of others a municipality uses, without ever showing a secret."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from meent import cli, service_commands
from meent.services.koppelingen.diensten import Dienst, Diensten, DienstGeweigerd
from tests.conftest import Gemeente

GEHEIM = "geheim-voor-de-andere-dienst"


@pytest.fixture
def meent(gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line on the municipality of this test; what it wants done is kept, to be awaited."""
    asked: list[Any] = []

    def with_app(slug: str, act: Any) -> Any:
        asked.append(act)
        return answers.pop(0)

    answers: list[Any] = []
    monkeypatch.setattr(service_commands, "with_app", with_app)

    def run(*args: str, gives: Any = None) -> Result:
        answers.append(gives)
        return CliRunner().invoke(cli.main, ["service", *args])

    return run


def test_secret_is_printed_nowhere(meent: Callable[..., Result]) -> None:
    """It would stand in the scroll-back of whoever looked up the address."""
    new = meent("new", "ede", "ztc", "https://ztc.example/api/v1", "--api", "catalogi", "--secret", GEHEIM)
    assert new.exit_code == 0
    known = (Dienst("ztc", "https://ztc.example/api/v1/", "catalogi", "meent", GEHEIM),)
    listed, as_json = meent("list", "ede", gives=known), meent("list", "ede", "--json", gives=known)
    (row,) = json.loads(as_json.output)
    assert row == {
        "dienst": "ztc", "soort": "catalogi", "basis": "https://ztc.example/api/v1/", "client_id": "meent", "aan": True,
    }  # fmt: skip
    assert "ztc.example" in listed.output
    assert GEHEIM not in new.output + listed.output + as_json.output


def test_removing_what_is_not_there(meent: Callable[..., Result]) -> None:
    """A typing error must not look like success: the register would stay in use."""
    assert meent("remove", "ede", "ztc", gives=True).exit_code == 0
    missed = meent("remove", "ede", "ztx", gives=False)
    assert (missed.exit_code, "geen dienst 'ztx'" in missed.output) == (1, True)


async def test_kept_found_switched_and_removed(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A service that is off is not called, and none is ever of two municipalities."""
    diensten: Diensten = gemeente.app.diensten
    await diensten.new(gemeente.id, Dienst("ztc", "https://ZTC.example:443/api/v1", "catalogi", "meent", GEHEIM))
    await diensten.new(gemeente.id, Dienst("nauw", "https://ztc.example/api/v1/smal/", "catalogi", "", GEHEIM))
    for url, slug in {
        "https://ztc.example/api/v1/zaaktypen/1": "ztc",
        "HTTPS://ztc.EXAMPLE/api/v1/zaaktypen/1": "ztc",
        "https://ztc.example/api/v1/smal/zaaktypen/1": "nauw",
        "https://ztc.example/api/v12/zaaktypen/1": "",
        "http://ztc.example/api/v1/zaaktypen/1": "",
        "https://ztc.example:8443/api/v1/zaaktypen/1": "",
        "https://ztc.example.evil.test/api/v1/zaaktypen/1": "",
        "https://ztc.example@evil.test/api/v1/zaaktypen/1": "",
        "https://ztc.example/api/v1/../v2/zaaktypen/1": "",
        "https://ztc.example/api/v1/%2E%2e/v2/zaaktypen/1": "",
        "https://ztc.example/api/v1\\zaaktypen/1": "",
        "https://ztc.example/api/v1/zaaktypen/1#x": "",
    }.items():
        found = await diensten.find(gemeente.id, url)
        assert (found.slug if found else "") == slug, url
    assert await diensten.find(andere_gemeente.id, "https://ztc.example/api/v1/zaaktypen/1") is None
    assert await diensten.switch(gemeente.id, "ztc", aan=False)
    assert await diensten.find(gemeente.id, "https://ztc.example/api/v1/zaaktypen/1") is None
    assert await diensten.remove(gemeente.id, "ztc")
    assert not await diensten.remove(gemeente.id, "ztc")


@pytest.mark.parametrize(("slug", "basis", "geheim"), [
    ("a", "ztc.example/api", "x"), ("b", "ftp://ztc.example/", "x"), ("c", "https://ztc.example/?a=b", "x"),
    ("d", "https://ztc.example/", ""), ("e", "https://iemand@ztc.example/", "x"),
    ("dubbel", "https://anders.example/", "x"), ("f", "https://dubbel.example/api/v1/", "x"),
])  # fmt: skip
async def test_what_cannot_be_a_service(gemeente: Gemeente, slug: str, basis: str, geheim: str) -> None:
    """A base that is no base would match too much, or nothing."""
    diensten = gemeente.app.diensten
    await diensten.new(gemeente.id, Dienst("dubbel", "https://dubbel.example/api/v1", "catalogi", "m", "x"))
    with pytest.raises(DienstGeweigerd):
        await diensten.new(gemeente.id, Dienst(slug, basis, "catalogi", "meent", geheim))


def test_healing_tells_what_did_not_work(meent: Callable[..., Result]) -> None:
    """A mirror that stays away must not look like one that is there."""
    assert meent("heal", "ede", gives=(2, 0)).output == "Hersteld: 2, niet gelukt: 0.\n"
    failed = meent("heal", "ede", "--json", gives=(0, 1))
    assert (failed.exit_code, json.loads(failed.output)) == (1, {"hersteld": 0, "mislukt": 1})
