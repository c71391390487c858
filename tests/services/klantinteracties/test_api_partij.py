"""A partij (Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it): kinds, links, lists of links, preferences."""

from typing import Any

import pytest

from meent.data.pool import Connection
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import (
    ADRESSEN,
    CATEGORIEEN,
    IDENTIFICATOREN,
    NERGENS,
    PARTIJEN,
    REKENINGEN,
    RELATIES,
    VERTEGENWOORDIGINGEN,
    een_adres,
    een_identificator,
    een_partij,
    een_rekening,
    kvk,
    link,
    nummer,
    ref,
)  # fmt: skip
from tests.zgw import made

# --- as it is read ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-03")
async def test_partij_is_shown_whole(client: Client) -> None:
    """A client of the peer reads these members, in this form."""
    partij = await een_partij(client, "organisatie", partijIdentificatie={"naam": "Bakkerij Vos"})
    assert {k: v for k, v in partij.items() if k not in ("url", "uuid", "nummer")} == {
        "interneNotitie": "", "betrokkenen": [], "categorieRelaties": [], "digitaleAdressen": [],
        "voorkeursDigitaalAdres": None, "vertegenwoordigden": [], "rekeningnummers": [],
        "voorkeursRekeningnummer": None, "partijIdentificatoren": [], "soortPartij": "organisatie",
        "indicatieGeheimhouding": None, "voorkeurstaal": "", "indicatieActief": True, "bezoekadres": None,
        "correspondentieadres": None, "partijIdentificatie": {"naam": "Bakkerij Vos"},
    }  # fmt: skip
    assert partij["url"] == f"{client.base}{PARTIJEN}/{partij['uuid']}"
    assert (await client.get(partij["url"])).json == partij


@pytest.mark.rule("KI-03")
async def test_links_are_objects(client: Client) -> None:
    """A client of the peer takes the uuid out of the object; a plain address would break it."""
    partij = await een_partij(client)
    adres, rekening = await een_adres(client, partij), await een_rekening(client, partij)
    kvk_nummer = await een_identificator(client, partij)
    assert adres["verstrektDoorPartij"] == rekening["partij"] == link(partij)
    categorie = await made(client, CATEGORIEEN, {"naam": "Ondernemer"})
    about = {"partij": ref(partij), "categorie": ref(categorie), "beginDatum": "2026-01-05"}
    relatie = await made(client, RELATIES, about)
    assert relatie["categorie"] == link(categorie) | {"naam": "Ondernemer"}
    ander = await een_partij(client)
    both = {"vertegenwoordigendePartij": ref(partij), "vertegenwoordigdePartij": ref(ander)}
    await made(client, VERTEGENWOORDIGINGEN, both)
    shown = (await client.get(partij["url"])).json
    assert shown["digitaleAdressen"] == [link(adres)]
    assert shown["rekeningnummers"] == [link(rekening)]
    assert shown["vertegenwoordigden"] == [link(ander)]
    assert shown["categorieRelaties"] == [
        link(relatie) | {"categorieNaam": "Ondernemer", "beginDatum": "2026-01-05", "eindDatum": None}
    ]
    assert shown["partijIdentificatoren"] == [kvk_nummer]
    assert (await client.get(ander["url"])).json["vertegenwoordigden"] == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (NERGENS, ("verstrektDoorPartij.uuid", "does_not_exist")),
        ({}, ("verstrektDoorPartij.uuid", "required")),
        ({"url": "http://gemeente.test/x"}, ("verstrektDoorPartij.uuid", "required")),
        ({"uuid": "onzin"}, ("verstrektDoorPartij.uuid", "invalid")),
        ({"uuid": None}, ("verstrektDoorPartij.uuid", "null")),
        ({"uuid": 1}, ("verstrektDoorPartij.uuid", "invalid")),
        ("http://gemeente.test/x", ("verstrektDoorPartij", "invalid")),
        ("", ("verstrektDoorPartij", "invalid")),
        ([], ("verstrektDoorPartij", "invalid")),
    ],
)
async def test_a_link_that_is_none_is_refused(client: Client, value: Any, fault: tuple[str, str]) -> None:
    """An address of nobody would be lost."""
    body = {"soortDigitaalAdres": "email", "adres": "sam@b.example", "verstrektDoorPartij": value}
    answer = await client.post(ADRESSEN, body)
    assert (answer.status, answer.codes) == (400, {fault})


