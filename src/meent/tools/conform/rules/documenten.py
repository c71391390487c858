"""Documenten: documents, their versions, locks and content (RULES §7)."""

from datetime import UTC, datetime

from meent.tools.conform.rules.rule import Rule
from meent.tools.conform.scratch import DAG, NERGENS, NotTried, Scratch, content, demand, expect
from meent.tools.conform.target import BESLUITEN, CATALOGI, DOCUMENTEN, ZAKEN
from meent.tools.conform.traffic import Exchange, is_web_address

EIO = "documenten/enkelvoudiginformatieobjecten"
MOMENT = f"{DAG}T00:00:00Z"


async def require_published_soort(s: Scratch) -> None:
    concept = await s.once("soort_concept", s.soort_concept)
    s.refuses(await s.post(EIO, await s.document_body(concept)), "informatieobjecttype", "not-published")
    dead = {"url": s.at(f"catalogi/informatieobjecttypen/{NERGENS}")}
    answer = await s.post(EIO, await s.document_body(dead))
    s.refuses(answer, "informatieobjecttype", "bad-url", "no_match", "does_not_exist")


async def number_document(s: Scratch) -> None:
    document = await s.document()
    demand(bool(document.get("identificatie")), "een document zonder nummer kreeg er geen")
    again = await s.post(EIO, await s.document_body(identificatie=document["identificatie"]))
    s.refuses(again, ("identificatie", "nonFieldErrors"), "identificatie-niet-uniek")


async def require_object(s: Scratch) -> None:
    body = {"informatieobject": (await s.document())["url"], "objectType": "zaak"}
    dead = s.at(f"zaken/zaken/{NERGENS}")
    answer = await s.post("documenten/objectinformatieobjecten", body | {"object": dead})
    s.refuses(answer, ("object", "nonFieldErrors"), "bad-url", "no_match", "invalid-resource", firm=False)


async def relate_once(s: Scratch) -> None:
    zaak, document = await s.zaak(), await s.document()
    await s.document_of_zaak(zaak, document)
    again = {"informatieobject": document["url"], "object": zaak["url"], "objectType": "zaak"}
    s.refuses(await s.post("documenten/objectinformatieobjecten", again), "nonFieldErrors", "unique", firm=False)


async def require_source_of_mirror(s: Scratch) -> None:
    zaak, document = await s.zaak(), await s.document()
    body = {"informatieobject": document["url"], "object": zaak["url"], "objectType": "zaak"}
    answer = await s.post("documenten/objectinformatieobjecten", body)
    s.refuses(answer, "nonFieldErrors", "inconsistent-relation")


async def keep_mirror_with_source(s: Scratch) -> None:
    zaak, document = await s.zaak(), await s.document()
    await s.document_of_zaak(zaak, document)
    mirrors = expect(await s.get("documenten/objectinformatieobjecten", {"object": zaak["url"]}), 200).rows
    demand(len(mirrors) == 1, "de spiegel is niet te vinden op object")
    answer = await s.delete(str(mirrors[0].get("url")))
    s.refuses(answer, "nonFieldErrors", "inconsistent-relation", "remote-relation-exists", firm=False)


async def judge_received(s: Scratch) -> None:
    body = await s.document_body(status="in_bewerking", ontvangstdatum=DAG)
    s.refuses(await s.post(EIO, body), "status", "invalid_for_received")


async def follow_gebruiksrechten(s: Scratch) -> None:
    answer = await s.post(EIO, await s.document_body(indicatieGebruiksrecht=True))
    s.refuses(answer, "indicatieGebruiksrecht", "missing-gebruiksrechten")
    document = await s.document()
    demand(document.get("indicatieGebruiksrecht") is None, "indicatieGebruiksrecht begint niet als null")
    rechten = {"informatieobject": document["url"], "startdatum": MOMENT, "omschrijvingVoorwaarden": "proef"}
    made = await s.create("documenten/gebruiksrechten", rechten)
    told = (await s.get(document["url"])).document.get("indicatieGebruiksrecht")
    demand(told is True, "gebruiksrechten maken de indicatie niet true")
    expect(await s.delete(made["url"]), 204)
    told = (await s.get(document["url"])).document.get("indicatieGebruiksrecht")
    demand(told is None, "zonder gebruiksrechten is de indicatie niet null")


async def take_confidentiality_of_soort(s: Scratch) -> None:
    demand((await s.document()).get("vertrouwelijkheidaanduiding") == "openbaar", "niet die van het soort overgenomen")
    own = await s.document(vertrouwelijkheidaanduiding="geheim")
    demand(own.get("vertrouwelijkheidaanduiding") == "geheim", "de opgegeven waarde ging verloren")


