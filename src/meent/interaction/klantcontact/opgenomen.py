"""Which contacts on a timeline were recorded, for who may hear a recording: the same right as in the list of calls."""

from collections.abc import Iterable
from uuid import UUID

from meent.interaction.identity import TEAMLEIDER
from meent.interaction.klantcontact.klant import Moment
from meent.interaction.visit import Visit


async def opgenomen(visit: Visit, momenten: Iterable[Moment]) -> frozenset[str]:
    """The conversations of these contacts that can be heard; none for who is no team leader here.

    Hearing one begins on its own page, where somebody says why (decision 0062).
    """
    if visit.deps.opnamen is None or not visit.who.has_role(visit.gemeente.slug, TEAMLEIDER):
        return frozenset()
    gesprekken = [uuid for moment in momenten if (uuid := _uuid(moment.gesprek))]
    return frozenset(map(str, await visit.deps.opnamen.te_horen(visit.zgw, gesprekken))) if gesprekken else frozenset()


def _uuid(text: str) -> UUID | None:
    """Anybody may write the metadata of a contact, so it may be no id at all."""
    try:
        return UUID(text)
    except ValueError:
        return None
