"""Catalogi: concepts and what is published, relations by name, and what types may say (RULES §9)."""

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import BEGIN, DOMEIN, NotTried, Scratch, brondatum, demand, expect
from meent.tools.conform.target import CATALOGI, ZAKEN

ZT = "catalogi/zaaktypen"


async def begin_as_concept(s: Scratch) -> None:
    concept = await s.soort_concept()
    demand(concept.get("concept") is True, "een nieuw type is geen concept")
    answer = expect(await s.post(f"{concept['url']}/publish", {}), 200)
    demand(answer.document.get("concept") is False, "publiceren geeft geen type dat geen concept meer is")


async def hide_concepts(s: Scratch) -> None:
    concept, zaaktype = await s.concept(), await s.zaaktype()
    of_concept = {"identificatie": concept["identificatie"], "catalogus": concept["catalogus"]}
    demand(await s.all_of(ZT, of_concept) == set(), "een lijst toont concepten zonder dat erom gevraagd is")
    demand(await s.all_of(ZT, of_concept | {"status": "concept"}) == {concept["url"]}, "status=concept toont het niet")
    demand(await s.all_of(ZT, of_concept | {"status": "alles"}) == {concept["url"]}, "status=alles toont het niet")
    of_other = {"identificatie": zaaktype["identificatie"], "catalogus": zaaktype["catalogus"]}
    demand(await s.all_of(ZT, of_other) == {zaaktype["url"]}, "een gepubliceerd type staat niet in de lijst")
    half = await s.get(ZT, {"status": "half"})
    s.remark(half.status == 400, f"een status die niet bestaat, geeft {half.status}")


async def refuse_concepts_elsewhere(s: Scratch) -> None:
    s.refuses(await s.post("zaken/zaken", await s.zaak_body(await s.concept())), "zaaktype", "not-published")


async def publish_what_is_whole(s: Scratch) -> None:
    """Without a single statustype a zaaktype can never be closed."""
    bare = await s.create(ZT, await s.zaaktype_body())
    expect(await s.post(f"{bare['url']}/publish", {}), 400)


async def refuse_overlap(s: Scratch) -> None:
    s.since(CATALOGI, 1, 3, 2)
    soort = await s.zaaktype()
    body = await s.zaaktype_body(identificatie=soort["identificatie"])
    answer = await s.post(ZT, body)
    if answer.status == 201:
        twin = answer.document
        for volgnummer in (1, 2):
            status = {"omschrijving": f"stap {volgnummer}", "zaaktype": twin["url"], "volgnummer": volgnummer}
            await s.create("catalogi/statustypen", status)
        await s.create("catalogi/resultaattypen", s.resultaattype_body(twin))
        rol = {"omschrijving": "initiator", "omschrijvingGeneriek": "initiator", "zaaktype": twin["url"]}
        await s.create("catalogi/roltypen", rol)
        answer = await s.post(f"{twin['url']}/publish", {})
    s.refuses(answer, ("beginGeldigheid", "nonFieldErrors"), "overlap")


async def end_after_begin(s: Scratch) -> None:
    body = await s.zaaktype_body(eindeGeldigheid="2023-12-31")
    s.refuses(await s.post(ZT, body), ("eindeGeldigheid", "nonFieldErrors"), firm=False)


async def relate_by_name(s: Scratch) -> None:
    if not s.by_name:
        raise NotTried("deze versie verwijst nog met adressen")
    besluittype, zaaktype = await s.besluittype(), await s.zaaktype()
    found = expect(await s.get(zaaktype["url"]), 200).document
    demand(found.get("besluittypen") == [besluittype["url"]], "een relatie op naam wordt niet als adres gelezen")
    soorten = found.get("informatieobjecttypen")
    demand(soorten == [(await s.soort())["url"]], "het gekoppelde soort document wordt niet als adres gelezen")