async def keep_related_document(s: Scratch) -> None:
    document = await s.document()
    await s.document_of_zaak(await s.zaak(), document)
    s.refuses(await s.delete(document["url"]), "nonFieldErrors", "pending-relations")
    free = await s.document()
    expect(await s.delete(free["url"]), 204)
    expect(await s.get(free["url"]), 404)


async def keep_locked_document(s: Scratch) -> None:
    s.since(DOCUMENTEN, 1, 3)
    document = await s.document()
    lock = await s.lock(document)
    answer = await s.delete(document["url"])
    await s.unlock(document, lock)
    s.refuses(answer, "nonFieldErrors", "destroy-locked", firm=False)


async def lock_once(s: Scratch) -> None:
    document = await s.document()
    lock = await s.lock(document)
    s.remark(len(lock) >= 16, f"een sleutel van {len(lock)} tekens is te raden")
    s.refuses(await s.post(f"{document['url']}/lock", {}), "nonFieldErrors", "existing-lock")
    await s.unlock(document, lock)


async def require_key_to_change(s: Scratch) -> None:
    document = await s.document()
    s.refuses(await s.patch(document["url"], {"titel": "x"}), ("nonFieldErrors", "lock"), "unlocked", "missing-lock-id")
    lock = await s.lock(document)
    s.refuses(await s.patch(document["url"], {"titel": "x"}), "nonFieldErrors", "missing-lock-id")
    wrong = {"titel": "x", "lock": "een-verkeerde-sleutel"}
    s.refuses(await s.patch(document["url"], wrong), "nonFieldErrors", "incorrect-lock-id")
    s.refuses(await s.put(document["url"], await s.document_body()), "lock", "required", firm=False)
    expect(await s.patch(document["url"], {"titel": "x", "lock": lock}), 200)
    await s.unlock(document, lock)


async def unlock_with_key(s: Scratch) -> None:
    document = await s.document()
    lock = await s.lock(document)
    expect(await s.unlock(document, lock), 204)
    await s.lock(document)
    expect(await s.unlock(document, ""), 204)


async def hide_key(s: Scratch) -> None:
    document = await s.document()
    lock = await s.lock(document)
    shown = await s.get(document["url"])
    await s.unlock(document, lock)
    demand(lock.encode() not in shown.body, "de sleutel staat in het antwoord")
    demand(shown.document.get("locked") is True, "locked is niet true")
    demand((await s.get(document["url"])).document.get("locked") is False, "locked is na ontgrendelen niet false")


async def changed(s: Scratch, url: str, **changes: object) -> Exchange:
    lock = await s.lock({"url": url})
    answer = await s.patch(url, changes | {"lock": lock})
    await s.unlock({"url": url}, lock)
    return answer


async def keep_versions(s: Scratch) -> None:
    before = datetime.now(UTC)
    document = await s.document()
    url = document["url"].partition("?")[0]
    expect(await changed(s, url, titel="tweede"), 200)
    latest = expect(await s.get(url), 200).document
    demand((document.get("versie"), latest.get("versie")) == (1, 2), "een wijziging maakt geen volgende versie")
    first = expect(await s.get(url, {"versie": "1"}), 200).document
    demand((first.get("versie"), first.get("titel")) == (1, document["titel"]), "versie=1 is niet de eerste versie")
    expect(await s.get(url, {"versie": "99"}), 404)
    expect(await s.get(url, {"registratieOp": f"{before.year - 1}-01-01T00:00:00Z"}), 404)


async def give_content_back(s: Scratch) -> None:
    inhoud = b"\x00\x01proef\xff" * 10
    document = await s.document(inhoud, formaat="application/octet-stream")
    where = document.get("inhoud")
    demand(is_web_address(where) and "/download" in str(where), "inhoud is geen adres om te downloaden")
    demand(document.get("bestandsomvang") == len(inhoud), "bestandsomvang klopt niet")
    answer = expect(await s.get(str(where)), 200)
    demand(answer.body == inhoud, "de download is niet wat er werd opgestuurd")
    text = expect(await s.get(str((await s.document()).get("inhoud"))), 200).header("content-type") or ""
    demand(text.startswith("text/plain"), f"de download heet {text}, en het formaat is text/plain")
    wrong = await s.document_body(inhoud="dit is $ geen base64", bestandsomvang=3)
    s.refuses(await s.post(EIO, wrong), "inhoud", "invalid-base64", "incorrect-base64-padding", firm=False)


async def require_true_size(s: Scratch) -> None:
    body = await s.document_body(**content(b"proef") | {"bestandsomvang": 99})
    s.refuses(await s.post(EIO, body), ("nonFieldErrors", "bestandsomvang"), "file-size")