async def test_a_link_to_a_row_of_another_kind_is_refused(client: Client) -> None:
    """The uuid alone does not say what it is of."""
    adres = await een_adres(client)
    answer = await client.post(REKENINGEN, {"iban": "NL12INHO0003456789", "partij": ref(adres)})
    assert (answer.status, answer.codes) == (400, {("partij.uuid", "does_not_exist")})


# --- PUT and PATCH ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-02")
async def test_put_leaves_what_is_not_given(client: Client) -> None:
    """The document says so, and a client that relies on it would otherwise wipe the note of a colleague."""
    partij = await een_partij(client, interneNotitie="bel na vijven", voorkeurstaal="nld")
    changed = await client.put(partij["url"], {"soortPartij": "persoon", "indicatieActief": False})
    assert (changed.status, changed.json["interneNotitie"]) == (200, "bel na vijven")
    assert changed.json["indicatieActief"] is False
    missing = await client.put(partij["url"], {"soortPartij": "persoon"})
    assert (missing.status, missing.codes) == (400, {("indicatieActief", "required")})


async def test_partij_can_be_put_back_as_read(gemeente: Gemeente, client: Client) -> None:
    """Who reads, changes one thing and writes, must not lose the rest."""
    partij = await een_partij(client)
    adres = await een_adres(client, partij, isStandaardAdres=True)
    await een_identificator(client, partij)
    await een_rekening(client, partij)
    await client.patch(partij["url"], {"voorkeursDigitaalAdres": ref(adres)})
    shown = (await client.get(partij["url"])).json
    answer = await client.put(partij["url"], shown | {"voorkeurstaal": "fry"})
    assert (answer.status, answer.json) == (200, shown | {"voorkeurstaal": "fry"})


# --- lists of links --------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-04")
@pytest.mark.parametrize(("name", "make"), [("digitaleAdressen", een_adres), ("rekeningnummers", een_rekening)])
async def test_list_links_who_is_named_and_lets_go_of_the_rest(client: Client, name: str, make: Any) -> None:
    """An address that was taken off would still be called."""
    eerste, tweede = await make(client), await make(client)
    partij = await een_partij(client, **{name: [ref(eerste)]})
    assert partij[name] == [link(eerste)]
    changed = (await client.patch(partij["url"], {name: [ref(tweede), ref(tweede)]})).json
    assert changed[name] == [link(tweede)]
    of_whom = "verstrektDoorPartij" if name == "digitaleAdressen" else "partij"
    assert (await client.get(eerste["url"])).json[of_whom] is None
    assert (await client.get(tweede["url"])).json[of_whom] == link(partij)
    kept = await client.patch(partij["url"], {"interneNotitie": "x"})
    assert kept.json[name] == [link(tweede)]
    assert (await client.patch(partij["url"], {name: None})).json[name] == []


async def test_list_with_nobody_in_it_is_refused(client: Client) -> None:
    """Half a list that is written is worse than none."""
    adres = await een_adres(client)
    body = {"soortPartij": "persoon", "indicatieActief": True, "digitaleAdressen": [ref(adres), NERGENS]}
    answer = await client.post(PARTIJEN, body)
    assert (answer.status, answer.codes) == (400, {("digitaleAdressen.1.uuid", "does_not_exist")})
    assert (await client.get(adres["url"])).json["verstrektDoorPartij"] is None


async def test_linking_leaves_a_line_in_the_trail_of_both(gemeente: Gemeente, client: Client) -> None:
    """Who took an address from whom must be found."""
    adres = await een_adres(client)
    partij = await een_partij(client, digitaleAdressen=[ref(adres)])
    rows = await gemeente.rows(
        "select resource, actie from audit where resource_id = any($1::uuid[]) order by id",
        [partij["uuid"], adres["uuid"]],
    )
    assert [tuple(r) for r in rows] == [
        ("digitaaladres", "create"), ("partij", "create"), ("digitaaladres", "partial_update")
    ]  # fmt: skip


