"""Letters of the demo: real PDFs, about their own case, in the register beside it."""

from typing import Any

from meent.basis.datums import vandaag
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.documenten import as_pdf, brieven, newest_open, write_brieven
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.load import Loader
from meent.tools.demo.zaken import generate_zaken
from tests.conftest import Gemeente

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


async def filled(gemeente: Gemeente) -> Loader:
    """The catalogue of the demo and a few of its cases."""
    app = gemeente.app
    caller = Caller(client_id="demo", rights=ALL_RIGHTS, label="Demo")
    loader = Loader(Zgw(app.engine, app.directory.by_slug[gemeente.slug], caller, "http://gemeente.test"))
    assert await loader.types(catalogus_items(MEERWIJDE), lambda _: None) == []
    day = vandaag(app.engine.now())
    people = generate_bewoners(MEERWIJDE, 50, seed=1, vandaag=day)

    async def analyse() -> None:
        """On so few rows any plan will do."""

    await loader.cases(generate_zaken(MEERWIJDE, people, 150, seed=3, vandaag=day), lambda _: None, analyse)
    return loader


async def test_newest_open_cases_get_their_letters(gemeente: Gemeente) -> None:
    """Whoever opens the first case of the list finds something in it."""
    loader = await filled(gemeente)
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
