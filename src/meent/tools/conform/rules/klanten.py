"""Klantinteracties: who is known to the municipality, by which numbers, and where they can be reached (RULES §14).

The document describes no refusal: that something is refused counts, how it is called does not. What only the text of
another server or our own decisions say (0030) is advice.
"""

from meent.tools.conform import contacts as k
from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import NERGENS, Failed, NotTried, Scratch, demand, expect
from meent.tools.conform.target import AUTORISATIES, KLANTINTERACTIES, ZAKEN

NOBODY = {"uuid": NERGENS}


async def open_with_key(s: Scratch) -> None:
    """Without a key, and with a wrong one, nothing is shown."""
    expect(await s.get(k.PARTIJEN), 200)
    for header in (None, "Token dit-is-geen-sleutel", "Bearer onzin"):
        expect(await s.get(k.PARTIJEN, headers={"Authorization": header}), 401, 403)


async def open_nothing_else_with_key(s: Scratch) -> None:
    """A key never ends and names nobody: where the standard asks a JWT it should not do."""
    plain = s.traffic.target.keys.get(KLANTINTERACTIES)
    if not plain:
        raise NotTried("er is geen sleutel opgegeven (--api-key klantinteracties=…)")
    answer = await s.get("zaken/zaken", headers={"Authorization": f"Token {plain}"})
    expect(answer, 401, 403)


async def leave_what_is_not_sent(s: Scratch) -> None:
    partij = await k.partij(s, voorkeurstaal="nld", bezoekadres={"straatnaam": "Dorpsstraat", "huisnummer": 1})
    body = {"soortPartij": "persoon", "indicatieActief": False}
    after = expect(await s.put(partij["url"], body), 200).document
    demand(after.get("indicatieActief") is False, "PUT nam het opgestuurde niet over")
    demand(after.get("voorkeurstaal") == "nld", "PUT wiste een veld dat mag ontbreken en niet was meegestuurd")
    demand(k.group(after, "bezoekadres").get("straatnaam") == "Dorpsstraat", "PUT wiste een groep die niet meekwam")


async def refer_by_uuid(s: Scratch) -> None:
    partij = await k.partij(s)
    made = await k.adres(s, partij)
    link = k.group(made, "verstrektDoorPartij")
    demand((link.get("uuid"), link.get("url")) == (partij["uuid"], partij["url"]), "een relatie is geen uuid met url")
    shown = await k.read(s, partij)
    k.is_links(shown.get("digitaleAdressen"), made, told="de partij toont haar adres niet")
    await k.refused(s, k.ADRESSEN, k.adres_body(verstrektDoorPartij=NOBODY), "een adres van een partij die er niet is")


async def link_given_list(s: Scratch) -> None:
    """What was written is what is read; an address of somebody else comes along."""
    partij, other = await k.partij(s), await k.partij(s)
    stays, goes, comes = await k.adres(s, partij), await k.adres(s, partij), await k.adres(s, other)
    after = await k.changed(s, partij, digitaleAdressen=[k.ref(stays), k.ref(comes)])
    k.is_links(after.get("digitaleAdressen"), stays, comes, told="digitaleAdressen is na PATCH niet wat er stond")
    owners = [k.uuid_of((await k.read(s, row)).get("verstrektDoorPartij")) for row in (stays, comes)]
    demand(owners == [partij["uuid"]] * 2, "een gekoppeld adres noemt zijn partij niet")
    s.remark((await k.read(s, goes)).get("verstrektDoorPartij") is None, "een losgelaten adres houdt zijn partij")


async def prefer_own(s: Scratch) -> None:
    partij, other = await k.partij(s), await k.partij(s)
    own, strange = await k.adres(s, partij), await k.adres(s, other)
    after = await k.changed(s, partij, voorkeursDigitaalAdres=k.ref(own))
    demand(k.uuid_of(after.get("voorkeursDigitaalAdres")) == own["uuid"], "de voorkeur werd niet bewaard")
    answer = await k.patch(s, partij, voorkeursDigitaalAdres=k.ref(strange))
    k.is_refused(answer, "een partij kan het adres van een ander als voorkeur hebben")