# --- preferences -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-05")
@pytest.mark.parametrize(
    ("name", "listed", "make"),
    [
        ("voorkeursDigitaalAdres", "digitaleAdressen", een_adres),
        ("voorkeursRekeningnummer", "rekeningnummers", een_rekening),
    ],
)
async def test_preference_is_of_the_partij_itself(client: Client, name: str, listed: str, make: Any) -> None:
    """A letter to the address of somebody else tells him what it is about."""
    ander = await een_partij(client)
    eigen, vreemd = await make(client), await make(client, ander)
    body = {"soortPartij": "persoon", "indicatieActief": True}
    refused = await client.post(PARTIJEN, body | {name: ref(eigen)})
    assert (refused.status, refused.codes) == (400, {(name, "invalid")})
    partij = await een_partij(client, **{listed: [ref(eigen)], name: ref(eigen)})
    assert partij[name] == link(eigen)
    refused = await client.patch(partij["url"], {name: ref(vreemd)})
    assert (refused.status, refused.codes) == (400, {(name, "invalid")})
    refused = await client.patch(partij["url"], {listed: [], name: ref(eigen)})
    assert (refused.status, refused.codes) == (400, {(name, "invalid")})
    assert (await client.patch(partij["url"], {listed: []})).json[name] is None


@pytest.mark.rule("KI-05")
@pytest.mark.parametrize(
    ("name", "listed", "make", "of_whom"),
    [
        ("voorkeursDigitaalAdres", "digitaleAdressen", een_adres, "verstrektDoorPartij"),
        ("voorkeursRekeningnummer", "rekeningnummers", een_rekening, "partij"),
    ],
)
@pytest.mark.parametrize("how", ["moved", "deleted", "taken"])
async def test_preference_ends_when_it_is_no_longer_ones_own(
    client: Client, name: str, listed: str, make: Any, of_whom: str, how: str
) -> None:
    """Whoever moved house, or changed telephone, would still be called at the old number."""
    adres, ander = await make(client), await een_partij(client)
    partij = await een_partij(client, **{listed: [ref(adres)], name: ref(adres)})
    if how == "moved":
        answer = await client.patch(adres["url"], {of_whom: ref(ander)})
    elif how == "taken":
        answer = await client.patch(ander["url"], {listed: [ref(adres)]})
    else:
        answer = await client.delete(adres["url"])
    assert answer.status in (200, 204)
    assert (await client.get(partij["url"])).json[name] is None


# --- what it is ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-08")
@pytest.mark.parametrize(
    ("naam", "volledig"),
    [
        ({"voorletters": "S", "voornaam": "Sam", "voorvoegselAchternaam": "de", "achternaam": "Vries"}, "Sam de Vries"),
        ({"voorletters": "S", "achternaam": "Vries"}, "S Vries"),
        ({}, ""),
        (None, ""),
    ],
)
async def test_full_name_follows_from_its_parts(client: Client, naam: Any, volledig: str) -> None:
    """Every screen would put a name together in a way of its own."""
    about = {"contactnaam": naam, "volledigeNaam": "iemand anders"}
    partij = await een_partij(client, partijIdentificatie=about)
    assert partij["partijIdentificatie"]["volledigeNaam"] == volledig
    changed = await client.patch(partij["url"], {"partijIdentificatie": {"contactnaam": {"voornaam": "Kim"}}})
    assert changed.json["partijIdentificatie"]["volledigeNaam"] == "Kim"


@pytest.mark.rule("KI-07")
async def test_contactpersoon_worked_for_an_organisation(client: Client) -> None:
    """Nobody can be called at the office of a person."""
    vos, persoon = await een_partij(client, "organisatie"), await een_partij(client)
    body = {"soortPartij": "contactpersoon", "indicatieActief": True}
    name = "partijIdentificatie.werkteVoorPartij.uuid"
    for wrong, code in ((persoon, "invalid"), (NERGENS, "does_not_exist")):
        about = {"werkteVoorPartij": {"uuid": wrong["uuid"]}}
        refused = await client.post(PARTIJEN, body | {"partijIdentificatie": about})
        assert (refused.status, refused.codes) == (400, {(name, code)})
    sam = await een_partij(client, "contactpersoon", partijIdentificatie={"werkteVoorPartij": ref(vos)})
    shown = sam["partijIdentificatie"]
    assert shown["werkteVoorPartij"] == link(vos)
    assert shown["uuid"]
    changed = await client.patch(sam["url"], {"partijIdentificatie": shown | {"contactnaam": {"voornaam": "Sam"}}})
    assert changed.json["partijIdentificatie"] == shown | {
        "contactnaam": {"voorletters": "", "voornaam": "Sam", "voorvoegselAchternaam": "", "achternaam": ""},
        "volledigeNaam": "Sam",
    }
    in_use = await client.delete(vos["url"])
    assert (in_use.status, in_use.codes) == (400, {("nonFieldErrors", "pending-relations")})


