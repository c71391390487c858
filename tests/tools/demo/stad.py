"""The town of the demo in a municipality of a test, through the one write path."""

from meent.basis.datums import vandaag
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.klantcontacten import Dossier, generate_klantcontact
from meent.tools.demo.load import Loader
from meent.tools.demo.objecten import generate_objecten
from meent.tools.demo.zaken import generate_zaken
from tests.conftest import Gemeente


async def een_demo(
    gemeente: Gemeente, *, bewoners: int, zaken: int, dossiers: list[Dossier] | None = None
) -> Loader:
    """The whole catalogue, and so many cases of so many residents; dossiers gets what was written."""
    app = gemeente.app
    caller = Caller(client_id="demo", rights=ALL_RIGHTS, label="Demo")
    loader = Loader(Zgw(app.engine, app.directory.by_slug[gemeente.slug], caller, "http://gemeente.test"))
    assert await loader.types(catalogus_items(MEERWIJDE), lambda _: None) == []
    day = vandaag(app.engine.now())
    people = generate_bewoners(MEERWIJDE, bewoners, seed=1, vandaag=day)

    async def analyse() -> None:
        """On so few rows any plan will do."""

    packages = generate_zaken(MEERWIJDE, people, zaken, seed=3, vandaag=day)
    known = [] if dossiers is None else dossiers
    await loader.cases(packages, lambda _: None, analyse, lambda p, url: known.append(Dossier.of(p, url)))
    return loader


async def een_klantcontact(gemeente: Gemeente, *, bewoners: int, zaken: int, contacten: int, objecten: int) -> Loader:
    """As `een_demo`, and what people asked about those cases, and objects with their history."""
    app = gemeente.app
    day = vandaag(app.engine.now())
    people = generate_bewoners(MEERWIJDE, bewoners, seed=1, vandaag=day)
    dossiers: list[Dossier] = []
    loader = await een_demo(gemeente, bewoners=bewoners, zaken=zaken, dossiers=dossiers)
    made = generate_klantcontact(MEERWIJDE, people, dossiers, contacten, seed=3, vandaag=day)
    for groups, at_once in ((made.eerst, 3), (made.partijen, 3), (made.contacten, 1), (made.taken, 1)):
        await loader.packages(iter(groups), lambda _: None, keep=True, at_once=at_once)
    addresses = [p.verblijfplaats for p in people if p.verblijfplaats]
    types, things = generate_objecten(MEERWIJDE, addresses, dossiers, objecten, seed=3, vandaag=day)
    assert await loader.types(types, lambda _: None) == []
    await loader.packages(iter(things), lambda _: None)
    return loader
