"""What hangs under a zaak: documents, rollen, objects, eigenschappen (RULES §6)."""

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import NERGENS, Scratch, demand, expect
from meent.tools.conform.target import CATALOGI, DOCUMENTEN, ZAKEN

FIXED = "wijzigen-niet-toegelaten"
BOOM = {"objectType": "overige", "objectTypeOverige": "boom", "objectIdentificatie": {"overigeData": {"soort": "eik"}}}


async def require_document(s: Scratch) -> None:
    dead = s.at(f"documenten/enkelvoudiginformatieobjecten/{NERGENS}")
    answer = await s.post("zaken/zaakinformatieobjecten", {"zaak": (await s.zaak())["url"], "informatieobject": dead})
    s.refuses(answer, "informatieobject", "bad-url", "no_match", "does_not_exist", "invalid-resource")


async def fill_in_relation(s: Scratch) -> None:
    zaak, document = await s.zaak(), await s.document()
    body = {"zaak": zaak["url"], "informatieobject": document["url"], "aardRelatieWeergave": "x"}
    made = expect(
        await s.post("zaken/zaakinformatieobjecten", body | {"registratiedatum": "2001-01-01T00:00:00Z"}), 201
    )
    demand("oort bij" in str(made.document.get("aardRelatieWeergave")), "aardRelatieWeergave is niet ingevuld")
    demand(not str(made.document.get("registratiedatum")).startswith("2001"), "registratiedatum kwam van de client")


async def keep_ends_of_relation(s: Scratch) -> None:
    relation = await s.document_of_zaak(await s.zaak(), await s.document())
    s.refuses(await s.patch(relation["url"], {"zaak": (await s.zaak())["url"]}), "zaak", FIXED)
    s.refuses(
        await s.patch(relation["url"], {"informatieobject": (await s.document())["url"]}), "informatieobject", FIXED
    )


async def mirror_relation(s: Scratch) -> None:
    zaak, document = await s.zaak(), await s.document()
    relation = await s.document_of_zaak(zaak, document)
    mirrors = expect(
        await s.get("documenten/objectinformatieobjecten", {"informatieobject": document["url"]}), 200
    ).rows
    demand([(m.get("object"), m.get("objectType")) for m in mirrors] == [(zaak["url"], "zaak")], "de spiegel ontbreekt")
    expect(await s.delete(relation["url"]), 204)
    after = expect(await s.get("documenten/objectinformatieobjecten", {"informatieobject": document["url"]}), 200).rows
    demand(after == [], "de spiegel bleef staan na het loskoppelen")


async def require_gebruiksrecht_to_close(s: Scratch) -> None:
    zaak = await s.zaak()
    await s.document_of_zaak(zaak, await s.document(indicatieGebruiksrecht=None))
    await s.resultaat(zaak)
    answer = await s.post("zaken/statussen", await s.status_body(zaak, -1))
    s.refuses(answer, ("nonFieldErrors", "zaak"), "indicatiegebruiksrecht-unset")


async def require_no_lock_to_close(s: Scratch) -> None:
    zaak, document = await s.zaak(), await s.document(indicatieGebruiksrecht=False)
    await s.document_of_zaak(zaak, document)
    await s.resultaat(zaak)
    lock = await s.lock(document)
    answer = await s.post("zaken/statussen", await s.status_body(zaak, -1))
    await s.unlock(document, lock)
    s.refuses(answer, ("nonFieldErrors", "zaak"), "informatieobject-locked")


async def require_statustype_of_zaaktype(s: Scratch) -> None:
    strange = (await s.other_zaaktype())["statustypen"][0]["url"]
    answer = await s.post("zaken/statussen", await s.status_body(await s.zaak(), 0, statustype=strange))
    s.refuses(answer, ("nonFieldErrors", "statustype"), "zaaktype-mismatch")