@pytest.mark.rule("KI-06")
async def test_another_kind_of_partij_has_another_identificatie(client: Client) -> None:
    """The name of a person would silently be that of a firm, or be lost."""
    sam = await een_partij(client, partijIdentificatie={"contactnaam": {"voornaam": "Sam"}})
    refused = await client.patch(sam["url"], {"soortPartij": "organisatie"})
    assert (refused.status, refused.codes) == (400, {("partijIdentificatie", "required")})
    about = {"soortPartij": "organisatie", "partijIdentificatie": {"naam": "Sam BV"}}
    assert (await client.patch(sam["url"], about)).json["partijIdentificatie"] == {"naam": "Sam BV"}
    await een_partij(client, "contactpersoon", partijIdentificatie={"werkteVoorPartij": ref(sam)})
    back = {"soortPartij": "persoon", "partijIdentificatie": {"contactnaam": None}}
    refused = await client.patch(sam["url"], back)
    assert (refused.status, refused.codes) == (400, {("soortPartij", "invalid")})


@pytest.mark.parametrize(
    ("soort", "about", "fault"),
    [
        ("organisatie", {"naam": "x" * 201}, ("partijIdentificatie.naam", "max_length")),
        ("persoon", {"contactnaam": {"voornaam": []}}, ("partijIdentificatie.contactnaam.voornaam", "invalid")),
        ("persoon", {"contactnaam": "Sam"}, ("partijIdentificatie.contactnaam", "invalid")),
        ("contactpersoon", {"uuid": "onzin"}, ("partijIdentificatie.uuid", "invalid")),
        ("contactpersoon", {"werkteVoorPartij": {}}, ("partijIdentificatie.werkteVoorPartij.uuid", "required")),
    ],
)  # fmt: skip
async def test_identificatie_is_checked_by_kind(client: Client, soort: str, about: Any, fault: tuple[str, str]) -> None:
    """A fault in what hangs below must be told by its own name."""
    body = {"soortPartij": soort, "indicatieActief": True, "partijIdentificatie": about}
    answer = await client.post(PARTIJEN, body)
    assert (answer.status, answer.codes) == (400, {fault})


@pytest.mark.rule("KI-22")
async def test_partij_has_a_number_of_its_own(client: Client) -> None:
    """People name each other by it on the telephone."""
    eerste, tweede = await een_partij(client), await een_partij(client, nummer=None)
    assert len({eerste["nummer"], tweede["nummer"]}) == 2
    assert all(len(p["nummer"]) == 10 and p["nummer"].isdecimal() for p in (eerste, tweede))
    kept = await client.put(eerste["url"], {"soortPartij": "persoon", "indicatieActief": True, "nummer": None})
    assert kept.json["nummer"] == eerste["nummer"]
    body = {"soortPartij": "persoon", "indicatieActief": True}
    wrong = (("P-1", "invalid"), ("１２", "invalid"), ("12345678901", "max_length"))
    for taken, code in ((eerste["nummer"], "unique"), *wrong):
        refused = await client.post(PARTIJEN, body | {"nummer": taken})
        assert (refused.status, refused.codes) == (400, {("nummer", code)})
    await een_partij(client, nummer="12")


@pytest.mark.rule("KI-22")
async def test_numbers_go_on_above_what_clients_brought(client: Client) -> None:
    """A municipality that moves here brings numbers of its own, of ten digits too."""
    await een_partij(client, nummer="9000000000")
    assert (await een_partij(client))["nummer"] == "9000000001"


