"""Takes away what a run made, as far as the standard allows."""

from meent.tools.conform.scratch import Scratch
from meent.tools.conform.traffic import shown

GRACE_SECONDS = 120.0
"""What there is to tidy in, after the time of the run itself."""
ORDER = (
    "applicaties", "abonnement", "besluitinformatieobjecten", "besluiten", "zaakinformatieobjecten", "zaken",
    "enkelvoudiginformatieobjecten", "zaaktypen", "besluittypen", "informatieobjecttypen",
    "internetaken", "bijlagen", "onderwerpobjecten", "actorklantcontacten", "digitaleadressen", "betrokkenen",
    "klantcontacten", "actoren", "categorie-relaties", "categorieen", "vertegenwoordigingen", "rekeningnummers",
    "partij-identificatoren", "partijen",
)  # fmt: skip
"""What is taken away, and in which order; what hangs under it goes with it."""
ROUNDS = 3
"""A partij for whom others work, or a number under which others stand, goes once those are gone."""
UNDELETABLE = ("catalogussen", "kanaal")


async def tidy(scratch: Scratch) -> list[str]:
    """Gives what stays, with the reason."""
    traffic = scratch.traffic
    traffic.silent.clear()
    traffic.grace_seconds = GRACE_SECONDS
    rest = sorted((url for url in reversed(scratch.made) if kind(url) in ORDER), key=lambda u: ORDER.index(kind(u)))
    left: dict[str, str] = {}
    for _ in range(ROUNDS):
        left = {}
        for url in dict.fromkeys(rest):
            if why := await _deleted(scratch, url):
                left[url] = why
        if len(left) in (0, len(rest)):
            break
        rest = list(left)
    left |= {url: "de standaard kan dit niet verwijderen" for url in scratch.made if kind(url) in UNDELETABLE}
    return [f"{url}: {why}" for url, why in left.items()]


def kind(url: str) -> str:
    """The collection that an address is in."""
    return url.partition("?")[0].split("/")[-2]


async def _deleted(scratch: Scratch, url: str) -> str:
    """Why it is still there; "" when it is gone."""
    answer = await scratch.delete(url)
    if answer.status == 400 and kind(url) == "enkelvoudiginformatieobjecten":
        await scratch.traffic.send("POST", f"{url}/unlock", {})
        answer = await scratch.delete(url)
    return "" if answer.status in (200, 204, 404) else str(answer.status or shown(answer.fault))
