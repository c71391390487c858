"""Besluiten: what a besluit is about, and what knows of it (RULES §8)."""

from datetime import UTC, datetime, timedelta

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import NERGENS, Scratch, demand, expect
from meent.tools.conform.target import BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN

FIXED = "wijzigen-niet-toegelaten"
BIO = "besluiten/besluitinformatieobjecten"


async def require_published_besluittype(s: Scratch) -> None:
    concept = await s.once("besluittype_concept", s.besluittype_concept)
    s.refuses(await s.post("besluiten/besluiten", await s.besluit_body(concept)), "besluittype", "not-published")
    other = await s.published(await s.besluittype_concept())
    answer = await s.patch((await s.besluit())["url"], {"besluittype": other["url"]})
    s.refuses(answer, "besluittype", FIXED)


async def number_besluit(s: Scratch) -> None:
    besluit = await s.besluit()
    demand(bool(besluit.get("identificatie")), "een besluit zonder nummer kreeg er geen")
    again = await s.post("besluiten/besluiten", await s.besluit_body(identificatie=besluit["identificatie"]))
    s.refuses(again, "identificatie", "identificatie-niet-uniek")
    s.refuses(await s.patch(besluit["url"], {"identificatie": s.name("B")}), "identificatie", FIXED)
    answer = await s.patch(besluit["url"], {"verantwoordelijkeOrganisatie": "000000000"})
    s.refuses(answer, "verantwoordelijkeOrganisatie", FIXED)


async def require_document(s: Scratch) -> None:
    dead = s.at(f"documenten/enkelvoudiginformatieobjecten/{NERGENS}")
    answer = await s.post(BIO, {"besluit": (await s.besluit())["url"], "informatieobject": dead})
    s.refuses(answer, "informatieobject", "bad-url", "no_match", "does_not_exist", "invalid-resource")


async def keep_relation(s: Scratch) -> None:
    relation = await s.document_of_besluit(await s.besluit(), await s.document())
    expect(await s.patch(relation["url"], {"besluit": (await s.besluit())["url"]}), 405, 400)


async def mirror_relation(s: Scratch) -> None:
    besluit, document = await s.besluit(), await s.document()
    relation = await s.document_of_besluit(besluit, document)
    question = {"informatieobject": document["url"]}
    mirrors = expect(await s.get("documenten/objectinformatieobjecten", question), 200).rows
    pairs = [(m.get("object"), m.get("objectType")) for m in mirrors]
    demand(pairs == [(besluit["url"], "besluit")], "de spiegel bij Documenten ontbreekt")
    expect(await s.delete(relation["url"]), 204)
    after = expect(await s.get("documenten/objectinformatieobjecten", question), 200).rows
    demand(after == [], "de spiegel bleef staan")


async def tell_zaak_of_besluit(s: Scratch) -> None:
    zaak = await s.zaak()
    besluit = await s.besluit(zaak=zaak["url"])
    known = expect(await s.get(f"{zaak['url']}/besluiten"), 200).rows
    demand([r.get("besluit") for r in known] == [besluit["url"]], "de zaak kent haar besluit niet")
    s.refuses(await s.patch(besluit["url"], {"zaak": (await s.zaak())["url"]}), "zaak", FIXED, firm=False)
    expect(await s.delete(besluit["url"]), 204)
    demand(expect(await s.get(f"{zaak['url']}/besluiten"), 200).rows == [], "de zaak kent een verwijderd besluit nog")


async def require_besluittype_of_zaaktype(s: Scratch) -> None:
    zaak = await s.zaak(await s.other_zaaktype())
    answer = await s.post("besluiten/besluiten", await s.besluit_body(zaak=zaak["url"]))
    s.refuses(answer, ("nonFieldErrors", "besluittype"), "zaaktype-mismatch")


async def require_soort_of_besluittype(s: Scratch) -> None:
    soort = await s.published(await s.soort_concept())
    document = await s.create("documenten/enkelvoudiginformatieobjecten", await s.document_body(soort))
    answer = await s.post(BIO, {"besluit": (await s.besluit())["url"], "informatieobject": document["url"]})
    s.refuses(answer, "nonFieldErrors", "missing-besluittype-informatieobjecttype-relation")


async def take_all_with_besluit(s: Scratch) -> None:
    besluit, document = await s.besluit(), await s.document()
    relation = await s.document_of_besluit(besluit, document)
    expect(await s.delete(besluit["url"]), 204)
    for url in (besluit["url"], relation["url"], f"{besluit['url']}/audittrail"):
        expect(await s.get(url), 404)
    mirrors = await s.get("documenten/objectinformatieobjecten", {"informatieobject": document["url"]})
    demand(expect(mirrors, 200).rows == [], "de spiegel bij Documenten bleef staan")
    expect(await s.get(document["url"]), 200)


async def refuse_besluit_of_tomorrow(s: Scratch) -> None:
    ahead = str((datetime.now(UTC) + timedelta(days=2)).date())
    answer = await s.post("besluiten/besluiten", await s.besluit_body(datum=ahead))
    s.refuses(answer, "datum", "future_not_allowed", firm=False)


async def filter_besluiten(s: Scratch) -> None:
    zaak = await s.zaak()
    besluit = await s.besluit(zaak=zaak["url"])
    only = {"identificatie": besluit["identificatie"]}
    hits: tuple[dict[str, str], ...] = ({}, {"zaak": zaak["url"]}, {"besluittype": besluit["besluittype"]})
    for question in hits:
        found = await s.all_of("besluiten/besluiten", only | question)
        demand(found == {besluit["url"]}, f"niet gevonden met {question or only}")
    misses = ({"zaak": (await s.zaak())["url"]}, {"verantwoordelijkeOrganisatie": "000000000"})
    for question in misses:
        demand(await s.all_of("besluiten/besluiten", only | question) == set(), f"toch gevonden met {question}")
    relation = await s.document_of_besluit(besluit, await s.document())
    demand(await s.all_of(BIO, {"besluit": besluit["url"]}) == {relation["url"]}, "de koppeling is niet te vinden")


BC = (BESLUITEN, CATALOGI, DOCUMENTEN)
BCZ = (*BC, ZAKEN)
RULES = (
    Rule("B-01", BC, require_published_besluittype),
    Rule("B-02", BC, number_besluit),
    Rule("B-03", BC, require_document),
    Rule("B-04", BC, keep_relation),
    Rule("B-05", BC, mirror_relation),
    Rule("B-06", BCZ, tell_zaak_of_besluit),
    Rule("B-07", BCZ, require_besluittype_of_zaaktype),
    Rule("B-08", BC, require_soort_of_besluittype),
    Rule("B-09", BC, take_all_with_besluit),
    Rule("B-10", BC, refuse_besluit_of_tomorrow),
    Rule("B-11", BCZ, filter_besluiten),
)