ADRES = {
    "nummeraanduidingId": "0363200000123456", "straatnaam": "Kerkstraat", "huisnummer": 1,
    "huisnummertoevoeging": "a", "postcode": "1017 GA", "stad": "Amsterdam",
    "adresregel1": "", "adresregel2": "", "adresregel3": "", "land": "",
}  # fmt: skip


@pytest.mark.parametrize("name", ["bezoekadres", "correspondentieadres"])
async def test_address_is_checked_and_found(client: Client, name: str) -> None:
    """A postcode that is none brings a letter nowhere."""
    partij = await een_partij(client, **{name: ADRES})
    await een_partij(client, **{name: {"adresregel1": "Rue 1", "land": "FR"}})
    assert partij[name] == ADRES
    wrong = {"nummeraanduidingId": "12", "postcode": "1017GA", "land": "F", "huisnummer": 0}
    refused = await client.post(PARTIJEN, {"soortPartij": "persoon", "indicatieActief": True, name: wrong})
    assert refused.codes == {
        (f"{name}.nummeraanduidingId", "invalid"), (f"{name}.postcode", "invalid"), (f"{name}.land", "invalid"),
        (f"{name}.huisnummer", "min_value"),
    }  # fmt: skip
    found = await client.get(PARTIJEN, {f"{name}NummeraanduidingId": "0363200000123456"})
    assert [p["uuid"] for p in found.json["results"]] == [partij["uuid"]]
    assert (await client.get(PARTIJEN, {f"{name}Land": "FR", f"{name}Adresregel1": "Rue 1"})).json["count"] == 1
    assert (await client.get(PARTIJEN, {f"{name}Adresregel2": "Rue 1"})).json["count"] == 0


# --- deleting --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-21")
async def test_with_a_partij_goes_what_is_hers_alone(client: Client) -> None:
    """What is left of somebody who asked to be forgotten is a breach; what is of another is not ours to take."""
    ander, partij = await een_partij(client), await een_partij(client)
    adres = await een_adres(client, partij)
    theirs = [adres, await een_rekening(client, partij)]
    kvk_nummer = await een_identificator(client, partij)
    theirs.append(kvk_nummer)
    vestiging = nummer("vestigingsnummer", "000000000001")
    theirs.append(await een_identificator(client, partij, vestiging, subIdentificatorVan=ref(kvk_nummer)))
    categorie = await made(client, CATEGORIEEN, {"naam": "Ondernemer"})
    theirs.append(await made(client, RELATIES, {"partij": ref(partij), "categorie": ref(categorie)}))
    for a, b in ((partij, ander), (ander, partij)):
        both = {"vertegenwoordigendePartij": ref(a), "vertegenwoordigdePartij": ref(b)}
        theirs.append(await made(client, VERTEGENWOORDIGINGEN, both))
    assert (await client.patch(partij["url"], {"voorkeursDigitaalAdres": ref(adres)})).status == 200
    assert (await client.delete(partij["url"])).status == 204
    for row in (partij, *theirs):
        assert (await client.get(row["url"])).status == 404, row
    for row in (ander, categorie):
        assert (await client.get(row["url"])).status == 200


# --- identificatoren in their partij ---------------------------------------------------------------------------------


@pytest.mark.rule("KI-09")
async def test_identificatoren_are_written_with_their_partij(client: Client) -> None:
    """A contact centre registers a firm and its numbers in one go."""
    first, other = kvk(), nummer("rsin", "823288444")
    partij = await een_partij(
        client, "organisatie",
        partijIdentificatoren=[{"partijIdentificator": first}, {"partijIdentificator": other}],
    )  # fmt: skip
    made_ones = {i["partijIdentificator"]["codeSoortObjectId"]: i for i in partij["partijIdentificatoren"]}
    assert made_ones["kvk_nummer"]["identificeerdePartij"] == link(partij)
    assert (await client.get(made_ones["rsin"]["url"])).json == made_ones["rsin"]
    changed = kvk()
    vestiging = nummer("vestigingsnummer", "000000000002")
    asked = [
        {"uuid": made_ones["kvk_nummer"]["uuid"], "partijIdentificator": changed},
        {"partijIdentificator": vestiging, "subIdentificatorVan": ref(made_ones["kvk_nummer"])},
    ]
    answer = await client.patch(partij["url"], {"partijIdentificatoren": asked})
    assert answer.status == 200
    shown = {i["partijIdentificator"]["codeSoortObjectId"]: i for i in answer.json["partijIdentificatoren"]}
    assert set(shown) == {"kvk_nummer", "vestigingsnummer"}
    assert shown["kvk_nummer"] == made_ones["kvk_nummer"] | {"partijIdentificator": changed}
    assert shown["vestigingsnummer"]["subIdentificatorVan"] == link(made_ones["kvk_nummer"])
    assert (await client.get(made_ones["rsin"]["url"])).status == 404
    kept = await client.patch(partij["url"], {"interneNotitie": "x"})
    assert len(kept.json["partijIdentificatoren"]) == 2
    assert (await client.patch(partij["url"], {"partijIdentificatoren": []})).json["partijIdentificatoren"] == []
    assert (await client.get(IDENTIFICATOREN)).json["count"] == 0


