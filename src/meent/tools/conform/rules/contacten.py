"""Klantinteracties: contacts, who took part, what they were about, and the work that follows (RULES §14)."""

from datetime import UTC, datetime, timedelta

from meent.tools.conform import contacts as k
from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import NERGENS, NotTried, Scratch, demand, expect

NAMES = ("nummer", "referentienummer")
SOON = timedelta(minutes=10)
"""How far the clock of a server may be off."""


def is_now(value: object) -> bool:
    try:
        told = datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return told.tzinfo is not None and abs(told - datetime.now(UTC)) < SOON


async def number_contact(s: Scratch) -> None:
    made = await k.contact(s)
    given = [str(made.get(name) or "") for name in NAMES]
    demand(given[0] == given[1] and given[0].isdecimal(), f"nummer en referentienummer zijn {' en '.join(given)}")


async def keep_contact_number_unique(s: Scratch) -> None:
    """The document calls it uniquely identifying."""
    own = k.digits(s, 10)
    made = await k.contact(s, referentienummer=own)
    demand(made.get("referentienummer") == own, "een opgegeven referentienummer ging verloren")
    again = k.contact_body(referentienummer=own)
    await k.refused(s, k.CONTACTEN, again, "twee klantcontacten met hetzelfde referentienummer")


async def stamp_contact(s: Scratch) -> None:
    told = (await k.contact(s)).get("plaatsgevondenOp")
    demand(is_now(told), f"een klantcontact zonder tijdstip vond plaats op {told}")


async def number_taak(s: Scratch) -> None:
    made = await k.taak(s, await k.a_contact(s))
    given = [str(made.get(name) or "") for name in NAMES]
    demand(given[0] == given[1] and given[0].isdecimal(), f"nummer en referentienummer zijn {' en '.join(given)}")


async def keep_taak_number_unique(s: Scratch) -> None:
    own, actor, contact = k.digits(s, 10), await k.actor(s), await k.a_contact(s)
    made = await k.taak(s, contact, actor, referentienummer=own)
    demand(made.get("referentienummer") == own, "een opgegeven referentienummer ging verloren")
    again = k.taak_body(contact, actor, referentienummer=own)
    await k.refused(s, k.TAKEN, again, "twee interne taken met hetzelfde referentienummer")


async def stamp_assigned(s: Scratch) -> None:
    """Read-only, so that no client says it."""
    made = await k.taak(s, await k.a_contact(s), toegewezenOp="2001-01-01T00:00:00Z")
    told = str(made.get("toegewezenOp"))
    demand(not told.startswith("2001"), "toegewezenOp kwam van de client")
    s.remark(is_now(told), f"een nieuwe taak is toegewezen op {told}")


async def show_actoren_both_ways(s: Scratch) -> None:
    """The first of them under the old name."""
    one, two = await k.actor(s), await k.actor(s)
    made = await k.taak(s, await k.a_contact(s), one, two)
    k.is_links(made.get("toegewezenAanActoren"), one, two, told="de taak toont niet aan wie zij is toegewezen")
    first = k.uuid_of(made.get("toegewezenAanActor"))
    demand(first in ("", one["uuid"], two["uuid"]), "toegewezenAanActor is geen van de actoren")
    s.remark(first == one["uuid"], "toegewezenAanActor is niet de eerste actor van de lijst")


async def stamp_done(s: Scratch) -> None:
    made = await k.taak(s, await k.a_contact(s))
    demand(made.get("afgehandeldOp") is None, "een taak die te verwerken is, is al afgehandeld")
    done = await k.changed(s, made, status="verwerkt")
    demand(is_now(done.get("afgehandeldOp")), f"een verwerkte taak is afgehandeld op {done.get('afgehandeldOp')}")


async def show_actor_of_its_kind(s: Scratch) -> None:
    """What is told of a worker, a department and a program differs."""
    kinds = {
        "medewerker": {"functie": "proef", "emailadres": "proef@example.com", "telefoonnummer": "0612345678"},
        "organisatorische_eenheid": {"omschrijving": "proef"}, "geautomatiseerde_actor": {"functie": "proef"},
    }  # fmt: skip
    for soort, told in kinds.items():
        made = await k.actor(s, soortActor=soort, actorIdentificatie=told)
        shown = k.group(await k.read(s, made), "actorIdentificatie")
        demand(told.items() <= shown.items(), f"wat van een {soort} is opgegeven, komt niet terug")


async def clear_identificatie_of_other_soort(s: Scratch) -> None:
    told = {"functie": "proef", "emailadres": "", "telefoonnummer": "0612345678"}
    made = await k.actor(s, soortActor="medewerker", actorIdentificatie=told)
    after = await k.patch(s, made, soortActor="organisatorische_eenheid")
    left = k.group(after.document, "actorIdentificatie") if expect(after, 200, *k.REFUSED).status == 200 else {}
    demand("functie" not in left, "een afdeling houdt de functie van de medewerker die zij was")


