"""Applications at the command line: a secret and rights, or only a secret."""

from meent.services.autorisaties import applications
from tests.conftest import Gemeente


async def test_a_secret_may_come_before_the_rights(gemeente: Gemeente) -> None:
    """A client that gets its rights over the API must be able to sign; one that is known keeps its secret."""
    engine, place = gemeente.app.engine, gemeente.app.directory.by_slug[gemeente.slug]
    assert await applications.only_secret(engine, place, "nieuw")
    assert await applications.only_secret(engine, place, "nieuw") is None
    assert await applications.only_secret(engine, place, gemeente.client.client_id) is None
    (known,) = [k for k in await applications.known(engine, place) if k.client_id == "nieuw"]
    assert (known.is_registered, known.heeft_alle_autorisaties) == (False, False)