async def ask_identificatie_of_other_soort(s: Scratch) -> None:
    partij = await k.partij(s, partijIdentificatie=k.naam())
    answer = await k.patch(s, partij, soortPartij="organisatie")
    k.is_refused(answer, "een persoon werd zonder naam een organisatie")


async def require_organisatie(s: Scratch) -> None:
    """The document calls it the organisation for which somebody worked."""
    firm = await k.partij(s, "organisatie", partijIdentificatie={"naam": "Proef"})
    works = {"werkteVoorPartij": k.ref(firm)}
    worker = await k.partij(s, "contactpersoon", partijIdentificatie=k.naam() | works)
    told = k.group(k.group(worker, "partijIdentificatie"), "werkteVoorPartij")
    demand(told.get("uuid") == firm["uuid"], "een contactpersoon toont zijn organisatie niet")


async def refuse_person_as_organisatie(s: Scratch) -> None:
    works = {"werkteVoorPartij": k.ref(await k.partij(s))}
    body = k.partij_body("contactpersoon", partijIdentificatie=k.naam() | works)
    await k.refused(s, k.PARTIJEN, body, "een contactpersoon kan voor een persoon werken")


async def derive_full_name(s: Scratch) -> None:
    """Of which parts, and in which order, each server says for itself; it holds those that there are."""
    wish = k.naam("Johanna", "Vries", voorvoegselAchternaam="de")
    partij = await k.partij(s, partijIdentificatie=wish | {"volledigeNaam": "Iemand Anders"})
    full = str(k.group(partij, "partijIdentificatie").get("volledigeNaam"))
    demand("Johanna" in full and "Vries" in full, f"volledigeNaam is '{full}'")
    s.remark(full == "Johanna de Vries", f"volledigeNaam is '{full}', gewoonlijk 'Johanna de Vries'")


async def write_identificatoren(s: Scratch) -> None:
    """With a uuid the one that is there, without it a new one; what is not named goes."""
    first, second, third = (k.nummer_body(n) for n in (k.kvk(s), number_rsin(s), k.kvk(s)))
    partij = await k.partij(s, "organisatie", partijIdentificatoren=[bare(first), bare(second)])
    known = {object_id_of(i): i for i in rows(partij.get("partijIdentificatoren"))}
    demand(set(known) == {object_id_of(first), object_id_of(second)}, "de identificatoren kwamen niet mee")
    kept = {"uuid": known[object_id_of(first)].get("uuid")} | bare(first)
    after = await k.changed(s, partij, partijIdentificatoren=[kept, bare(third)])
    now = {object_id_of(i): i.get("uuid") for i in rows(after.get("partijIdentificatoren"))}
    demand(set(now) == {object_id_of(first), object_id_of(third)}, "na PATCH zijn de identificatoren niet de genoemde")
    demand(now[object_id_of(first)] == kept["uuid"], "een identificator met uuid werd een nieuwe")


async def write_all_or_nothing(s: Scratch) -> None:
    taken = k.kvk(s)
    await k.nummer(s, taken, await k.partij(s))
    mark = s.name("alles")
    both = [bare(k.nummer_body(k.kvk(s))), bare(k.nummer_body(taken))]
    body = k.partij_body("organisatie", bezoekadres={"adresregel1": mark}, partijIdentificatoren=both)
    await k.refused(s, k.PARTIJEN, body, "een partij met een nummer dat al vergeven is, werd gemaakt")
    demand(not await k.found(s, k.PARTIJEN, bezoekadresAdresregel1=mark), "de partij bleef staan, zonder haar nummers")


def bare(body: dict[str, object]) -> dict[str, object]:
    """An identificator inside its partij: whose it is follows."""
    return {name: value for name, value in body.items() if name != "identificeerdePartij"}


def rows(found: object) -> list[dict[str, object]]:
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def object_id_of(identificator: dict[str, object]) -> str:
    return str(k.group(identificator, "partijIdentificator").get("objectId"))


def number_rsin(s: Scratch) -> dict[str, object]:
    """As a BSN is made, so is a RSIN."""
    return k.number("rsin", str(k.bsn(s)["objectId"]))


async def keep_identificator_unique(s: Scratch) -> None:
    taken = k.kvk(s)
    await k.nummer(s, taken, await k.partij(s, "organisatie"))
    again = k.nummer_body(taken, await k.partij(s, "organisatie"))
    await k.refused(s, k.NUMMERS, again, "hetzelfde nummer is van twee partijen")