async def refuse_inactive_actor(s: Scratch) -> None:
    """The text forbids it; it does not say that the server must guard it."""
    idle = await k.actor(s, indicatieActief=False)
    body = {"actor": k.ref(idle), "klantcontact": k.ref(await k.a_contact(s))}
    await k.refused(s, k.ACTORCONTACTEN, body, "een actor die niet actief is, doet mee aan een nieuw klantcontact")


async def take_along_with_contact(s: Scratch) -> None:
    contact = await k.contact(s)
    who = await k.betrokkene(s, contact)
    address = await k.adres(s, verstrektDoorBetrokkene=k.ref(who))
    parts = [who, address, await k.onderwerp(s, contact), await k.taak(s, contact)]
    expect(await s.delete(contact["url"]), 204)
    await k.is_gone(s, contact, *parts)


async def cascade_from_subject(s: Scratch) -> None:
    """Contacts that were about nothing else go along; others stay, and are told."""
    lone, shared = await k.contact(s), await k.contact(s)
    first = await k.onderwerp(s, lone)
    second = await k.onderwerp(s, shared)
    await k.onderwerp(s, shared, onderwerpobjectidentificator=k.object_id("ander"))
    gone = expect(await s.delete(f"{first['url']}?cascade=true"), 200, 204)
    await k.is_gone(s, first, lone)
    demand(not gone.document.get("behouden"), "behouden noemt iets, terwijl niets bleef")
    kept = expect(await s.delete(f"{second['url']}?cascade=true"), 200)
    await k.is_gone(s, second)
    await k.read(s, shared)
    demand(kept.document.get("behouden") == [shared["url"]], "behouden noemt het klantcontact niet dat bleef")


async def keep_contact_without_cascade(s: Scratch) -> None:
    contact = await k.contact(s)
    subject = await k.onderwerp(s, contact)
    expect(await s.delete(subject["url"]), 204, 200)
    await k.is_gone(s, subject)
    await k.read(s, contact)


def whole_contact(**betrokkene: object) -> dict[str, object]:
    who = {"wasPartij": None, "rol": "klant", "initiator": True} | betrokkene
    about = {"wasKlantcontact": None, "onderwerpobjectidentificator": k.object_id()}
    return {"klantcontact": k.contact_body(), "betrokkene": who, "onderwerpobject": about}


async def make_contact_whole(s: Scratch) -> None:
    answer = expect(await s.post(k.MAAK, whole_contact()), 201)
    made = {name: k.group(answer.document, name) for name in ("klantcontact", "betrokkene", "onderwerpobject")}
    s.made += [str(row["url"]) for row in made.values() if s.traffic.target.api_of(str(row.get("url")))]
    demand(all(row.get("url") for row in made.values()), "niet alle drie de delen staan in het antwoord")
    contact = await k.read(s, made["klantcontact"])
    k.is_links(contact.get("hadBetrokkenen"), made["betrokkene"], told="het klantcontact kent de betrokkene niet")
    about = contact.get("gingOverOnderwerpobjecten")
    k.is_links(about, made["onderwerpobject"], told="het klantcontact kent zijn onderwerp niet")


async def make_contact_or_nothing(s: Scratch) -> None:
    mark = s.name("niets")
    body = whole_contact(wasPartij={"uuid": NERGENS}) | {"klantcontact": k.contact_body(onderwerp=mark)}
    await k.refused(s, k.MAAK, body, "een betrokkene die een partij is die er niet is")
    left = await k.found(s, k.CONTACTEN, onderwerp=mark)
    demand(not left, "het klantcontact bleef staan, zonder betrokkene")


async def find_by_part_of_text(s: Scratch) -> None:
    word = s.name("woord")
    texts = dict.fromkeys(("onderwerp", "inhoud", "reactie"), f"Iets over {word} en meer")
    made = await k.contact(s, **texts)
    for name in texts:
        query = {name: word[3:]}
        demand(made["uuid"] in await k.found(s, k.CONTACTEN, **query), f"niet gevonden aan een deel van {name}")
        query = {name: s.name("ander")}
        demand(await k.found(s, k.CONTACTEN, **query) == set(), f"{name} telt bij het zoeken niet mee")
    local = s.name("adres")
    adres = await k.adres(s, adres=f"{local}@example.com", omschrijving=f"van {local}"[:40])
    for query in ({"adres__icontains": local}, {"omschrijving": local[:20]}):
        demand(adres["uuid"] in await k.found(s, k.ADRESSEN, **query), f"een adres is niet te vinden met {query}")
    exact = await k.found(s, k.ADRESSEN, adres=local)
    demand(exact == set(), "adres vindt ook wat alleen begint met het gevraagde")