async def ask_for_parts(s: Scratch) -> None:
    document = await s.document(None, bestandsomvang=6)
    parts = document.get("bestandsdelen")
    demand(isinstance(parts, list) and len(parts) > 0, "er kwamen geen bestandsdelen")
    demand(sum(int(p["omvang"]) for p in parts or []) == 6, "de delen zijn samen niet de omvang")
    demand(
        document.get("locked") is True and bool(document.get("lock")), "het document is niet vergrendeld met sleutel"
    )


async def send_part(s: Scratch, part: dict[str, object], lock: str, inhoud: bytes) -> Exchange:
    edge = "grens-van-de-proef"
    body = (
        (
            f'--{edge}\r\nContent-Disposition: form-data; name="lock"\r\n\r\n{lock}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="inhoud"; filename="deel"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        + inhoud
        + f"\r\n--{edge}--\r\n".encode()
    )
    form = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    return await s.traffic.send("PUT", str(part["url"]), raw=body, headers=form)


async def judge_part(s: Scratch) -> None:
    document = await s.document(None, bestandsomvang=6)
    part, lock = document["bestandsdelen"][0], str(document["lock"])
    s.refuses(await send_part(s, part, lock, b"te kort"[:3]), ("nonFieldErrors", "inhoud"), "file-size")
    answer = await send_part(s, part, "een-verkeerde-sleutel", b"zesnul")
    s.refuses(answer, ("nonFieldErrors", "lock"), "incorrect-lock-id")
    expect(await send_part(s, part, lock, b"zesnul"), 200)


async def join_parts(s: Scratch) -> None:
    document = await s.document(None, bestandsomvang=6)
    lock = str(document["lock"])
    s.refuses(await s.unlock(document, lock), "nonFieldErrors", "incomplete-upload", "file-size")
    for part in document["bestandsdelen"]:
        inhoud = b"zesnul"[: int(part["omvang"])]
        expect(await send_part(s, part, lock, inhoud), 200)
    expect(await s.unlock(document, lock), 204)
    joined = expect(await s.get(document["url"]), 200).document
    demand(joined.get("bestandsdelen") == [], "de delen zijn niet opgeruimd")
    if len(document["bestandsdelen"]) == 1:
        demand(expect(await s.get(str(joined.get("inhoud"))), 200).body == b"zesnul", "de inhoud is een andere")


async def tell_empty_from_none(s: Scratch) -> None:
    empty = await s.document(b"")
    demand(is_web_address(empty.get("inhoud")) and empty.get("bestandsomvang") == 0, "een leeg bestand is geen bestand")
    told = await s.document(None, bestandsomvang=0)
    demand(is_web_address(told.get("inhoud")), "een omvang van nul zonder inhoud is geen leeg bestand")
    demand(expect(await s.get(str(told["inhoud"])), 200).body == b"", "een leeg bestand heeft inhoud")
    nothing = await s.document(None)
    demand(not nothing.get("inhoud") and not nothing.get("bestandsdelen"), "geen bestand werd toch een bestand")


async def replace_by_parts(s: Scratch) -> None:
    document = await s.document()
    lock = await s.lock(document)
    body = {"inhoud": None, "bestandsomvang": 4, "lock": lock}
    expect(await s.patch(document["url"], body), 200)
    parts = expect(await s.get(document["url"]), 200).document.get("bestandsdelen")
    await s.unlock(document, "")
    demand(isinstance(parts, list) and len(parts) > 0, "nieuwe inhoud in delen gaf geen bestandsdelen")


async def take_groups_whole(s: Scratch) -> None:
    body = await s.document_body(ondertekening={"soort": "digitaal"})
    s.refuses(await s.post(EIO, body), "ondertekening.datum", "required", "null", named=True)
    body = await s.document_body(integriteit={"algoritme": "sha_256"})
    s.refuses(await s.post(EIO, body), ("integriteit.waarde", "integriteit.datum"), "required", "null", named=True)
    expect(await s.post(EIO, await s.document_body(ondertekening=None, integriteit=None)), 201)


async def send_to_one_address(s: Scratch) -> None:
    s.since(DOCUMENTEN, 1, 2)
    document = await s.document()
    person = "https://klanten.example.com/1"
    body = {
        "informatieobject": document["url"], "betrokkene": person, "aardRelatie": "geadresseerde",
        "contactPersoon": person, "emailadres": "a@example.com",
    }  # fmt: skip
    first = await s.post("documenten/verzendingen", body)
    if {name for name, _ in first.codes} & {"betrokkene", "contactPersoon"}:
        raise NotTried("een betrokkene met een adres van buiten is niet te gebruiken")
    expect(first, 201)
    both = body | {"telefoonnummer": "0301234567"}
    s.refuses(await s.post("documenten/verzendingen", both), "nonFieldErrors", "invalid-address")
    none = {k: v for k, v in body.items() if k != "emailadres"}
    s.refuses(await s.post("documenten/verzendingen", none), "nonFieldErrors", "invalid-address")


async def filter_gebruiksrechten(s: Scratch) -> None:
    document = await s.document()
    rechten = {"informatieobject": document["url"], "startdatum": MOMENT, "omschrijvingVoorwaarden": "proef"}
    made = await s.create("documenten/gebruiksrechten", rechten)
    place, only = "documenten/gebruiksrechten", {"informatieobject": document["url"]}
    demand(await s.all_of(place, only | {"startdatum__lte": MOMENT}) == {made["url"]}, "niet gevonden op startdatum")
    demand(await s.all_of(place, only | {"startdatum__gt": MOMENT}) == set(), "het filter op startdatum telt niet mee")


async def filter_documenten(s: Scratch) -> None:
    document = await s.document(trefwoorden=["proef", s.mark])
    only = {"identificatie": document["identificatie"]}
    found = expect(await s.get(EIO, only), 200).rows
    demand(len(found) == 1, "een document is niet te vinden op identificatie")
    demand(
        expect(await s.get(EIO, only | {"bronorganisatie": "000000000"}), 200).rows == [], "bronorganisatie telt niet"
    )
    if s.knows(DOCUMENTEN, "/enkelvoudiginformatieobjecten", "trefwoorden"):
        demand(len(expect(await s.get(EIO, {"trefwoorden": s.mark}), 200).rows) == 1, "niet gevonden op trefwoord")
    s.since(DOCUMENTEN, 1, 2)
    body = {"uuid__in": [document["url"].partition("?")[0].rpartition("/")[2]]}
    demand(len(expect(await s.post(f"{EIO}/_zoek", body), 200).rows) == 1, "_zoek vindt het document niet")
    empty = await s.post(f"{EIO}/_zoek", {})
    s.remark(empty.status == 400, f"zoeken met niets geeft {empty.status}")


async def expand_documenten(s: Scratch) -> None:
    s.since(DOCUMENTEN, 1, 4)
    document = await s.a_document()
    for query in ({"identificatie": document["identificatie"], "expand": "informatieobjecttype"},):
        rows = expect(await s.get(EIO, query), 200).rows
        demand(len(rows) == 1 and "informatieobjecttype" in (rows[0].get("_expand") or {}), "een lijst klapt niet uit")
    expect(await s.get(document["url"], {"expand": "bestaatniet"}), 400, 404)


async def know_later_members(s: Scratch) -> None:
    document = await s.document()
    since = {(1, 5): "inhoudIsVervallen", (1, 6): "tonenAanInitiator", (1, 7): "isGereedVoorPublicatie"}
    version = tuple(int(n) for n in s.versions[DOCUMENTEN].split("."))
    missing = [name for at, name in since.items() if version >= at and name not in document]
    demand(not missing, f"ontbreekt: {', '.join(missing)}")


D, DZ = (DOCUMENTEN, CATALOGI), (DOCUMENTEN, CATALOGI, ZAKEN, BESLUITEN)
RULES = (
    Rule("D-01", D, require_published_soort),
    Rule("D-02", D, number_document),
    Rule("D-03", DZ, require_object),
    Rule("D-04", DZ, relate_once),
    Rule("D-05", DZ, require_source_of_mirror),
    Rule("D-06", DZ, keep_mirror_with_source),
    Rule("D-07", D, judge_received),
    Rule("D-08", D, follow_gebruiksrechten),
    Rule("D-09", D, take_confidentiality_of_soort),
    Rule("D-10", DZ, keep_related_document),
    Rule("D-11", D, keep_locked_document),
    Rule("D-12", D, lock_once),
    Rule("D-13", D, require_key_to_change),
    Rule("D-14", D, unlock_with_key),
    Rule("D-15", D, hide_key),
    Rule("D-17", D, keep_versions),
    Rule("D-18", D, give_content_back),
    Rule("D-19", D, require_true_size),
    Rule("D-20", D, ask_for_parts),
    Rule("D-21", D, judge_part),
    Rule("D-22", D, join_parts),
    Rule("D-23", D, tell_empty_from_none),
    Rule("D-25", D, replace_by_parts),
    Rule("D-26", D, take_groups_whole),
    Rule("D-27", D, send_to_one_address),
    Rule("D-28", D, filter_gebruiksrechten),
    Rule("D-29", D, filter_documenten),
    Rule("D-30", D, expand_documenten),
    Rule("D-31", D, know_later_members),
)
