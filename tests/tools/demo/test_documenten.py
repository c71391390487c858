"""Letters of the demo: real PDFs, about their own case, in the register beside it."""

from typing import Any

from meent.tools.demo.documenten import as_pdf, brieven, newest_open, write_brieven
from meent.tools.demo.gemeenten import MEERWIJDE
from tests.conftest import Gemeente
from tests.tools.demo.stad import een_demo

ZAAK: dict[str, Any] = {
    "identificatie": "ZAAK-2026-0000000017", "omschrijving": 'Dakkapel #panic("x") $ *vet*', "startdatum": "2026-03-02",
    "uiterlijkeEinddatumAfdoening": None, "einddatumGepland": "2026-04-27",
}  # fmt: skip


def test_letter_is_a_tagged_pdf_and_its_text_is_only_text() -> None:
    """A title that is read as Typst would run whatever somebody typed into a form."""
    for brief in brieven(ZAAK, MEERWIJDE, "Omgevingsvergunning"):
        pdf = as_pdf(brief, ZAAK, MEERWIJDE)
        assert pdf.startswith(b"%PDF-")
        assert b"/MarkInfo" in pdf  # tagged: a screen reader can read it
        assert len(pdf) < 100_000
    assert "27 april 2026" in brief.tekst


async def test_newest_open_cases_get_their_letters(gemeente: Gemeente) -> None:
    """Whoever opens the first case of the list finds something in it."""
    loader = await een_demo(gemeente, bewoners=50, zaken=150)
    zgw, zaken = loader.zgw, await newest_open(loader.zgw)
    assert len(zaken) >= 2
    await write_brieven(loader, MEERWIJDE, zaken[:2], lambda _: None)
    for zaak in zaken[:2]:
        rows = await zgw.all("zaken", "zaakinformatieobjecten", zaak=zaak["url"], expand="informatieobject")
        documenten = [row["_expand"]["informatieobject"] for row in rows]
        assert {d["bestandsnaam"] for d in documenten} == {"aanvraag.pdf", "ontvangstbevestiging.pdf"}
        found = await zgw.download(documenten[0]["url"].rpartition("/")[2])
        assert b"".join([piece async for piece in found.stukken]).startswith(b"%PDF-")
        assert (found.formaat, found.omvang) == ("application/pdf", documenten[0]["bestandsomvang"])
