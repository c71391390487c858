"""Every nasty value as geometry of a zaak and as area of a search (trust §4 no. 14)."""

from tests.asgi import Client
from tests.zgw import ZAKEN, een_zaak
from trust.nasty import VALUES


async def test_a_nasty_geometry_is_stored_or_refused(client: Client):
    """A map that draws cases stops at the first geometry that is none."""
    zaak = await een_zaak(client)
    odd = []
    for value in VALUES:
        if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
            continue  # cannot be put into a body
        for body in ({"zaakgeometrie": value}, {"zaakgeometrie": {"within": value}}):
            search = "within" in (body["zaakgeometrie"] or {}) if isinstance(body["zaakgeometrie"], dict) else False
            answer = await _sent(client, zaak["url"], body, is_search=search)
            if answer not in (200, 400):
                odd.append((body, answer))
        read = await client.get(zaak["url"])
        if read.status != 200 or b"Infinity" in read.body or b"NaN" in read.body:
            odd.append((value, read.body[:200]))
    assert odd == []


async def _sent(client: Client, zaak: str, body: dict[str, object], *, is_search: bool) -> int:
    try:
        answer = await client.post(f"{ZAKEN}/zaken/_zoek", body) if is_search else await client.patch(zaak, body)
    except (OverflowError, ValueError):
        return 400  # no JSON can say this
    return answer.status
