"""How a server refuses: the shape of its errors, and who it lets in (RULES §2, §3)."""

import time
from typing import Any

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import NERGENS, NotTried, Scratch, demand, expect
from meent.tools.conform.target import CATALOGI, ZAKEN, Key
from meent.tools.conform.traffic import Exchange, token_of

PROBLEM = "application/problem+json"
UNSIGNED = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
"""The head of a token that says to need no signature."""


def is_problem(answer: Exchange) -> None:
    """Failed when the refusal is not the document that the standard prescribes."""
    told = (answer.header("content-type") or "").partition(";")[0]
    demand(told == PROBLEM, f"de fout heet {told or 'niets'}, verwacht {PROBLEM}")
    wanted = {"code": str, "title": str, "status": int, "detail": str, "instance": str}
    wrong = [name for name, kind in wanted.items() if not isinstance(answer.document.get(name), kind)]
    wrong += [name for name in ("type",) if not isinstance(answer.document.get(name, ""), str)]
    demand(not wrong, f"in de fout ontbreekt of misvormt: {', '.join(wrong)}")
    demand(answer.document["status"] == answer.status, "status in de fout is niet de status van het antwoord")


async def refuse_with_problem(s: Scratch) -> None:
    is_problem(expect(await s.get(f"zaken/zaken/{NERGENS}"), 404))
    is_problem(expect(await s.post("zaken/zaken", {}), 400))
    is_problem(expect(await s.get(f"catalogi/zaaktypen/{NERGENS}"), 404))


async def name_each_invalid_member(s: Scratch) -> None:
    answer = expect(await s.post("zaken/zaken", {}), 400)
    s.remark(answer.document.get("code") == "invalid", f"de code is {answer.document.get('code')}, verwacht invalid")
    params = answer.document.get("invalidParams")
    demand(isinstance(params, list) and len(params) > 0, "invalidParams ontbreekt")
    full = all(isinstance(p, dict) and {"name", "code", "reason"} <= set(p) for p in params or [])
    demand(full, "in invalidParams ontbreekt name, code of reason")


async def name_nested_members_by_path(s: Scratch) -> None:
    answer = await s.post("zaken/zaken", await s.zaak_body(verlenging={"duur": "P1D"}))
    s.refuses(answer, "verlenging.reden", "required", named=True)
    related = [{"aardRelatie": "vervolg"}]
    answer = await s.post("zaken/zaken", await s.zaak_body(relevanteAndereZaken=related))
    s.refuses(answer, ("relevanteAndereZaken.0.url", "relevanteAndereZaken.0"), "required", named=True)


async def use_known_codes(s: Scratch) -> None:
    """Which member is wrong is the standard's to say; what that is called is not."""
    cases: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({}, "zaaktype", "required"),
        (await s.zaak_body(startdatum=None), "startdatum", "null"),
        (await s.zaak_body(omschrijving="x" * 81), "omschrijving", "max_length"),
        (await s.zaak_body(vertrouwelijkheidaanduiding="een_beetje"), "vertrouwelijkheidaanduiding", "invalid_choice"),
    )
    for body, name, code in cases:
        s.refuses(await s.post("zaken/zaken", body), name, code, named=True)


async def use_status_of_each_refusal(s: Scratch) -> None:
    gone = expect(await s.get(f"zaken/zaken/{NERGENS}"), 404)
    s.remark(gone.document.get("code") == "not_found", f"404 heeft de code {gone.document.get('code')}")
    other = expect(await s.delete(s.at("zaken/zaken")), 405, 404)
    s.remark(other.document.get("code") == "method_not_allowed", f"DELETE op een lijst geeft {other.status}")


async def keep_fixed_members(s: Scratch) -> None:
    zaak = await s.zaak()
    expect(await s.patch(zaak["url"], {"identificatie": zaak["identificatie"]}), 200)
    s.refuses(await s.patch(zaak["url"], {"identificatie": "anders"}), "identificatie", "wijzigen-niet-toegelaten")


async def report_all_faults_at_once(s: Scratch) -> None:
    answer = expect(await s.post("zaken/zaken", {"omschrijving": "x" * 81, "startdatum": "morgen"}), 400)
    names = {name for name, _ in answer.codes}
    wanted = {"bronorganisatie", "zaaktype", "verantwoordelijkeOrganisatie", "omschrijving", "startdatum"}
    demand(wanted <= names, f"niet gemeld: {', '.join(sorted(wanted - names))}")