async def read_what_holds_now(s: Scratch) -> None:
    """A version that has ended is not among the links of today."""
    if not s.by_name:
        raise NotTried("deze versie verwijst nog met adressen")
    old = await s.published(await s.soort_concept(beginGeldigheid="2019-01-01", eindeGeldigheid="2020-01-01"))
    besluittype = await s.besluittype_concept(informatieobjecttypen=[old["omschrijving"]])
    today = expect(await s.get(besluittype["url"]), 200).document
    demand(today.get("informatieobjecttypen") == [], "een versie die voorbij is, staat nog bij de relaties van vandaag")


async def show_names_beside_links(s: Scratch) -> None:
    s.since(CATALOGI, 1, 3, 3)
    shown = expect(await s.get((await s.besluittype())["url"]), 200).document
    names = [v for n, v in shown.items() if n.startswith("informatieobjecttypeOmschrijving")]
    demand([(await s.soort())["omschrijving"]] in names, "de namen van de soorten staan niet naast hun adressen")


async def find_versions_of_a_day(s: Scratch) -> None:
    zaaktype = await s.zaaktype()
    only = {"identificatie": zaaktype["identificatie"], "catalogus": zaaktype["catalogus"]}
    demand(
        await s.all_of(ZT, only | {"datumGeldigheid": BEGIN}) == {zaaktype["url"]}, "niet gevonden op zijn eerste dag"
    )
    early = await s.all_of(ZT, only | {"datumGeldigheid": "2023-12-31"})
    demand(early == set(), "gevonden op een dag dat hij nog niet gold")


async def keep_version_of_zaak(s: Scratch) -> None:
    zaak = await s.a_zaak()
    shown = expect(await s.get(zaak["url"]), 200).document
    demand(shown.get("zaaktype") == (await s.zaaktype())["url"], "de zaak wijst naar een andere versie")


async def require_procestype(s: Scratch) -> None:
    body = await s.zaaktype_body(selectielijstProcestype=s.at("catalogi/catalogussen"))
    s.refuses(await s.post(ZT, body), "selectielijstProcestype", "invalid-resource", "bad-url", firm=False)


async def require_klasse(s: Scratch) -> None:
    body = s.resultaattype_body(await s.concept(), selectielijstklasse=s.at("catalogi/catalogussen"))
    answer = await s.post("catalogi/resultaattypen", body)
    s.refuses(answer, "selectielijstklasse", "invalid-resource", "bad-url", firm=False)


async def derive_from_klasse(s: Scratch) -> None:
    body = s.resultaattype_body(await s.concept(), archiefnominatie="", archiefactietermijn=None)
    made = await s.create("catalogi/resultaattypen", body)
    demand(bool(made.get("archiefnominatie")), "archiefnominatie volgt niet uit de klasse")
    demand(bool(made.get("omschrijvingGeneriek")), "omschrijvingGeneriek volgt niet uit de resultaattypeomschrijving")


async def judge_brondatum(s: Scratch) -> None:
    """For each way of deriving: what is missing, and what may not be there."""
    concept = await s.concept()
    cases = (
        (brondatum("eigenschap"), "datumkenmerk", "required"),
        (brondatum("ander_datumkenmerk", objecttype="pand", registratie="BAG"), "datumkenmerk", "required"),
        (brondatum("zaakobject", datumkenmerk="datum"), "objecttype", "required"),
        (brondatum("termijn"), "procestermijn", "required"),
        (brondatum("afgehandeld", datumkenmerk="datum"), "datumkenmerk", "must-be-empty"),
        (brondatum("hoofdzaak", procestermijn="P1Y"), "procestermijn", "must-be-empty"),
        (brondatum("eigenschap", datumkenmerk="datum", registratie="BRP"), "registratie", "must-be-empty"),
    )
    for procedure, name, code in cases:
        body = s.resultaattype_body(concept, brondatumArchiefprocedure=procedure)
        s.refuses(await s.post("catalogi/resultaattypen", body), f"brondatumArchiefprocedure.{name}", code)