async def keep_vestiging_unique_within_kvk(s: Scratch) -> None:
    one, other, place = await k.nummer(s, k.kvk(s)), await k.nummer(s, k.kvk(s)), k.vestiging(s)
    await k.nummer(s, place, under=one)
    await k.nummer(s, place, under=other)
    await k.refused(s, k.NUMMERS, k.nummer_body(place, under=one), "een vestiging staat twee keer onder één KVK-nummer")


async def match_codes(s: Scratch) -> None:
    strange = k.bsn(s) | {"codeRegister": "hr"}
    await k.refused(s, k.NUMMERS, k.nummer_body(strange), "een BSN uit het Handelsregister")
    strange = k.kvk(s) | {"codeObjecttype": "natuurlijk_persoon"}
    await k.refused(s, k.NUMMERS, k.nummer_body(strange), "een KVK-nummer van een natuurlijk persoon")


async def judge_numbers(s: Scratch) -> None:
    for soort, wrong in (("bsn", "123456789"), ("kvk_nummer", "123"), ("rsin", "000000001")):
        await k.refused(s, k.NUMMERS, k.nummer_body(k.number(soort, wrong)), f"{wrong} als {soort}")


async def require_kvk_above_vestiging(s: Scratch) -> None:
    await k.refused(s, k.NUMMERS, k.nummer_body(k.vestiging(s)), "een vestigingsnummer zonder KVK-nummer")
    made = await k.nummer(s, k.vestiging(s), under=(above := await k.nummer(s, k.kvk(s))))
    demand(k.uuid_of(made.get("subIdentificatorVan")) == above["uuid"], "het KVK-nummer staat er niet bij")


async def refuse_under_itself(s: Scratch) -> None:
    made = await k.nummer(s, k.kvk(s))
    k.is_refused(await s.patch(made["url"], {"subIdentificatorVan": k.ref(made)}), "een nummer staat onder zichzelf")


async def judge_adres(s: Scratch) -> None:
    """As the description of `adres` says, with examples."""
    for soort, good in (("telefoonnummer", "0612345678"), ("telefoonnummer", "+31612345678"), ("overig", "@proef")):
        expect(await s.post(k.ADRESSEN, k.adres_body(adres=good, soort=soort)), 201)
    for soort, wrong in (("email", "geen adres"), ("telefoonnummer", "0800"), ("telefoonnummer", "06-1234")):
        await k.refused(s, k.ADRESSEN, k.adres_body(adres=wrong, soort=soort), f"'{wrong}' als {soort}")


async def keep_one_standard(s: Scratch) -> None:
    """Per partij and kind; the newest takes the place of the other."""
    partij = await k.partij(s)
    first = await k.adres(s, partij, isStandaardAdres=True)
    phone = await k.adres(s, partij, adres="0612345678", soort="telefoonnummer", isStandaardAdres=True)
    second = await k.adres(s, partij, isStandaardAdres=True)
    marks = [(await k.read(s, row)).get("isStandaardAdres") for row in (first, second, phone)]
    demand(marks == [False, True, True], f"isStandaardAdres van het eerste, het tweede en de telefoon: {marks}")


async def expand_what_is_listed(s: Scratch) -> None:
    partij, mine = await k.partij(s), k.bsn(s)
    adres = await k.adres(s, partij)
    await k.nummer(s, mine, partij)
    only = {"partijIdentificator__objectId": str(mine["objectId"])}
    for answer in (
        await s.get(partij["url"], {"expand": "digitaleAdressen"}),
        await s.get(k.PARTIJEN, only | {"expand": "digitaleAdressen"}),
    ):
        row = expect(answer, 200).document
        row = next((r for r in answer.rows if r.get("uuid") == partij["uuid"]), row)
        inside = k.group(row, "_expand").get("digitaleAdressen")
        k.is_links(inside, adres, told="_expand.digitaleAdressen toont het adres niet")
        demand(rows(inside)[0].get("adres") == adres["adres"], "_expand toont het adres niet geheel")
    phone = expect(await s.get(adres["url"], {"expand": "verstrektDoorBetrokkene"}), 200)
    demand(phone.document.get("uuid") == adres["uuid"], "een lege relatie maakt het antwoord een ander")


