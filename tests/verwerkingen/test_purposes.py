"""Purposes: who may use personal data for what, and what happens to who does not tell."""

from dataclasses import replace
from typing import Any

import pytest

from meent.app import SCREENS_CLIENT
from meent.data import embedded
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw, ZgwFout
from meent.interaction.identity import ROLLEN
from meent.verwerkingen import doelen
from meent.verwerkingen.doelen import DoelGeweigerd
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.engine.test_tenant_settings import set_for
from tests.verwerkingen.conftest import Town
from tests.zgw import CATALOGI, ZAKEN, zaak_body


async def purpose(gemeente: Gemeente, naam: str, *client_ids: str, woorden: str = "Uw vraag beantwoorden") -> Any:
    pool = gemeente.app.pool
    made = await doelen.store(pool, gemeente.id, naam, woorden, f"https://register.example/{naam}/1")
    for client_id in client_ids:
        await doelen.bind(pool, gemeente.id, client_id, naam)
    gemeente.app.logboek.doelen.forget(gemeente.id)
    return made


async def last(town: Town) -> Any:
    return (await town.lines())[-1]["doel"]


async def test_a_purpose_of_the_application_is_in_the_line(town: Town) -> None:
    """Why somebody looked is the first thing a resident asks."""
    vergunning = await purpose(town.gemeente, "vergunning", town.client.client_id)
    await purpose(town.gemeente, "toezicht", town.client.client_id)
    assert (await town.client.get(town.anna["url"], x_doelbinding="vergunning")).status == 200
    assert await last(town) == vergunning.id
    assert (await town.client.get(town.anna["url"])).status == 200
    assert await last(town) is None  # it has two, and did not say


async def test_the_only_purpose_need_not_be_told(town: Town) -> None:
    """Existing clients send no such header, and one that does one thing does it for one reason."""
    only = await purpose(town.gemeente, "vergunning", town.client.client_id)
    assert (await town.client.patch(town.anna["url"], {"toelichting": "Gebeld"})).status == 200
    assert await last(town) == only.id


@pytest.mark.parametrize("asked", ["toezicht", "bestaat-niet", "eigen gegevens", "a" * 300])
async def test_a_purpose_of_another_is_refused(town: Town, asked: str) -> None:
    """Whoever may name any purpose has none."""
    await purpose(town.gemeente, "vergunning", town.client.client_id)
    await purpose(town.gemeente, "toezicht", "iemand-anders")
    known = len(await town.lines())
    for answer in (
        await town.client.get(town.anna["url"], x_doelbinding=asked),
        await town.client.get(f"{ZAKEN}/zaken", x_doelbinding=asked),
        await town.client.patch(town.anna["url"], {"toelichting": "Gebeld"}, x_doelbinding=asked),
    ):
        assert (answer.status, answer.json["code"]) == (403, "doel-niet-toegelaten")
    assert len(await town.lines()) == known
    assert (await town.client.get(town.anna["url"])).json["toelichting"] == ""


async def test_no_purpose_is_refused_where_the_municipality_says_so(town: Town, migrated: embedded.Embedded) -> None:
    """Doelbinding is the law; a municipality whose applications are ready can hold them to it."""
    await set_for(town.gemeente.app, migrated.owner_dsn, town.gemeente.slug, doel_verplicht=True)
    client, known = town.client, len(await town.lines())
    answers = [
        await client.get(town.anna["url"]), await client.get(f"{ZAKEN}/zaken"), await client.get(town.rollen[0]["url"]),
        await client.get(f"{town.anna['url']}/audittrail"),
        await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [town.anna["uuid"]]}),
        await client.post(f"{ZAKEN}/zaken", zaak_body(town.zaaktype["url"])),
        await client.patch(town.anna["url"], {"toelichting": "Gebeld"}), await client.delete(town.anna["url"]),
    ]  # fmt: skip
    assert {(a.status, a.json["code"]) for a in answers} == {(403, "doel-ontbreekt")}
    assert {"X-Doelbinding" in a.json["detail"] for a in answers} == {True}
    assert len(await town.lines()) == known
    assert (await client.get(f"{CATALOGI}/zaaktypen")).status == 200  # of nobody
    await purpose(town.gemeente, "vergunning", client.client_id)
    assert (await client.get(town.anna["url"], x_doelbinding="vergunning")).status == 200