async def require_soort_of_zaaktype(s: Scratch) -> None:
    soort = await s.published(await s.soort_concept())
    document = await s.create("documenten/enkelvoudiginformatieobjecten", await s.document_body(soort))
    answer = await s.post(
        "zaken/zaakinformatieobjecten", {"zaak": (await s.zaak())["url"], "informatieobject": document["url"]}
    )
    s.refuses(answer, "nonFieldErrors", "missing-zaaktype-informatieobjecttype-relation")


async def require_types_of_zaaktype(s: Scratch) -> None:
    other, zaak = await s.other_zaaktype(), await s.zaak()
    mismatch = "zaaktype-mismatch"
    rol = await s.rol_body(zaak, roltype=other["roltypen"][2]["url"])
    s.refuses(await s.post("zaken/rollen", rol), ("nonFieldErrors", "roltype"), mismatch)
    resultaat = {"zaak": zaak["url"], "resultaattype": other["resultaattypen"][0]["url"]}
    s.refuses(await s.post("zaken/resultaten", resultaat), ("nonFieldErrors", "resultaattype"), mismatch)
    eigenschap = {"zaak": zaak["url"], "eigenschap": other["eigenschappen"][0]["url"], "waarde": "x"}
    answer = await s.post(f"{zaak['url']}/zaakeigenschappen", eigenschap)
    s.refuses(answer, ("nonFieldErrors", "eigenschap"), mismatch)


async def allow_one_resultaat(s: Scratch) -> None:
    zaak = await s.zaak()
    await s.resultaat(zaak)
    body = {"zaak": zaak["url"], "resultaattype": (await s.zaaktype())["resultaattypen"][1]["url"]}
    s.refuses(await s.post("zaken/resultaten", body), ("zaak", "nonFieldErrors"), "unique", firm=False)


async def allow_one_initiator(s: Scratch) -> None:
    zaak, roltype = await s.zaak(), (await s.zaaktype())["roltypen"][0]["url"]
    await s.rol(zaak, roltype=roltype)
    s.refuses(await s.post("zaken/rollen", await s.rol_body(zaak, roltype=roltype)), ("roltype", "nonFieldErrors"))


async def judge_betrokkene(s: Scratch) -> None:
    zaak = await s.zaak()
    rol = await s.rol(zaak)
    demand(rol.get("omschrijvingGeneriek") == "belanghebbende", "omschrijvingGeneriek komt niet van het roltype")
    inside = rol.get("betrokkeneIdentificatie") or {}
    demand(inside.get("inpBsn") == "999990019", "betrokkeneIdentificatie komt niet terug")
    nobody = await s.rol_body(zaak)
    del nobody["betrokkeneIdentificatie"]
    s.refuses(await s.post("zaken/rollen", nobody), ("nonFieldErrors", "betrokkene"), "invalid-betrokkene", firm=False)
    strange = await s.rol_body(zaak, betrokkeneType="robot")
    s.refuses(await s.post("zaken/rollen", strange), "betrokkeneType", "invalid_choice", named=True)


async def judge_zaakobject(s: Scratch) -> None:
    zaak = {"zaak": (await s.zaak())["url"]}
    made = expect(await s.post("zaken/zaakobjecten", zaak | BOOM), 201).document
    expect(await s.get(str(made.get("url"))), 200)
    nothing = zaak | {"objectType": "pand"}
    s.refuses(await s.post("zaken/zaakobjecten", nothing), "nonFieldErrors", "invalid-zaakobject", firm=False)
    nameless = {k: v for k, v in BOOM.items() if k != "objectTypeOverige"}
    names = ("nonFieldErrors", "objectTypeOverige")
    s.refuses(await s.post("zaken/zaakobjecten", zaak | nameless), names, "missing-object-type-overige", firm=False)


