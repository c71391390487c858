"""What all APIs share: addresses, lists, questions, headers, caching (RULES §1)."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import DAG, NERGENS, Failed, NotTried, Scratch, demand, expect
from meent.tools.conform.target import AUTORISATIES, BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN, ZGW
from meent.tools.conform.traffic import CRS, is_web_address

CAMEL = re.compile(r"_expand|[a-z][A-Za-z0-9]*(_[A-Za-z]\w*)?")
"""Names as the standard writes them; inpA_nummer and anpIdentificatie are among them."""


async def find_only_major_version_in_address(s: Scratch) -> None:
    for base in (s.traffic.target.bases[api] for api in ZGW if api in s.traffic.target.bases):
        demand(re.search(r"/v\d+$", base) is not None, f"{base} eindigt niet op een hoofdversie zoals /v1")


async def find_document(s: Scratch) -> None:
    """In every API of ZGW, at openapi.json."""
    for api in (api for api in ZGW if api in s.traffic.target.bases):
        answer = expect(await s.get(f"{api}/openapi.json"), 200)
        demand("paths" in answer.document, f"{api}/openapi.json is geen OpenAPI-document")


async def find_version_in_every_answer(s: Scratch) -> None:
    zaak = await s.a_zaak()
    nowhere = s.at(f"zaken/zaken/{NERGENS}")
    for answer in (await s.get(zaak["url"]), await s.get(nowhere), await s.post("zaken/zaken", {})):
        told = answer.header("api-version") or ""
        demand(
            re.fullmatch(r"\d+\.\d+\.\d+.*", told) is not None, f"de kop API-version is '{told}' bij {answer.status}"
        )


async def find_no_trailing_slash(s: Scratch) -> None:
    for made in (await s.a_zaak(), await s.zaaktype(), await s.catalogus()):
        demand(not made["url"].endswith("/"), f"{made['url']} eindigt op een schuine streep")


async def find_camel_case(s: Scratch) -> None:
    for made in (await s.a_zaak(), await s.zaaktype()):
        strange = [name for name in made if not CAMEL.fullmatch(name)]
        demand(not strange, f"deze namen zijn niet in camelCase: {', '.join(strange)}")


async def page_a_list(s: Scratch) -> None:
    """Count is exact, the question stays in the links, a page that is not there is not found."""
    zaaktype = await s.zaaktype()
    question = {"zaaktype": zaaktype["url"]}
    await s.zaak()
    before = expect(await s.get("zaken/zaken", question), 200).document
    demand({"count", "next", "previous", "results"} <= set(before), "count, next, previous of results ontbreekt")
    await s.zaak()
    after = expect(await s.get("zaken/zaken", question), 200)
    demand(after.document["count"] == before["count"] + 1, "count telt een nieuwe zaak niet mee")
    rows = after.document["results"]
    demand(after.document["next"] is not None or len(rows) == after.document["count"], "count is niet het aantal rijen")
    demand(after.document["previous"] is None, "previous is op de eerste pagina niet null")
    first = expect(await s.get("zaken/zaken", question | {"page": "1"}), 200)
    demand([r.get("url") for r in first.rows] == [r.get("url") for r in after.rows], "page=1 is een andere pagina")
    expect(await s.get("zaken/zaken", question | {"page": "99999"}), 404)
    await _follow_next(s, question)


async def _follow_next(s: Scratch, question: dict[str, str]) -> None:
    """The address of the second page keeps the question; where a client may not choose a size, a page may be whole."""
    answer = await s.get("zaken/zaken", question | {"pageSize": "1"})
    answer = answer if answer.status == 200 else expect(await s.get("zaken/zaken", question), 200)
    following = answer.document.get("next")
    if following is None:
        demand(len(answer.rows) == answer.document.get("count"), "next is null terwijl er meer is")
        return
    demand(is_web_address(following), "next is geen volledig adres")
    asked = parse_qs(urlsplit(following).query)
    demand(asked.get("zaaktype") == [question["zaaktype"]] and asked.get("page") == ["2"], "next verliest de vraag")
    second = expect(await s.get(following), 200)
    demand(is_web_address(second.document.get("previous")), "previous is op de tweede pagina geen adres")
    first_urls = {r.get("url") for r in answer.rows}
    demand(not first_urls & {r.get("url") for r in second.rows}, "de tweede pagina herhaalt de eerste")


async def list_without_pages(s: Scratch) -> None:
    zaak = await s.a_zaak()
    for place in (f"{zaak['url']}/audittrail", f"{zaak['url']}/zaakeigenschappen", "zaken/zaakinformatieobjecten"):
        query = {"zaak": zaak["url"]} if "://" not in place else None
        answer = expect(await s.get(place, query), 200)
        demand(isinstance(answer.json, list), f"{place} is geen kale lijst")


async def refuse_unknown_parameter(s: Scratch) -> None:
    """Autorisaties says so in its text; elsewhere it is what most servers do."""
    for place in ("zaken/zaken", "catalogi/zaaktypen"):
        expect(await s.get(place, {"bestaatNiet": "1"}), 400)


async def refuse_unknown_parameter_of_applicaties(s: Scratch) -> None:
    answer = await s.get("autorisaties/applicaties", {"bestaatNiet": "1"})
    s.refuses(answer, "nonFieldErrors", "unknown-parameters", firm=False)


async def judge_filter_values(s: Scratch) -> None:
    s.refuses(await s.get("zaken/zaken", {"startdatum": "gisteren"}), "startdatum", "invalid", firm=False)
    s.refuses(await s.get("zaken/zaken", {"zaaktype": "geen-adres"}), "zaaktype", "invalid", firm=False)
    dead = s.at(f"catalogi/zaaktypen/{NERGENS}")
    found = await s.get("zaken/zaken", {"zaaktype": dead})
    s.remark(found.status == 200, f"een filter dat naar niets verwijst, geeft {found.status}")
    demand(found.rows == [], "een verwijzing naar niets vindt toch iets")


async def judge_dates_and_terms(s: Scratch) -> None:
    answer = await s.post("zaken/zaken", await s.zaak_body(startdatum="05-01-2026"))
    s.refuses(answer, "startdatum", "invalid", named=True)
    answer = await s.post("catalogi/zaaktypen", await s.zaaktype_body(doorlooptijd="30 dagen"))
    s.refuses(answer, "doorlooptijd", "invalid", named=True)


async def ignore_what_is_not_writable(s: Scratch) -> None:
    body = await s.zaak_body(uuid=NERGENS, einddatum=DAG, onbekendVeld="x")
    zaak = expect(await s.post("zaken/zaken", body), 201).document
    demand(zaak.get("uuid") != NERGENS and zaak.get("einddatum") is None, "een alleen-lezen veld werd overgenomen")


async def patch_what_is_given(s: Scratch) -> None:
    """PATCH leaves the rest, and is judged together with what is there; PUT replaces."""
    zaak = await s.zaak(toelichting="blijft", betalingsindicatie="nvt")
    changed = expect(await s.patch(zaak["url"], {"omschrijving": "nieuw"}), 200).document
    demand((changed.get("omschrijving"), changed.get("toelichting")) == ("nieuw", "blijft"), "PATCH raakte de rest")
    s.refuses(
        await s.patch(zaak["url"], {"laatsteBetaaldatum": f"{DAG}T00:00:00Z"}), "laatsteBetaaldatum", "betaling-nvt"
    )
    body = await s.zaak_body(identificatie=zaak["identificatie"])
    again = expect(await s.put(zaak["url"], body), 200).document
    demand(again.get("toelichting") in ("", None), "PUT liet staan wat niet werd meegestuurd")


async def refuse_dead_link_of_our_own(s: Scratch) -> None:
    body = await s.zaak_body(hoofdzaak=s.at(f"zaken/zaken/{NERGENS}"))
    s.refuses(await s.post("zaken/zaken", body), "hoofdzaak", "no_match", "does_not_exist", "bad-url", firm=False)


async def tag_single_objects(s: Scratch) -> None:
    for made in (await s.a_zaak(), await s.zaaktype()):
        answer = expect(await s.get(made["url"]), 200)
        demand(bool(answer.header("etag")), f"geen ETag bij {made['url']}")
        again = await s.get(made["url"])
        demand(answer.header("etag") == again.header("etag"), "de ETag verandert zonder dat er iets wijzigt")
    zaak = await s.zaak()
    before = expect(await s.get(zaak["url"]), 200).header("etag")
    expect(await s.patch(zaak["url"], {"toelichting": "anders"}), 200)
    demand(expect(await s.get(zaak["url"]), 200).header("etag") != before, "de ETag blijft dezelfde na een wijziging")


async def answer_not_modified(s: Scratch) -> None:
    zaak = await s.a_zaak()
    etag = expect(await s.get(zaak["url"]), 200).header("etag") or ""
    same = await s.get(zaak["url"], headers={"If-None-Match": etag})
    expect(same, 304)
    demand(same.body == b"", "304 heeft toch inhoud")
    expect(await s.get(zaak["url"], headers={"If-None-Match": f'"anders", {etag}'}), 304)
    expect(await s.get(zaak["url"], headers={"If-None-Match": '"anders"'}), 200)


async def answer_head_as_get(s: Scratch) -> None:
    zaak = await s.a_zaak()
    full, head = expect(await s.get(zaak["url"]), 200), expect(await s.head(zaak["url"]), 200)
    demand(head.body == b"", "HEAD heeft inhoud")
    demand(head.header("etag") == full.header("etag"), "HEAD heeft een andere ETag dan GET")


async def keep_no_if_match(s: Scratch) -> None:
    """A write with an If-Match that does not fit succeeds: the standard does not know the header."""
    zaak = await s.zaak()
    answer = await s.patch(zaak["url"], {"toelichting": "x"}, headers={"If-Match": '"anders"'})
    s.remark(answer.status == 200, f"een If-Match die niet past, geeft {answer.status}")


async def keep_explanation_in_trail(s: Scratch) -> None:
    told = {"X-Audit-Toelichting": "omdat het moet", "X-NLX-Logrecord-ID": NERGENS}
    zaak = await s.zaak()
    expect(await s.patch(zaak["url"], {"toelichting": "x"}, headers=told), 200)
    trail = expect(await s.get(f"{zaak['url']}/audittrail"), 200).rows
    demand(
        any(r.get("toelichting") == "omdat het moet" for r in trail), "X-Audit-Toelichting staat niet in het audittrail"
    )


async def delete_with_204(s: Scratch) -> None:
    zaak = await s.zaak()
    gone = expect(await s.delete(zaak["url"]), 204)
    demand(gone.body == b"", "het antwoord op een verwijdering heeft inhoud")
    expect(await s.get(zaak["url"]), 404)
    expect(await s.delete((await s.soort_concept())["url"]), 204, 200)  # Catalogi: published as 200


async def ask_for_crs(s: Scratch) -> None:
    zaak = await s.a_zaak()
    without: dict[str, str | None] = dict.fromkeys(CRS)
    for asked in (
        await s.get(zaak["url"], headers=without), await s.get("zaken/zaken", headers=without),
        await s.post("zaken/zaken", await s.zaak_body(), headers=without),
    ):  # fmt: skip
        expect(asked, 412, 406, 400)
        s.remark(asked.status == 412, f"zonder de koppen van het CRS komt {asked.status}, gewoonlijk 412")
    other = expect(await s.get(zaak["url"], headers={"Accept-Crs": "EPSG:28992"}), 406, 400, 412)
    s.remark(other.status == 406, f"een ander CRS geeft {other.status}, gewoonlijk 406")
    told = expect(await s.get(zaak["url"]), 200).header("content-crs")
    demand(told == "EPSG:4326", f"de kop Content-Crs is '{told}'")


async def take_json_only(s: Scratch) -> None:
    body = b"<zaak/>"
    answer = expect(await s.post("zaken/zaken", None, raw=body, headers={"Content-Type": "application/xml"}), 415, 400)
    s.remark(answer.status == 415, "XML geeft 400, gewoonlijk 415")


# --- expand ----------------------------------------------------------------------------------------------------------


async def expand_relations(s: Scratch) -> None:
    s.since(ZAKEN, 1, 5)
    zaak = await s.a_zaak()
    answer = expect(await s.get(zaak["url"], {"expand": "zaaktype,zaaktype.statustypen"}), 200).document
    found = expanded(answer, "zaaktype")
    demand(isinstance(found, dict), "_expand.zaaktype ontbreekt")
    demand(found.get("url") == zaak["zaaktype"], "_expand.zaaktype is een ander zaaktype")
    deeper = expanded(found, "statustypen")
    demand(isinstance(deeper, list) and len(deeper) == 3, "_expand.zaaktype._expand.statustypen is niet compleet")


async def keep_links_beside_expanded(s: Scratch) -> None:
    s.since(ZAKEN, 1, 5)
    zaak = await s.zaak()
    await s.rol(zaak)
    answer = expect(await s.get(zaak["url"], {"expand": "zaaktype,rollen"}), 200).document
    demand(answer.get("zaaktype") == zaak["zaaktype"], "het adres van het zaaktype staat er niet meer")
    rollen = expanded(answer, "rollen")
    demand(isinstance(rollen, list) and len(rollen) == 1, "een relatie met velen is in _expand geen lijst")


async def expand_every_level(s: Scratch) -> None:
    s.since(ZAKEN, 1, 5)
    zaak = await s.zaak()
    await s.rol(zaak)
    answer = expect(await s.get(zaak["url"], {"expand": "rollen.roltype"}), 200).document
    rollen = expanded(answer, "rollen")
    demand(isinstance(rollen, list) and len(rollen) == 1, "het tussenliggende niveau ontbreekt")
    demand(isinstance(expanded(rollen[0], "roltype"), dict), "het diepste niveau ontbreekt")


async def refuse_unknown_expand(s: Scratch) -> None:
    s.since(ZAKEN, 1, 5)
    expect(await s.get((await s.a_zaak())["url"], {"expand": "bestaatniet"}), 400, 404)


async def keep_outside_closed(s: Scratch) -> None:
    """A server may look whether the address exists (G-14): then there is nothing to try."""
    s.since(ZAKEN, 1, 5)
    zaak = await s.zaak()
    person = "https://personen.example.com/1"
    body = await s.rol_body(zaak, betrokkene=person)
    del body["betrokkeneIdentificatie"]
    if (await s.post("zaken/rollen", body)).status != 201:
        raise NotTried("een rol met een adres van buiten is niet te maken")
    asked = await s.get(zaak["url"], {"expand": "rollen,rollen.betrokkene"})
    answer = expect(asked, 200, 400, 404).document
    rollen = expanded(answer, "rollen") or [{}]
    demand(expanded(rollen[0], "betrokkene") is None, "een betrokkene van buiten is uitgeklapt")


async def leave_empty_out(s: Scratch) -> None:
    s.since(ZAKEN, 1, 5)
    answer = expect(await s.get((await s.zaak())["url"], {"expand": "hoofdzaak,status"}), 200).document
    empty = {"hoofdzaak", "status"} & set(answer.get("_expand") or {})
    s.remark(not empty, f"een lege relatie staat toch in _expand: {', '.join(sorted(empty))}")


async def expand_elsewhere(s: Scratch) -> None:
    for api, version in ((DOCUMENTEN, (1, 4)), (BESLUITEN, (1, 1)), (CATALOGI, (1, 3, 2))):
        s.since(api, *version)
    document, besluit = await s.a_document(), await s.a_besluit()
    for url, name in ((document["url"], "informatieobjecttype"), (besluit["url"], "besluittype")):
        answer = expect(await s.get(url, {"expand": name}), 200).document
        demand(isinstance(expanded(answer, name), dict), f"_expand.{name} ontbreekt")
    zaaktype = await s.zaaktype()
    answer = expect(await s.get(zaaktype["url"], {"expand": "catalogus"}), 200).document
    demand(isinstance(expanded(answer, "catalogus"), dict), "_expand.catalogus ontbreekt")


async def choose_fields(s: Scratch) -> None:
    s.since(ZAKEN, 1, 6)
    zaak = await s.a_zaak()
    body = {"uuid__in": [zaak["url"].rpartition("/")[2]], "fields": ["identificatie", "startdatum"]}
    answer = expect(await s.post("zaken/zaken/_zoek", body), 200)
    if not answer.rows or set(answer.rows[0]) - {"url", "uuid", "_expand"} != {"identificatie", "startdatum"}:
        raise Failed("fields geeft niet precies de gekozen velden")
    expect(await s.post("zaken/zaken/_zoek", body | {"expand": "zaaktype"}), 400)


def expanded(row: Any, name: str) -> Any:
    inside = row.get("_expand") if isinstance(row, dict) else None
    return inside.get(name) if isinstance(inside, dict) else None


ZC = (ZAKEN, CATALOGI)
RULES = (
    Rule("G-01", ZC, find_only_major_version_in_address),
    Rule("G-02", ZC, find_document),
    Rule("G-03", ZC, find_version_in_every_answer),
    Rule("G-04", ZC, find_no_trailing_slash),
    Rule("G-05", ZC, find_camel_case),
    Rule("G-06", ZC, page_a_list),
    Rule("G-07", ZC, list_without_pages),
    Rule("G-09", ZC, refuse_unknown_parameter, advice=True),
    Rule("G-09", (AUTORISATIES,), refuse_unknown_parameter_of_applicaties, part="autorisaties"),
    Rule("G-10", ZC, judge_filter_values),
    Rule("G-11", ZC, judge_dates_and_terms),
    Rule("G-12", ZC, ignore_what_is_not_writable, advice=True),
    Rule("G-13", ZC, patch_what_is_given),
    Rule("G-15", ZC, refuse_dead_link_of_our_own, advice=True),
    Rule("G-17", ZC, tag_single_objects),
    Rule("G-18", ZC, answer_not_modified),
    Rule("G-19", ZC, answer_head_as_get),
    Rule("G-20", ZC, keep_no_if_match, advice=True),
    Rule("G-23", ZC, keep_explanation_in_trail),
    Rule("G-24", ZC, delete_with_204),
    Rule("G-25", ZC, ask_for_crs),
    Rule("G-26", ZC, take_json_only),
    Rule("X-01", ZC, expand_relations),
    Rule("X-02", ZC, keep_links_beside_expanded),
    Rule("X-03", ZC, expand_every_level),
    Rule("X-05", ZC, refuse_unknown_expand),
    Rule("X-08", ZC, keep_outside_closed),
    Rule("X-09", ZC, leave_empty_out, advice=True),
    Rule("X-10", (*ZC, DOCUMENTEN, BESLUITEN), expand_elsewhere),
    Rule("X-11", ZC, choose_fields),
)