async def test_a_screen_brings_the_purpose_of_its_role(town: Town, migrated: embedded.Embedded) -> None:
    """Nobody types a purpose on a screen; the role they have there is one."""
    await set_for(town.gemeente.app, migrated.owner_dsn, town.gemeente.slug, doel_verplicht=True)
    app, zgw = town.gemeente.app, screens(town)
    await zgw.get("zaken", "zaken", town.anna["uuid"])
    line = (await town.lines())[-1]
    async with app.pool.tenant(town.gemeente.id) as conn:
        own = {d.naam: d.id for d in await doelen.known(conn, town.gemeente.id)}
    assert (line["doel"], line["applicatie"]) == (own["zaakbehandeling"], SCREENS_CLIENT)
    with pytest.raises(ZgwFout) as refused:
        await screens(town, doel="").get("zaken", "zaken", town.anna["uuid"])
    assert refused.value.body["code"] == "doel-ontbreekt"


def screens(town: Town, doel: str = "zaakbehandeling") -> Zgw:
    app = town.gemeente.app
    caller = Caller(SCREENS_CLIENT, ALL_RIGHTS, "Schermen", "joost", "Joost", doel)
    return Zgw(app.engine, app.directory.by_slug[town.gemeente.slug], caller, "http://gemeente.test")


def test_every_role_has_a_purpose_that_every_municipality_knows() -> None:
    """A role with another word for it would be refused everything."""
    assert {rol.purpose for rol in ROLLEN} <= set(doelen.OWN)


async def test_several_writes_at_once_carry_the_purpose_too(town: Town) -> None:
    """A unit of work goes through the same log."""
    known = len(await town.lines())
    async with screens(town).together() as work:
        await work.create("zaken", "zaken", zaak_body(town.zaaktype["url"]))
    (line,) = (await town.lines())[known:]
    assert (line["handeling"], line["resource"], line["doel"] is None) == ("create", "zaak", False)


async def test_a_change_is_a_new_version(town: Town) -> None:
    """A line of last year must not get the words of this year."""
    first = await purpose(town.gemeente, "vergunning", town.client.client_id, woorden="Een vergunning geven")
    await town.client.get(town.anna["url"], x_doelbinding="vergunning")
    second = await purpose(town.gemeente, "vergunning", woorden="Iets anders")
    await town.client.get(town.anna["url"], x_doelbinding="vergunning")
    assert [r["doel"] for r in (await town.lines())[-2:]] == [first.id, second.id]
    words = await town.gemeente.rows("select woorden from verwerkingsdoel where id = $1", first.id)
    assert words[0][0] == "Een vergunning geven"


async def test_what_ended_or_was_taken_away_counts_no_more(town: Town) -> None:
    """A right that cannot be taken back is given away."""
    gemeente, pool = town.gemeente, town.gemeente.app.pool
    await purpose(gemeente, "vergunning", town.client.client_id)
    await doelen.unbind(pool, gemeente.id, town.client.client_id, "vergunning")
    await refused(town, "vergunning")
    await doelen.bind(pool, gemeente.id, town.client.client_id, "vergunning")
    await doelen.end(pool, gemeente.id, "vergunning")
    await refused(town, "vergunning")
    with pytest.raises(DoelGeweigerd):
        await doelen.bind(pool, gemeente.id, town.client.client_id, "vergunning")
    with pytest.raises(DoelGeweigerd):
        await doelen.store(pool, gemeente.id, "naam; van iets", "Woorden", "")


async def refused(town: Town, naam: str) -> None:
    town.gemeente.app.logboek.doelen.forget(town.gemeente.id)
    answer = await town.client.get(town.anna["url"], x_doelbinding=naam)
    assert answer.json["code"] == "doel-niet-toegelaten"


async def test_purposes_of_another_municipality_are_unknown(town: Town, andere_gemeente: Gemeente) -> None:
    """The same client id in two places is two applications."""
    await purpose(andere_gemeente, "vergunning", town.client.client_id)
    await refused(town, "vergunning")


async def test_a_municipality_can_do_without_the_log(town: Town, migrated: embedded.Embedded) -> None:
    """Where another system already logs each call, a second line says nothing more. It is theirs to choose."""
    gemeente = town.gemeente
    await set_for(gemeente.app, migrated.owner_dsn, gemeente.slug, verwerkingslog=False, doel_verplicht=True)
    known = len(await town.lines())
    assert (await town.client.get(town.anna["url"])).status == 200
    assert (await town.client.patch(town.anna["url"], {"toelichting": "Gebeld"})).status == 200
    assert len(await town.lines()) == known
    place = replace(gemeente.app.directory.by_slug[gemeente.slug], settings={})
    assert place == gemeente.app.directory.by_slug[gemeente.slug]  # settings do not make it another place
    assert isinstance(town.client, Client)