async def judge_specificatie(s: Scratch) -> None:
    for formaat, lengte in (("datum", "10"), ("datum_tijd", "8")):
        body = s.eigenschap_body(await s.concept(), formaat=formaat, lengte=lengte)
        s.refuses(await s.post("catalogi/eigenschappen", body), ("nonFieldErrors", "specificatie.lengte"), firm=False)


async def require_term_to_prolong(s: Scratch) -> None:
    body = await s.zaaktype_body(verlengingMogelijk=True)
    s.refuses(await s.post(ZT, body), ("nonFieldErrors", "verlengingstermijn"), "verlenging-mismatch", firm=False)


async def keep_names_unique(s: Scratch) -> None:
    catalogus = await s.catalogus()
    body = {"domein": DOMEIN, "rsin": catalogus["rsin"], "contactpersoonBeheerNaam": "x"}
    s.refuses(await s.post("catalogi/catalogussen", body), ("nonFieldErrors", "domein"), "unique", firm=False)
    status = {"omschrijving": "stap", "zaaktype": (await s.concept())["url"], "volgnummer": 77}
    await s.create("catalogi/statustypen", status)
    answer = await s.post("catalogi/statustypen", status | {"omschrijving": "twee"})
    s.refuses(answer, ("nonFieldErrors", "volgnummer"), "unique", firm=False)


async def derive_end_status(s: Scratch) -> None:
    statustypen = (await s.zaaktype())["statustypen"]
    marks = [expect(await s.get(t["url"]), 200).document.get("isEindstatus") for t in statustypen]
    demand(marks == [False, False, True], f"isEindstatus is {marks} voor de volgnummers 1, 2 en 3")


async def refer_within_zaaktype(s: Scratch) -> None:
    strange = (await s.zaaktype())["statustypen"][0]["url"]
    body = s.eigenschap_body(await s.concept()) | {"statustype": strange}
    s.refuses(await s.post("catalogi/eigenschappen", body), ("nonFieldErrors", "statustype"))


async def follow_validity_of_zaaktype(s: Scratch) -> None:
    s.since(CATALOGI, 1, 3)
    zaaktype = await s.zaaktype()
    for statustype in zaaktype["statustypen"]:
        begin = expect(await s.get(statustype["url"]), 200).document.get("beginGeldigheid")
        demand(
            begin in (None, "", zaaktype["beginGeldigheid"]), f"een statustype begint op {begin}, zijn zaaktype niet"
        )
    concept = await s.concept()
    body = {"omschrijving": "later", "zaaktype": concept["url"], "volgnummer": 78, "beginGeldigheid": "2024-06-01"}
    s.refuses(await s.post("catalogi/statustypen", body), ("beginGeldigheid", "nonFieldErrors"), firm=False)


C, CZ = (CATALOGI,), (CATALOGI, ZAKEN)
RULES = (
    Rule("C-01", C, begin_as_concept),
    Rule("C-02", C, hide_concepts),
    Rule("C-03", CZ, refuse_concepts_elsewhere),
    Rule("C-08", C, publish_what_is_whole),
    Rule("C-09", C, refuse_overlap),
    Rule("C-10", C, end_after_begin),
    Rule("C-11", C, follow_validity_of_zaaktype),
    Rule("C-20", C, relate_by_name),
    Rule("C-21", C, read_what_holds_now),
    Rule("C-22", C, show_names_beside_links),
    Rule("C-24", C, find_versions_of_a_day),
    Rule("C-25", CZ, keep_version_of_zaak),
    Rule("C-30", C, require_procestype),
    Rule("C-31", C, require_klasse),
    Rule("C-32", C, derive_from_klasse),
    Rule("C-34", C, judge_brondatum),
    Rule("C-36", C, judge_specificatie),
    Rule("C-37", C, require_term_to_prolong, advice=True),
    Rule("C-38", C, keep_names_unique, advice=True),
    Rule("C-39", C, derive_end_status),
    Rule("C-40", C, refer_within_zaaktype, advice=True),
)