async def match_one_rol(s: Scratch) -> None:
    """One rol of a person, another of a worker: no rol is both."""
    s.since(ZAKEN, 1, 2)
    zaak = await s.zaak()
    await s.rol(zaak)
    worker = {"betrokkeneType": "medewerker", "betrokkeneIdentificatie": {"identificatie": "m1", "achternaam": "Proef"}}
    await s.rol(zaak, roltype=(await s.zaaktype())["roltypen"][1]["url"], **worker)
    only = {"identificatie": zaak["identificatie"]}
    bsn = {"rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": "999990019"}
    one = await s.all_of("zaken/zaken", only | bsn | {"rol__omschrijvingGeneriek": "belanghebbende"})
    demand(one == {zaak["url"]}, "de zaak is niet te vinden op een rol die zij heeft")
    both = await s.all_of("zaken/zaken", only | bsn | {"rol__omschrijvingGeneriek": "behandelaar"})
    demand(both == set(), "twee rolfilters vonden samen twee verschillende rollen")


async def follow_eigenschap(s: Scratch) -> None:
    zaak, eigenschap = await s.zaak(), (await s.zaaktype())["eigenschappen"][0]
    body = {"zaak": zaak["url"], "eigenschap": eigenschap["url"], "waarde": "eik"}
    made = await s.create(f"{zaak['url']}/zaakeigenschappen", body)
    demand(made.get("naam") == eigenschap["naam"], "de naam komt niet van de eigenschap")
    expect(await s.patch(made["url"], {"waarde": "beuk"}), 200)
    s.refuses(await s.patch(made["url"], {"zaak": (await s.zaak())["url"]}), "zaak", FIXED)


async def keep_rol_and_status(s: Scratch) -> None:
    zaak = await s.zaak()
    rol, status = await s.rol(zaak), await s.status(zaak)
    expect(await s.patch(status["url"], {"statustoelichting": "x"}), 405, 404)
    expect(await s.delete(status["url"]), 405, 404)
    expect(await s.patch(rol["url"], {"roltoelichting": "x"}), 405, 404)
    expect(await s.delete(rol["url"]), 204)


async def filter_parts(s: Scratch) -> None:
    zaak, other = await s.zaak(), await s.zaak()
    rol, status, resultaat = await s.rol(zaak), await s.status(zaak), await s.resultaat(zaak)
    for place, row in (("zaken/rollen", rol), ("zaken/statussen", status), ("zaken/resultaten", resultaat)):
        demand(
            await s.all_of(place, {"zaak": zaak["url"]}) == {row["url"]}, f"{place} op zaak vindt niet precies de eigen"
        )
        demand(await s.all_of(place, {"zaak": other["url"]}) == set(), f"{place} op een andere zaak vindt toch iets")
    of_kind = {"zaak": zaak["url"], "betrokkeneType": "medewerker"}
    demand(await s.all_of("zaken/rollen", of_kind) == set(), "het filter betrokkeneType telt niet mee")


ZC, ZCD = (ZAKEN, CATALOGI), (ZAKEN, CATALOGI, DOCUMENTEN)
RULES = (
    Rule("Z-06", ZCD, require_document),
    Rule("Z-07", ZCD, fill_in_relation),
    Rule("Z-08", ZCD, keep_ends_of_relation),
    Rule("Z-09", ZCD, mirror_relation),
    Rule("Z-14", ZCD, require_gebruiksrecht_to_close),
    Rule("Z-16", ZCD, require_no_lock_to_close, advice=True),
    Rule("Z-30", ZC, require_statustype_of_zaaktype),
    Rule("Z-31", ZCD, require_soort_of_zaaktype),
    Rule("Z-32", ZC, require_types_of_zaaktype),
    Rule("Z-33", ZC, allow_one_resultaat),
    Rule("Z-34", ZC, allow_one_initiator, advice=True),
    Rule("Z-35", ZC, judge_betrokkene),
    Rule("Z-36", ZC, judge_zaakobject),
    Rule("Z-49", ZC, match_one_rol),
    Rule("Z-51", ZC, follow_eigenschap),
    Rule("Z-53", ZC, keep_rol_and_status),
    Rule("Z-57", ZC, filter_parts),
)