@pytest.mark.rule("KI-09")
async def test_one_wrong_identificator_keeps_all_out(client: Client) -> None:
    """Half of what was sent would be there, and the second try would say that it exists."""
    partij, known = await een_partij(client), await een_identificator(client)
    wrong = [
        {"partijIdentificator": kvk()},
        {"partijIdentificator": nummer("bsn", "123456789")},
        {"uuid": NERGENS["uuid"], "partijIdentificator": kvk()},
        {"partijIdentificator": kvk() | {"codeRegister": "brp"}},
        {"partijIdentificator": nummer("vestigingsnummer", "000000000003")},
    ]
    refused = await client.patch(partij["url"], {"partijIdentificatoren": wrong})
    assert (refused.status, refused.codes) == (400, {
        ("partijIdentificatoren.1.partijIdentificator.objectId", "invalid"),
        ("partijIdentificatoren.2.uuid", "does_not_exist"),
        ("partijIdentificatoren.3.partijIdentificator.codeObjecttype", "invalid"),
        ("partijIdentificatoren.4.subIdentificatorVan", "required"),
    })  # fmt: skip
    same = {"partijIdentificator": known["partijIdentificator"]}
    refused = await client.patch(partij["url"], {"partijIdentificatoren": [{"partijIdentificator": kvk()}, same]})
    assert (refused.status, refused.codes) == (400, {("partijIdentificator", "unique")})
    assert (await client.get(IDENTIFICATOREN)).json["results"] == [known]


# --- finding ---------------------------------------------------------------------------------------------------------


async def found(client: Client, **query: str) -> set[str]:
    answer = await client.get(PARTIJEN, query)
    assert answer.status == 200, answer.body
    return {p["uuid"] for p in answer.json["results"]}


@pytest.mark.rule("KI-18")
async def test_identificator_filters_hold_for_one_identificator(client: Client) -> None:
    """A firm with this KVK-nummer and that RSIN is not one with that KVK-nummer."""
    vos, haas = await een_partij(client, "organisatie"), await een_partij(client, "organisatie")
    het_nummer = kvk()
    onder = await een_identificator(client, vos, het_nummer)
    await een_identificator(client, haas, nummer("rsin", "823288444"))
    await een_identificator(client, haas, nummer("vestigingsnummer", "000000000004"), subIdentificatorVan=ref(onder))
    by = {f"partijIdentificator__{name}": value for name, value in het_nummer.items()}
    assert await found(client, **by) == {vos["uuid"]}
    assert await found(client, **by | {"partijIdentificator__codeSoortObjectId": "rsin"}) == set()
    mixed = {"partijIdentificator__objectId": "823288444", "partijIdentificator__codeSoortObjectId": "vestigingsnummer"}
    assert await found(client, **mixed) == set()
    above = {f"subIdentificatorVan__{name}": value for name, value in het_nummer.items()}
    assert await found(client, **above) == {haas["uuid"]}
    assert await found(client, **above, partijIdentificator__objectId="000000000004") == {haas["uuid"]}
    assert await found(client, **above, partijIdentificator__objectId="823288444") == set()


