"""Zaken that stand in the register of another supplier: related ones, and the hoofdzaak (Z-24, Z-26)."""

import pytest

from tests.conftest import Gemeente
from tests.services.koppelingen.conftest import Leverancier
from tests.zgw import ZAKEN, een_zaak, een_zaaktype, zaak_body

NERGENS = "00000000-0000-4000-8000-000000000000"


@pytest.mark.rule("Z-24", "G-14")
async def test_related_zaak_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Work that two municipalities share is two cases, each in its own register."""
    zaaktype, daar = await een_zaaktype(gemeente.client), await een_zaak(leverancier.client)
    await leverancier.is_known_to(gemeente, "zaken")
    andere = [{"url": daar["url"], "aardRelatie": "vervolg"}]
    zaak = await een_zaak(gemeente.client, zaaktype, relevanteAndereZaken=andere)
    assert zaak["relevanteAndereZaken"] == andere
    kept = await gemeente.rows("select url from elders where tenant_id = $1", gemeente.id)
    assert kept == []  # what somebody else's case says is no concern of ours
    for url, n in ((f"{leverancier.basis('zaken')}/zaken/{NERGENS}", 1), (zaaktype["url"], 1), ("https://x.test/", 1)):
        body = zaak_body(zaaktype["url"], relevanteAndereZaken=[*andere * n, {"url": url, "aardRelatie": "vervolg"}])
        refused = await gemeente.client.post(f"{ZAKEN}/zaken", body)
        assert (refused.status, refused.codes) == (400, {("relevanteAndereZaken.1.url", "bad-url")})


@pytest.mark.rule("G-14")
async def test_many_related_zaken_are_fetched_at_once(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """One after the other, a case with twenty relations would take twenty times as long."""
    zaaktype, type_daar = await een_zaaktype(gemeente.client), await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "zaken")
    urls = [(await een_zaak(leverancier.client, type_daar))["url"] for _ in range(5)]
    before = len(leverancier.wire.asked)
    await een_zaak(
        gemeente.client, zaaktype, relevanteAndereZaken=[{"url": u, "aardRelatie": "vervolg"} for u in [*urls, urls[0]]]
    )
    assert len(leverancier.wire.asked) - before == 5


@pytest.mark.rule("Z-26", "G-14")
async def test_hoofdzaak_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A part of somebody else's case is dealt with here, and says of what it is a part."""
    deel = await een_zaaktype(leverancier.client)
    hoofd = await een_zaaktype(leverancier.client, deelzaaktypen=[deel["identificatie"]])
    hoofdzaak = await een_zaak(leverancier.client, hoofd)
    eigen = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "zaken", "catalogi")
    zaak = await een_zaak(gemeente.client, deel, hoofdzaak=hoofdzaak["url"])
    assert zaak["hoofdzaak"] == hoofdzaak["url"]
    assert (await gemeente.client.get(f"{ZAKEN}/zaken")).json["results"] == [zaak]
    wrong = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(eigen["url"], hoofdzaak=hoofdzaak["url"]))
    assert wrong.codes == {("hoofdzaak", "invalid-deelzaaktype")}
    deelzaak = await een_zaak(leverancier.client, deel, hoofdzaak=hoofdzaak["url"])
    wrong = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(deel["url"], hoofdzaak=deelzaak["url"]))
    assert ("hoofdzaak", "deelzaak-als-hoofdzaak") in wrong.codes
    nowhere = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(deel["url"], hoofdzaak="https://x.test/zaken/1"))
    assert nowhere.codes == {("hoofdzaak", "no_match")}
