"""Zaken: what a zaak may be and become (RULES §6)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import DAG, NERGENS, Scratch, demand, expect, same_day
from meent.tools.conform.target import BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN

FIXED = "wijzigen-niet-toegelaten"
SQUARE = {"type": "Polygon", "coordinates": [[[4.0, 52.0], [6.0, 52.0], [6.0, 53.0], [4.0, 53.0], [4.0, 52.0]]]}
POINT = {"type": "Point", "coordinates": [5.1, 52.1]}
ELSEWHERE = {"type": "Point", "coordinates": [6.5, 53.2]}


async def require_published_zaaktype(s: Scratch) -> None:
    concept = await s.concept()
    s.refuses(await s.post("zaken/zaken", await s.zaak_body(concept)), "zaaktype", "not-published")
    dead = {"url": s.at(f"catalogi/zaaktypen/{NERGENS}")}
    s.refuses(await s.post("zaken/zaken", await s.zaak_body(dead)), "zaaktype", "bad-url", "no_match", "does_not_exist")
    other = await s.catalogus()
    s.refuses(
        await s.post("zaken/zaken", await s.zaak_body(other)), "zaaktype", "invalid-resource", "no_match", firm=False
    )


async def change_zaaktype(s: Scratch) -> None:
    """Allowed since 1.5, refused before."""
    zaak, other = await s.zaak(), await s.other_zaaktype()
    answer = await s.patch(zaak["url"], {"zaaktype": other["url"]})
    if [int(n) for n in s.versions[ZAKEN].split(".")][:2] < [1, 5]:
        s.refuses(answer, "zaaktype", FIXED)
    else:
        demand(expect(answer, 200).document.get("zaaktype") == other["url"], "het zaaktype is niet gewijzigd")


async def number_zaak(s: Scratch) -> None:
    zaak = await s.zaak()
    demand(bool(zaak.get("identificatie")), "een zaak zonder nummer kreeg er geen")
    again = await s.post("zaken/zaken", await s.zaak_body(identificatie=zaak["identificatie"]))
    s.refuses(again, "identificatie", "identificatie-niet-uniek")


async def keep_number(s: Scratch) -> None:
    zaak = await s.zaak()
    s.refuses(await s.patch(zaak["url"], {"identificatie": s.name("Z")}), "identificatie", FIXED)
    s.refuses(await s.patch(zaak["url"], {"bronorganisatie": "000000000"}), "bronorganisatie", FIXED)


async def reserve_number(s: Scratch) -> None:
    rsin = s.traffic.target.rsin
    s.since(ZAKEN, 1, 7)
    answer = await s.post("zaken/zaaknummer_reserveren", {"bronorganisatie": rsin, "aantal": 2})
    expect(answer, 201)
    numbers = [str(r.get("zaaknummer") or r.get("identificatie")) for r in answer.rows]
    demand(len(set(numbers)) == 2, "twee nummers gevraagd, geen twee gekregen")
    demand((await s.zaak()).get("identificatie") not in numbers, "een gereserveerd nummer werd vanzelf uitgegeven")
    expect(await s.post("zaken/zaken", await s.zaak_body(identificatie=numbers[0])), 201)


async def close_by_highest_status(s: Scratch) -> None:
    zaak = await s.zaak()
    await s.resultaat(zaak)
    await s.status(zaak, 1)
    demand((await s.get(zaak["url"])).document.get("einddatum") is None, "een gewone status sloot de zaak")
    await s.status(zaak, -1)
    demand((await s.get(zaak["url"])).document.get("einddatum") is not None, "de eindstatus sloot de zaak niet")


async def require_resultaat_to_close(s: Scratch) -> None:
    zaak = await s.zaak()
    answer = await s.post("zaken/statussen", await s.status_body(zaak, -1))
    s.refuses(answer, ("zaak", "nonFieldErrors"), "resultaat-does-not-exist", firm=False)


async def end_on_day_of_status(s: Scratch) -> None:
    """The day in Amsterdam, where the municipality is."""
    zaak = await s.zaak()
    demand(zaak.get("einddatum") is None, "een nieuwe zaak heeft al een einddatum")
    await s.resultaat(zaak)
    await s.status(zaak, -1, datumStatusGezet="2026-03-10T22:30:00Z")
    ended = (await s.get(zaak["url"])).document.get("einddatum")
    demand(same_day(ended, "2026-03-10"), f"einddatum is {ended}, verwacht 2026-03-10")


async def set_status_once_and_not_ahead(s: Scratch) -> None:
    zaak = await s.zaak()
    moment = {"datumStatusGezet": "2026-01-06T10:00:00Z"}
    expect(await s.post("zaken/statussen", await s.status_body(zaak, 0, **moment)), 201)
    again = await s.post("zaken/statussen", await s.status_body(zaak, 1, **moment))
    s.refuses(again, "nonFieldErrors", "unique", firm=False)
    ahead = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = await s.post("zaken/statussen", await s.status_body(zaak, 1, datumStatusGezet=ahead))
    s.remark(answer.status == 400, f"een status van overmorgen geeft {answer.status}")


async def show_latest_status(s: Scratch) -> None:
    """By its moment, not by when it was told."""
    zaak = await s.zaak()
    later = await s.status(zaak, 1, datumStatusGezet="2026-02-02T10:00:00Z")
    earlier = await s.status(zaak, 0, datumStatusGezet="2026-02-01T10:00:00Z")
    demand(
        (await s.get(zaak["url"])).document.get("status") == later["url"],
        "de status is niet die van het laatste moment",
    )
    marks = [(await s.get(x["url"])).document.get("indicatieLaatstGezetteStatus") for x in (later, earlier)]
    demand(marks == [True, False], "indicatieLaatstGezetteStatus klopt niet")


async def require_rol_of_same_zaak(s: Scratch) -> None:
    stranger = await s.rol(await s.zaak())
    answer = await s.post("zaken/statussen", await s.status_body(await s.zaak(), 0, gezetdoor=stranger["url"]))
    s.refuses(answer, ("nonFieldErrors", "gezetdoor"), "zaak-mismatch", firm=False)


async def reopen_zaak(s: Scratch) -> None:
    zaak = await s.closed_zaak()
    await s.status(zaak, 1, datumStatusGezet=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    opened = (await s.get(zaak["url"])).document
    kept = [n for n in ("einddatum", "archiefactiedatum", "archiefnominatie") if opened.get(n)]
    demand(not kept, f"na heropenen staat er nog: {', '.join(kept)}")


async def take_confidentiality_of_zaaktype(s: Scratch) -> None:
    zaak = await s.zaak()
    demand(zaak.get("vertrouwelijkheidaanduiding") == "openbaar", "de zaak nam die van het zaaktype niet over")
    own = await s.zaak(vertrouwelijkheidaanduiding="geheim")
    demand(own.get("vertrouwelijkheidaanduiding") == "geheim", "de opgegeven waarde ging verloren")


async def judge_communicatiekanaal(s: Scratch) -> None:
    body = await s.zaak_body(communicatiekanaal="https://kanalen.example.com/bestaat-niet")
    s.refuses(await s.post("zaken/zaken", body), "communicatiekanaal", "bad-url", "invalid-resource", firm=False)


async def judge_related_zaken(s: Scratch) -> None:
    related = [{"url": s.at(f"zaken/zaken/{NERGENS}"), "aardRelatie": "vervolg"}]
    answer = await s.post("zaken/zaken", await s.zaak_body(relevanteAndereZaken=related))
    names = ("relevanteAndereZaken.0.url", "relevanteAndereZaken.0")
    s.refuses(answer, names, "bad-url", "no_match", "does_not_exist")


async def take_groups_whole(s: Scratch) -> None:
    zaak = await s.zaak(verlenging=None, opschorting=None)
    for name in ("verlenging", "opschorting"):
        s.remark(isinstance(zaak.get(name), dict), f"{name} staat niet als groep in het antwoord")
    answer = await s.post("zaken/zaken", await s.zaak_body(opschorting={"indicatie": True}))
    s.refuses(answer, "opschorting.reden", "required", named=True)
    expect(await s.post("zaken/zaken", await s.zaak_body(verlenging={"reden": "druk", "duur": "P10D"})), 201)


async def judge_hoofdzaak(s: Scratch) -> None:
    dead = await s.zaak_body(hoofdzaak=s.at(f"zaken/zaken/{NERGENS}"))
    s.refuses(await s.post("zaken/zaken", dead), "hoofdzaak", "no_match", "does_not_exist")
    zaak = await s.zaak()
    s.refuses(await s.patch(zaak["url"], {"hoofdzaak": zaak["url"]}), "hoofdzaak", "self-forbidden", named=True)


async def refuse_payment_without_price(s: Scratch) -> None:
    body = await s.zaak_body(betalingsindicatie="nvt", laatsteBetaaldatum=f"{DAG}T00:00:00Z")
    s.refuses(await s.post("zaken/zaken", body), "laatsteBetaaldatum", "betaling-nvt")


async def clear_payment(s: Scratch) -> None:
    zaak = await s.zaak(betalingsindicatie="geheel", laatsteBetaaldatum=f"{DAG}T00:00:00Z")
    changed = expect(await s.patch(zaak["url"], {"betalingsindicatie": "nvt"}), 200).document
    demand(changed.get("laatsteBetaaldatum") is None, "laatsteBetaaldatum bleef staan bij nvt")


async def require_products_of_zaaktype(s: Scratch) -> None:
    expect(await s.post("zaken/zaken", await s.zaak_body(productenOfDiensten=["https://example.com/product/1"])), 201)
    strange = await s.zaak_body(productenOfDiensten=["https://example.com/product/9"])
    s.refuses(await s.post("zaken/zaken", strange), "productenOfDiensten", "invalid-products-services")


async def derive_archive_dates(s: Scratch) -> None:
    """afgehandeld: five years after the end; termijn: one year later still."""
    for nummer, years in ((0, 5), (1, 6)):
        zaak = await s.closed_zaak(nummer)
        ended = date.fromisoformat(str(zaak.get("einddatum")))
        expected = str(plus_years(ended, years))
        demand(zaak.get("archiefnominatie") == "vernietigen", f"archiefnominatie is {zaak.get('archiefnominatie')}")
        demand(
            zaak.get("archiefactiedatum") == expected,
            f"archiefactiedatum is {zaak.get('archiefactiedatum')}, verwacht {expected}",
        )


def plus_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


async def require_archive_facts(s: Scratch) -> None:
    zaak = await s.zaak()
    demand(zaak.get("archiefstatus") == "nog_te_archiveren", "archiefstatus begint niet als nog_te_archiveren")
    answer = await s.patch(zaak["url"], {"archiefstatus": "gearchiveerd"})
    s.refuses(answer, "archiefnominatie", "archiefnominatie-not-set")
    s.refuses(answer, "archiefactiedatum", "archiefactiedatum-not-set")


async def begin_retention_on_brondatum(s: Scratch) -> None:
    s.since(ZAKEN, 1, 3)
    zaak = await s.closed_zaak()
    demand("startdatumBewaartermijn" in zaak, "startdatumBewaartermijn ontbreekt")
    demand(zaak["startdatumBewaartermijn"] == zaak["einddatum"], "de bewaartermijn begint niet op de brondatum")


async def take_all_with_zaak(s: Scratch) -> None:
    zaak = await s.zaak()
    deel = await s.zaak_of(zaak)
    parts = [await s.status(zaak), await s.resultaat(zaak), await s.rol(zaak)]
    expect(await s.delete(zaak["url"]), 204)
    for row in (zaak, deel, *parts):
        expect(await s.get(row["url"]), 404)


async def keep_zaak_with_besluiten(s: Scratch) -> None:
    zaak = await s.zaak()
    await s.besluit(zaak=zaak["url"])
    s.refuses(await s.delete(zaak["url"]), "nonFieldErrors", "related-besluiten")


async def expand_zaken(s: Scratch) -> None:
    s.since(ZAKEN, 1, 5)
    zaak = await s.a_zaak()
    question = {"identificatie": zaak["identificatie"], "expand": "zaaktype"}
    found = expect(await s.get("zaken/zaken", question), 200).rows
    demand(len(found) == 1 and "zaaktype" in (found[0].get("_expand") or {}), "een lijst klapt niet uit")
    body = {"uuid__in": [zaak["url"].rpartition("/")[2]], "expand": "zaaktype"}
    found = expect(await s.post("zaken/zaken/_zoek", body), 200).rows
    demand(len(found) == 1 and "zaaktype" in (found[0].get("_expand") or {}), "_zoek klapt niet uit")


async def search_zaken(s: Scratch) -> None:
    s.since(ZAKEN, 1, 3)
    inside, outside = await s.zaak(zaakgeometrie=POINT), await s.zaak(zaakgeometrie=ELSEWHERE)
    uuids = [z["url"].rpartition("/")[2] for z in (inside, outside)]
    body = {"uuid__in": uuids, "zaakgeometrie": {"within": SQUARE}}
    found = expect(await s.post("zaken/zaken/_zoek", body), 200)
    demand([r.get("url") for r in found.rows] == [inside["url"]], "zoeken in een gebied vindt niet precies die zaak")
    empty = await s.post("zaken/zaken/_zoek", {})
    s.remark(empty.status == 400, f"zoeken met niets geeft {empty.status}")


async def choose_fields_in_search(s: Scratch) -> None:
    s.since(ZAKEN, 1, 6)
    body = {"uuid__in": [(await s.a_zaak())["url"].rpartition("/")[2]], "fields": [{"zaaktype": ["omschrijving"]}]}
    answer = await s.post("zaken/zaken/_zoek", body)
    row = (expect(answer, 200).rows or [{}])[0]
    more = sorted(set(row) - {"url", "uuid", "zaaktype", "_expand"})
    demand(not more, f"ook niet gevraagde velden komen mee: {', '.join(more)}")
    inside = (row.get("_expand") or {}).get("zaaktype") or {}
    demand(inside.get("omschrijving") == "Proef", "een veld van een relatie is niet uitgeklapt")


async def order_zaken(s: Scratch) -> None:
    s.since(ZAKEN, 1, 3)
    days = ("2026-02-01", "2026-02-03", "2026-02-02")
    zaken = [await s.zaak(startdatum=day) for day in days]
    body = {"uuid__in": [z["url"].rpartition("/")[2] for z in zaken]}
    for ordering, expected in (("startdatum", sorted(days)), ("-startdatum", sorted(days, reverse=True))):
        answer = expect(await s.post("zaken/zaken/_zoek", body | {"ordering": ordering}), 200)
        demand([r.get("startdatum") for r in answer.rows] == expected, f"ordering={ordering} geeft een andere volgorde")
    by_list = expect(await s.get("zaken/zaken", {"zaaktype": zaken[0]["zaaktype"], "ordering": "-startdatum"}), 200)
    found = [str(r.get("startdatum")) for r in by_list.rows]
    demand(found == sorted(found, reverse=True), "de lijst staat niet in de gevraagde volgorde")
    strange = await s.get("zaken/zaken", {"ordering": "kleur"})
    s.remark(strange.status == 400, f"een volgorde die niet bestaat, geeft {strange.status}")


async def filter_on_confidentiality(s: Scratch) -> None:
    s.since(ZAKEN, 1, 2)
    low, high = await s.zaak(), await s.zaak(vertrouwelijkheidaanduiding="geheim")
    question = {"zaaktype": low["zaaktype"], "maximaleVertrouwelijkheidaanduiding": "intern"}
    for zaak, is_there in ((low, True), (high, False)):
        found = await s.all_of("zaken/zaken", question | {"identificatie": zaak["identificatie"]})
        demand((zaak["url"] in found) is is_there, "het filter laat een verkeerde trede door of weg")


async def judge_rsin(s: Scratch) -> None:
    s.refuses(await s.post("zaken/zaken", await s.zaak_body(bronorganisatie="123456789")), "bronorganisatie")


async def derive_what_is_read_only(s: Scratch) -> None:
    """Such members are ignored, or refused (G-12): they are not taken over."""
    derived: dict[str, Any] = {
        "betalingsindicatieWeergave": "x",
        "status": s.at(f"zaken/statussen/{NERGENS}"),
        "rollen": ["x"],
    }
    answer = expect(await s.post("zaken/zaken", await s.zaak_body(**derived)), 201, 400)
    if answer.status == 400:
        return
    made = answer.document
    is_own = made.get("status") is None and made.get("rollen") in ([], None)
    demand(is_own, "een afgeleid veld werd van de client overgenomen")
    demand(bool(made.get("registratiedatum")), "registratiedatum is niet ingevuld")


async def filter_zaken(s: Scratch) -> None:
    zaak = await s.zaak(startdatum="2026-02-10", einddatumGepland="2026-04-01")
    only = {"identificatie": zaak["identificatie"]}
    hits: tuple[dict[str, str], ...] = (
        {}, {"bronorganisatie": zaak["bronorganisatie"]}, {"zaaktype": zaak["zaaktype"]},
        {"startdatum": "2026-02-10"}, {"startdatum__gte": "2026-02-10"}, {"startdatum__lt": "2026-02-11"},
        {"einddatum__isnull": "true"}, {"einddatumGepland__gt": "2026-03-31"},
        {"archiefstatus": "nog_te_archiveren"}, {"archiefactiedatum__isnull": "true"},
    )  # fmt: skip
    for question in (q for q in hits if s.knows(ZAKEN, "/zaken", *q)):
        found = await s.all_of("zaken/zaken", only | question)
        demand(found == {zaak["url"]}, f"niet gevonden met {question or only}")
    misses = (
        {"startdatum": "2026-02-11"}, {"startdatum__gt": "2026-02-10"}, {"startdatum__lte": "2026-02-09"},
        {"zaaktype": (await s.other_zaaktype())["url"]}, {"einddatum__isnull": "false"},
        {"einddatumGepland__lt": "2026-04-01"}, {"archiefstatus": "overgedragen"}, {"bronorganisatie": "000000000"},
    )  # fmt: skip
    for question in (q for q in misses if s.knows(ZAKEN, "/zaken", *q)):
        demand(await s.all_of("zaken/zaken", only | question) == set(), f"toch gevonden met {question}")


ZC, ZCB, ZCD = (ZAKEN, CATALOGI), (ZAKEN, CATALOGI, BESLUITEN), (ZAKEN, CATALOGI, DOCUMENTEN)
RULES = (
    Rule("Z-01", ZC, require_published_zaaktype),
    Rule("Z-02", ZC, change_zaaktype),
    Rule("Z-03", ZC, number_zaak),
    Rule("Z-04", ZC, keep_number, advice=True),
    Rule("Z-05", ZC, reserve_number),
    Rule("Z-11", ZC, close_by_highest_status),
    Rule("Z-12", ZC, require_resultaat_to_close),
    Rule("Z-13", ZC, end_on_day_of_status),
    Rule("Z-17", ZC, set_status_once_and_not_ahead),
    Rule("Z-18", ZC, show_latest_status),
    Rule("Z-19", ZC, require_rol_of_same_zaak),
    Rule("Z-20", ZC, reopen_zaak),
    Rule("Z-22", ZC, take_confidentiality_of_zaaktype),
    Rule("Z-23", ZC, judge_communicatiekanaal),
    Rule("Z-24", ZC, judge_related_zaken),
    Rule("Z-25", ZC, take_groups_whole),
    Rule("Z-26", ZC, judge_hoofdzaak),
    Rule("Z-27", ZC, refuse_payment_without_price),
    Rule("Z-28", ZC, clear_payment),
    Rule("Z-29", ZC, require_products_of_zaaktype),
    Rule("Z-37", ZC, derive_archive_dates),
    Rule("Z-38", ZC, require_archive_facts),
    Rule("Z-40", ZC, take_all_with_zaak),
    Rule("Z-41", ZCB, keep_zaak_with_besluiten, advice=True),
    Rule("Z-44", ZC, begin_retention_on_brondatum),
    Rule("Z-45", ZC, expand_zaken),
    Rule("Z-46", ZC, choose_fields_in_search),
    Rule("Z-47", ZC, search_zaken),
    Rule("Z-48", ZC, order_zaken),
    Rule("Z-50", ZC, filter_on_confidentiality),
    Rule("Z-54", ZC, judge_rsin),
    Rule("Z-55", ZC, derive_what_is_read_only),
    Rule("Z-56", ZC, filter_zaken),
)