async def test_partijen_are_found_by_what_they_are(client: Client) -> None:
    """A desk that finds nobody makes a second one."""
    vos = await een_partij(client, "organisatie", indicatieGeheimhouding=True)
    sam = await een_partij(client, indicatieActief=False)
    categorie = await made(client, CATEGORIEEN, {"naam": "Ondernemer"})
    await made(client, RELATIES, {"partij": ref(vos), "categorie": ref(categorie)})
    both = {"vertegenwoordigendePartij": ref(sam), "vertegenwoordigdePartij": ref(vos)}
    await made(client, VERTEGENWOORDIGINGEN, both)
    assert await found(client, soortPartij="organisatie") == {vos["uuid"]}
    assert await found(client, indicatieActief="false") == {sam["uuid"]}
    assert await found(client, indicatieGeheimhouding="true") == {vos["uuid"]}
    assert await found(client, nummer=sam["nummer"]) == {sam["uuid"]}
    assert await found(client, categorierelatie__categorie__naam="Inwoner,Ondernemer") == {vos["uuid"]}
    assert await found(client, categorierelatie__categorie__naam="Inwoner") == set()
    assert await found(client, vertegenwoordigdePartij__uuid=sam["uuid"]) == {vos["uuid"]}
    assert await found(client, vertegenwoordigdePartij__url=sam["url"]) == {vos["uuid"]}
    assert await found(client, vertegenwoordigdePartij__url=vos["url"]) == set()
    refused = await client.get(PARTIJEN, {"vertegenwoordigdePartij__uuid": "onzin"})
    assert refused.codes == {("vertegenwoordigdePartij__uuid", "invalid")}


@pytest.mark.rule("KI-17")
async def test_expand_shows_addresses_and_categories(client: Client) -> None:
    """A list of callers with their numbers in one question instead of a hundred."""
    partij = await een_partij(client)
    adres = await een_adres(client, partij)
    categorie = await made(client, CATEGORIEEN, {"naam": "Ondernemer"})
    relatie = await made(client, RELATIES, {"partij": ref(partij), "categorie": ref(categorie)})
    asked = {"expand": "digitaleAdressen,categorieRelaties,betrokkenen"}
    for answer in (await client.get(PARTIJEN, asked), await client.get(partij["url"], asked)):
        shown = answer.json["results"][0] if "results" in answer.json else answer.json
        assert shown["_expand"] == {"digitaleAdressen": [adres], "categorieRelaties": [relatie]}
    for beyond in ("rekeningnummers", "voorkeursDigitaalAdres", "categorieRelaties.categorie", "onzin"):
        refused = await client.get(PARTIJEN, {"expand": beyond})
        assert (refused.status, refused.codes) == (400, {("expand", "invalid_choice")}), beyond


async def test_partij_is_announced(gemeente: Gemeente, client: Client) -> None:
    """A customer view elsewhere would show what was true last week."""
    partij = await een_partij(client, "organisatie")
    rows = await gemeente.rows(
        "select kanaal, actie, kenmerken::text from outbox where resource_id = $1", partij["uuid"]
    )
    assert [r[0:2] for r in map(tuple, rows)] == [("partijen", "create")]
    assert partij["nummer"] in rows[0][2]
    assert "organisatie" in rows[0][2]


async def test_a_list_costs_the_same_however_long_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One statement more for each row, and a page of a hundred callers takes a hundred times as long."""
    trips: list[str] = []
    for method in ("fetch", "fetchrow", "fetchval", "execute"):
        before = getattr(Connection, method)

        async def counted(self: Any, query: str, *args: Any, _before: Any = before, **more: Any) -> Any:
            trips.append(query)
            return await _before(self, query, *args, **more)

        monkeypatch.setattr(Connection, method, counted)
    costs = []
    for wanted in (1, 2, 6):  # the first finds who asks and why, and remembers it
        while (await client.get(PARTIJEN)).json["count"] < wanted:
            partij = await een_partij(client, partijIdentificatoren=[{"partijIdentificator": kvk()}])
            await een_adres(client, partij)
            await een_rekening(client, partij)
        trips.clear()
        answer = await client.get(PARTIJEN, {"expand": "digitaleAdressen,categorieRelaties"})
        assert len(answer.json["results"]) == wanted
        costs.append(len(trips))
    assert costs[1] == costs[2], trips