async def refuse_other_expand(s: Scratch) -> None:
    """What is no relation, and what is one that the document does not list."""
    for name in ("bestaatniet", "rekeningnummers"):
        expect(await s.get((await k.a_partij(s))["url"], {"expand": name}), 400, 404)


async def find_vestiging(s: Scratch) -> None:
    """By its own number and that of what it is part of, as the document says these are combined."""
    place, one, other = k.vestiging(s), await k.nummer(s, k.kvk(s)), await k.nummer(s, k.kvk(s))
    wanted, neighbour = await k.partij(s, "organisatie"), await k.partij(s, "organisatie")
    await k.nummer(s, place, wanted, one)
    await k.nummer(s, place, neighbour, other)
    question = {
        "partijIdentificator__codeSoortObjectId": "vestigingsnummer",
        "partijIdentificator__objectId": str(place["objectId"]),
        "subIdentificatorVan__codeSoortObjectId": "kvk_nummer",
    }  # fmt: skip
    for above, expected in ((one, wanted), (other, neighbour)):
        asked = question | {"subIdentificatorVan__objectId": object_id_of(above)}
        demand(await k.found(s, k.PARTIJEN, **asked) == {expected["uuid"]}, "een vestiging is niet precies te vinden")


async def match_one_identificator(s: Scratch) -> None:
    """A partij with a BSN and a KVK-nummer has no KVK-nummer that reads as that BSN."""
    partij, mine, firm = await k.partij(s), k.bsn(s), k.kvk(s)
    for identificator in (mine, firm):
        await k.nummer(s, identificator, partij)
    ask = {"partijIdentificator__objectId": str(mine["objectId"])}
    found = await k.found(s, k.PARTIJEN, **ask, partijIdentificator__codeSoortObjectId="bsn")
    demand(found == {partij["uuid"]}, "een partij is niet te vinden op haar BSN")
    mixed = await k.found(s, k.PARTIJEN, **ask, partijIdentificator__codeSoortObjectId="kvk_nummer")
    demand(mixed == set(), "twee zoekvragen vonden samen twee verschillende identificatoren")


async def find_by_number(s: Scratch) -> None:
    """By the number itself, and by nobody else's."""
    partij, mine = await k.partij(s), k.bsn(s)
    await k.nummer(s, mine, partij)
    hit = await k.found(s, k.PARTIJEN, partijIdentificator__objectId=str(mine["objectId"]))
    demand(hit == {partij["uuid"]}, "een partij is niet te vinden op haar nummer")
    free = await k.found(s, k.PARTIJEN, partijIdentificator__objectId=str(k.bsn(s)["objectId"]))
    demand(free == set(), "een nummer van niemand vindt toch iemand")


async def refuse_self_represented(s: Scratch) -> None:
    partij = await k.a_partij(s)
    body = {"vertegenwoordigendePartij": k.ref(partij), "vertegenwoordigdePartij": k.ref(partij)}
    await k.refused(s, k.VERTEGENWOORDIGINGEN, body, "een partij vertegenwoordigt zichzelf")


async def represent_once(s: Scratch) -> None:
    body = {"vertegenwoordigendePartij": k.ref(await k.partij(s)), "vertegenwoordigdePartij": k.ref(await k.partij(s))}
    await s.create(k.VERTEGENWOORDIGINGEN, body)
    await k.refused(s, k.VERTEGENWOORDIGINGEN, body, "dezelfde vertegenwoordiging staat er twee keer")


async def take_along_with_partij(s: Scratch) -> None:
    partij = await k.partij(s)
    parts = [await k.adres(s, partij), await k.nummer(s, k.kvk(s), partij)]
    expect(await s.delete(partij["url"]), 204)
    await k.is_gone(s, partij, *parts)


async def number_partij(s: Scratch) -> None:
    """Digits that are handed out when none are sent."""
    made = str((await k.partij(s)).get("nummer") or "")
    demand(made.isdecimal(), f"een partij zonder nummer kreeg '{made}'")
    await k.refused(s, k.PARTIJEN, k.partij_body(nummer="geen"), "een nummer van letters")