async def keep_zgw_layout(s: Scratch) -> None:
    answer = expect(await s.post("catalogi/statustypen", {}), 400)
    demand("invalidParams" in answer.document and "errors" not in answer.document, "de fout heeft een andere indeling")


# --- who is let in ---------------------------------------------------------------------------------------------------


async def refused_at_the_door(s: Scratch, header: str | None, *codes: str, firm: bool = True) -> None:
    """A list must be refused with this Authorization header; 401 or 403, as both are met.

    firm  the standard says so; otherwise letting it in is only a remark
    """
    answer = await s.get("zaken/zaken", headers={"Authorization": header})
    if not firm and answer.status == 200:
        s.remarks.append(f"een token zonder of met een oude iat wordt niet geweigerd ({' of '.join(codes)})")
        return
    expect(answer, 401, 403)
    code = answer.document.get("code")
    s.remark(not codes or code in codes, f"de code is {code}, verwacht {' of '.join(codes)}")


def signing_key(s: Scratch) -> Key:
    """NotTried where a ready token was given instead of a secret."""
    key = s.traffic.target.key
    if not key.secret:
        raise NotTried("er is een token opgegeven en geen geheim, dus wij kunnen zelf niet tekenen")
    return key


async def let_nobody_in_without_token(s: Scratch) -> None:
    await refused_at_the_door(s, None, "not_authenticated")
    expect(await s.post("zaken/zaken", await s.zaak_body(), headers={"Authorization": None}), 401, 403)
    expect(await s.get("zaken/zaken"), 200)


async def ask_for_client_id(s: Scratch) -> None:
    header = token_of(signing_key(s), client_id=None, iss=None)
    await refused_at_the_door(s, header, "missing-client-identifier")
    empty: dict[str, Any] = {"user_id": "", "user_representation": ""}
    answer = await s.get("zaken/zaken", headers={"Authorization": token_of(signing_key(s), **empty)})
    expect(answer, 200)


async def refuse_false_signature(s: Scratch) -> None:
    key = signing_key(s)
    false = Key(key.client_id, "een-ander-geheim-van-dertig-tekens")
    await refused_at_the_door(s, token_of(false), "invalid-jwt-signature")
    await refused_at_the_door(s, token_of(Key(f"onbekend-{s.mark}", key.secret)), "invalid-client-identifier")
    await refused_at_the_door(s, "Bearer onzin", "jwt-decode-error")
    claims = token_of(key).split(".")[1]
    await refused_at_the_door(s, f"Bearer {UNSIGNED}.{claims}.")


async def refuse_old_token(s: Scratch) -> None:
    """How long a token without an end lives, each server says for itself; one that has ended is over (RFC 7519)."""
    await refused_at_the_door(s, token_of(signing_key(s), iat=None), "jwt-missing-iat-claim", firm=False)
    old = token_of(signing_key(s), iat=int(time.time()) - 90_000)
    await refused_at_the_door(s, old, "jwt-expired", firm=False)
    ended = token_of(signing_key(s), exp=int(time.time()) - 90_000)
    await refused_at_the_door(s, ended, "jwt-expired", "jwt-expiredsignatureerror", "jwt-expiredtokenerror")


async def bear_a_fast_clock(s: Scratch) -> None:
    ahead = token_of(signing_key(s), iat=int(time.time()) + 60)
    answer = await s.get("zaken/zaken", headers={"Authorization": ahead})
    s.remark(answer.status == 200, f"een token dat een minuut voorloopt, geeft {answer.status}")


ZC = (ZAKEN, CATALOGI)
RULES = (
    Rule("E-01", ZC, refuse_with_problem),
    Rule("E-02", ZC, name_each_invalid_member),
    Rule("E-03", ZC, name_nested_members_by_path),
    Rule("E-04", ZC, use_known_codes),
    Rule("E-05", ZC, use_status_of_each_refusal),
    Rule("E-06", ZC, keep_fixed_members, advice=True),
    Rule("E-07", ZC, report_all_faults_at_once, advice=True),
    Rule("E-08", ZC, keep_zgw_layout),
    Rule("A-01", ZC, let_nobody_in_without_token),
    Rule("A-02", ZC, ask_for_client_id),
    Rule("A-03", ZC, refuse_false_signature),
    Rule("A-04", ZC, refuse_old_token),
    Rule("A-05", ZC, bear_a_fast_clock, advice=True),
)
