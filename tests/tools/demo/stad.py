"""The town of the demo in a municipality of a test, through the one write path."""

from meent.basis.datums import vandaag
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.load import Loader
from meent.tools.demo.zaken import generate_zaken
from tests.conftest import Gemeente


async def een_demo(gemeente: Gemeente, *, bewoners: int, zaken: int) -> Loader:
    """The whole catalogue, and so many cases of so many residents."""
    app = gemeente.app
    caller = Caller(client_id="demo", rights=ALL_RIGHTS, label="Demo")
    loader = Loader(Zgw(app.engine, app.directory.by_slug[gemeente.slug], caller, "http://gemeente.test"))
    assert await loader.types(catalogus_items(MEERWIJDE), lambda _: None) == []
    day = vandaag(app.engine.now())
    people = generate_bewoners(MEERWIJDE, bewoners, seed=1, vandaag=day)

    async def analyse() -> None:
        """On so few rows any plan will do."""

    await loader.cases(generate_zaken(MEERWIJDE, people, zaken, seed=3, vandaag=day), lambda _: None, analyse)
    return loader
