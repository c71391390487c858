"""Klantinteracties: every published operation of every collection, so that each kind of answer is judged once."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from meent.tools.conform import contacts as k
from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import Json, Scratch, demand, expect


class Collection(NamedTuple):
    """body   what is made
    change  member and value of a PATCH, read back
    """

    path: str
    body: Callable[[Scratch], Awaitable[Json]]
    change: tuple[str, object] | None


async def _partij(s: Scratch) -> Json:
    return k.partij_body(partijIdentificatie=k.naam(), correspondentieadres={"adresregel1": "Proef 1", "land": "BE"})


async def _nummer(s: Scratch) -> Json:
    return k.nummer_body(k.kvk(s), await k.partij(s, "organisatie"))


async def _adres(s: Scratch) -> Json:
    return k.adres_body(await k.partij(s), referentie=s.name("r"), verificatieDatum="2026-01-05")


async def _rekening(s: Scratch) -> Json:
    return k.rekening_body(await k.partij(s), bic="INHONL2A")


async def _categorie(s: Scratch) -> Json:
    return {"naam": s.name("categorie")}


async def _relatie(s: Scratch) -> Json:
    soort = await s.create(k.CATEGORIEEN, await _categorie(s))
    return {"partij": k.ref(await k.partij(s)), "categorie": k.ref(soort), "beginDatum": "2026-01-05"}


async def _vertegenwoordiging(s: Scratch) -> Json:
    return {"vertegenwoordigendePartij": k.ref(await k.partij(s)), "vertegenwoordigdePartij": k.ref(await k.partij(s))}


async def _contact(s: Scratch) -> Json:
    return k.contact_body(inhoud="Proef", plaatsgevondenOp="2026-01-05T10:00:00Z", metadata={"proef": "ja"})


async def _betrokkene(s: Scratch) -> Json:
    extra = {"wasPartij": k.ref(await k.partij(s))} | k.naam()
    return k.betrokkene_body(await k.contact(s), **extra)


async def _actor(s: Scratch) -> Json:
    return k.actor_body(actoridentificator=k.object_id(), actorIdentificatie={"omschrijving": "proef"})


async def _actorcontact(s: Scratch) -> Json:
    return {"actor": k.ref(await k.actor(s)), "klantcontact": k.ref(await k.contact(s))}


async def _onderwerp(s: Scratch) -> Json:
    return k.onderwerp_body(await k.contact(s))


async def _bijlage(s: Scratch) -> Json:
    return {"wasBijlageVanKlantcontact": k.ref(await k.contact(s)), "bijlageidentificator": k.object_id()}


async def _taak(s: Scratch) -> Json:
    return k.taak_body(await k.contact(s), await k.actor(s), toelichting="proef")


COLLECTIONS = (
    Collection(k.PARTIJEN, _partij, ("interneNotitie", "anders")),
    Collection(k.NUMMERS, _nummer, ("anderePartijIdentificator", "anders")),
    Collection(k.ADRESSEN, _adres, ("omschrijving", "anders")),
    Collection(k.REKENINGEN, _rekening, ("iban", "NL39INHO0003456788")),
    Collection(k.CATEGORIEEN, _categorie, ("naam", "anders")),
    Collection(k.RELATIES, _relatie, ("eindDatum", "2026-02-05")),
    Collection(k.VERTEGENWOORDIGINGEN, _vertegenwoordiging, None),
    Collection(k.CONTACTEN, _contact, ("reactie", "anders")),
    Collection(k.BETROKKENEN, _betrokkene, ("organisatienaam", "anders")),
    Collection(k.ACTOREN, _actor, ("naam", "anders")),
    Collection(k.ACTORCONTACTEN, _actorcontact, None),
    Collection(k.ONDERWERPEN, _onderwerp, ("onderwerpobjectidentificator", k.object_id("anders"))),
    Collection(k.BIJLAGEN, _bijlage, ("bijlageidentificator", k.object_id("anders"))),
    Collection(k.TAKEN, _taak, ("toelichting", "anders")),
)


async def go_round(collection: Collection, s: Scratch) -> None:
    """Makes, reads, finds, changes in two ways and deletes; what was sent is read back."""
    body = await collection.body(s)
    made = await s.create(collection.path, body)
    plain = {name: value for name, value in body.items() if isinstance(value, str | bool) and name in made}
    shown = await k.read(s, made)
    lost = [name for name, value in plain.items() if shown.get(name) != value and name != "plaatsgevondenOp"]
    demand(not lost, f"niet teruggelezen zoals geschreven: {', '.join(lost)}")
    demand(shown.get("uuid") == made.get("uuid"), "wie het adres leest, krijgt een ander")
    expect(await s.get(collection.path, {"pageSize": "5"}), 200)
    expect(await s.put(made["url"], body), 200)
    name, value = collection.change or (next(iter(body)), next(iter(body.values())))
    after = await k.changed(s, made, **{name: value})
    if collection.change:
        demand(after.get(name) == value, f"PATCH van {name} is niet terug te lezen")
    expect(await s.delete(made["url"]), 204)
    await k.is_gone(s, made)


RULES = tuple(
    Rule(
        "KI", k.K, partial(go_round, c), part=c.path.partition("/")[2],
        title=f"Maken, lezen, wijzigen en verwijderen: {c.path.partition('/')[2]}",
    )
    for c in COLLECTIONS
)  # fmt: skip