async def keep_nummer_unique(s: Scratch) -> None:
    """The document calls it uniquely identifying; servers that leave this old member alone are not judged by it."""
    own = k.digits(s, 10)
    partij = await s.post(k.PARTIJEN, k.partij_body(nummer=own))
    if partij.status != 201 or partij.document.get("nummer") != own:
        raise NotTried("een eigen nummer is hier niet op te geven")
    await k.refused(s, k.PARTIJEN, k.partij_body(nummer=own), "twee partijen met hetzelfde nummer")


async def keep_referentie_unique(s: Scratch) -> None:
    partij, tag = await k.partij(s), s.name("ref")
    await k.adres(s, partij, referentie=tag)
    await k.refused(s, k.ADRESSEN, k.adres_body(partij, referentie=tag), "twee adressen met dezelfde referentie")


async def ask_right_of_each_operation(s: Scratch) -> None:
    """Whoever may read may not write. The document knows no rights: a key that may do everything is no fault."""
    key = await s.second()
    known = expect(await s.get(s.second_url), 200).document.get("autorisaties")
    reading = {"component": "kic", "scopes": ["klantinteracties.lezen"]}
    given = await s.patch(s.second_url, {"autorisaties": [*rows(known), reading]}, is_beyond=True)
    if given.status != 200 or (await s.get(k.PARTIJEN, key=key)).status != 200:
        raise NotTried("het document kent geen rechten per handeling; een sleutel die alles mag, is geen fout")
    try:
        partij = await k.a_partij(s)
        expect(await s.get(partij["url"], key=key), 200)
        for answer in (
            await s.post(k.PARTIJEN, k.partij_body(), key=key), await s.patch(partij["url"], {}, key=key),
            await s.delete(partij["url"], key=key),
        ):  # fmt: skip
            if answer.status not in (401, 403):
                raise Failed(f"wie alleen mag lezen, mag ook {answer.request.method}")
    finally:
        await s.patch(s.second_url, {"autorisaties": rows(known)})


K = k.K
RULES = (
    Rule("KI-01", K, open_with_key),
    Rule("KI-01", (*K, ZAKEN), open_nothing_else_with_key, advice=True, part="elders"),
    Rule("KI-02", K, leave_what_is_not_sent),
    Rule("KI-03", K, refer_by_uuid),
    Rule("KI-04", K, link_given_list),
    Rule("KI-05", K, prefer_own, advice=True),
    Rule("KI-06", K, ask_identificatie_of_other_soort, advice=True),
    Rule("KI-07", K, require_organisatie),
    Rule("KI-07", K, refuse_person_as_organisatie, advice=True, part="weigeren"),
    Rule("KI-08", K, derive_full_name),
    Rule("KI-09", K, write_identificatoren),
    Rule("KI-09", K, write_all_or_nothing, part="niets"),
    Rule("KI-10", K, keep_identificator_unique),
    Rule("KI-10", K, keep_vestiging_unique_within_kvk, part="vestiging"),
    Rule("KI-11", K, match_codes, advice=True),
    Rule("KI-12", K, judge_numbers, advice=True),
    Rule("KI-13", K, require_kvk_above_vestiging),
    Rule("KI-14", K, refuse_under_itself, advice=True),
    Rule("KI-15", K, judge_adres),
    Rule("KI-16", K, keep_one_standard),
    Rule("KI-17", K, expand_what_is_listed),
    Rule("KI-17", K, refuse_other_expand, advice=True, part="weigeren"),
    Rule("KI-18", K, find_by_number),
    Rule("KI-18", K, find_vestiging, part="vestiging"),
    Rule("KI-18", K, match_one_identificator, advice=True, part="gemengd"),
    Rule("KI-19", K, refuse_self_represented, advice=True),
    Rule("KI-20", K, represent_once, advice=True),
    Rule("KI-21", K, take_along_with_partij, advice=True),
    Rule("KI-22", K, number_partij, advice=True),
    Rule("KI-22", K, keep_nummer_unique, part="uniek"),
    Rule("KI-23", (*K, AUTORISATIES), ask_right_of_each_operation, advice=True),
    Rule("KI-24", K, keep_referentie_unique, advice=True),
)