async def find_actor_by_part_of_name(s: Scratch) -> None:
    name = s.name("Team")
    made = await k.actor(s, naam=f"Het {name} hier")
    demand(made["uuid"] in await k.found(s, k.ACTOREN, naam=name), "niet gevonden aan een deel van de naam")


async def find_contacts(s: Scratch) -> None:
    """Of a partij, of a subject, with and without work, by number."""
    contact, other, partij, thing = await k.contact(s), await k.contact(s), await k.partij(s), s.name("zaak")
    who = await k.betrokkene(s, contact, wasPartij=k.ref(partij))
    await k.onderwerp(s, contact, onderwerpobjectidentificator=k.object_id(thing))
    of_partij = {"hadBetrokkene__wasPartij__uuid": partij["uuid"]}
    about = {"onderwerpobject__onderwerpobjectidentificatorObjectId": thing}
    for query in (of_partij, about, {"hadBetrokkene__uuid": who["uuid"]}):
        demand(await k.found(s, k.CONTACTEN, **query) == {contact["uuid"]}, f"niet precies gevonden met {query}")
    for answer, expected in (("false", {contact["uuid"]}), ("true", set())):
        hit = await k.found(s, k.CONTACTEN, **of_partij, leiddeTotInterneTaken=answer)
        demand(hit == expected, f"leiddeTotInterneTaken={answer} telt niet mee")
    number = str(other.get("referentienummer") or "")
    if number:
        demand(await k.found(s, k.CONTACTEN, referentienummer=number) == {other["uuid"]}, "niet gevonden op nummer")


async def take_part_once(s: Scratch) -> None:
    body = {"actor": k.ref(await k.actor(s)), "klantcontact": k.ref(await k.a_contact(s))}
    await s.create(k.ACTORCONTACTEN, body)
    await k.refused(s, k.ACTORCONTACTEN, body, "een actor staat twee keer bij een klantcontact")


async def show_actoren_whole(s: Scratch) -> None:
    contact, actor = await k.contact(s), await k.actor(s)
    await s.create(k.ACTORCONTACTEN, {"actor": k.ref(actor), "klantcontact": k.ref(contact)})
    shown = (await k.read(s, contact)).get("hadBetrokkenActoren")
    k.is_links(shown, actor, told="het klantcontact toont zijn actor niet")
    inside = shown[0] if isinstance(shown, list) else {}
    demand(inside.get("naam") == actor["naam"], "het klantcontact toont van een actor niet de naam")


async def page_contacts(s: Scratch) -> None:
    """pageSize is in the document, to 500; count is exact and the question stays in the links."""
    partij = await k.partij(s)
    made = [await k.adres(s, partij) for _ in range(3)]
    question = {"verstrektDoorPartij__uuid": partij["uuid"], "pageSize": "2"}
    first = expect(await s.get(k.ADRESSEN, question), 200)
    demand((first.document.get("count"), len(first.rows)) == (3, 2), "count of pageSize klopt niet")
    following = first.document.get("next")
    if not isinstance(following, str):
        raise NotTried("next is geen adres")
    second = expect(await s.get(following), 200)
    demand(second.document.get("next") is None, "de laatste pagina noemt nog een volgende")
    seen = [*k.uuids(first.rows), *k.uuids(second.rows)]
    demand(sorted(seen) == sorted(r["uuid"] for r in made), "de twee pagina's zijn samen niet de hele lijst")


K = k.K
RULES = (
    Rule("KI-31", K, number_contact, advice=True),
    Rule("KI-31", K, keep_contact_number_unique, part="uniek"),
    Rule("KI-32", K, stamp_contact, advice=True),
    Rule("KI-33", K, number_taak, advice=True),
    Rule("KI-33", K, keep_taak_number_unique, part="uniek"),
    Rule("KI-34", K, stamp_assigned),
    Rule("KI-35", K, show_actoren_both_ways),
    Rule("KI-36", K, stamp_done, advice=True),
    Rule("KI-37", K, show_actor_of_its_kind),
    Rule("KI-37", K, clear_identificatie_of_other_soort, advice=True, part="andere soort"),
    Rule("KI-38", K, refuse_inactive_actor, advice=True),
    Rule("KI-39", K, take_along_with_contact, advice=True),
    Rule("KI-40", K, cascade_from_subject),
    Rule("KI-40", K, keep_contact_without_cascade, part="zonder"),
    Rule("KI-41", K, make_contact_whole),
    Rule("KI-41", K, make_contact_or_nothing, advice=True, part="niets"),
    Rule("KI-42", K, find_by_part_of_text),
    Rule("KI-42", K, find_actor_by_part_of_name, advice=True, part="actoren"),
    Rule("KI-43", K, take_part_once, advice=True),
    Rule("KI-44", K, show_actoren_whole),
    Rule("G-06", K, page_contacts, part="klantinteracties"),
    Rule("KI", K, find_contacts, part="zoeken", title="Klantcontacten zijn te vinden zoals het document zegt"),
)
