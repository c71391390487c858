"""Both books of the policy keep the same: the one in memory and the one on PostgreSQL, each municipality apart."""

from datetime import timedelta

import msgspec
import pytest

from meent.basis.ids import uuid7
from meent.integration.telefooncentrale.beleidboek import OpnameSleutel
from meent.integration.telefooncentrale.rijen import BeleidVeranderd, ConceptRij, NummerBezet, Sluiting
from tests.process.telefonie.opzet import MAANDAG
from tests.process.telefonie.test_journaal import twee  # noqa: F401


def een_concept(stand: int, tekst: bytes = b'{"n":1}') -> ConceptRij:
    return ConceptRij(stand, 0, msgspec.Raw(tekst), MAANDAG, "els")


@pytest.mark.requirement("contact-41")
async def test_a_draft_follows_the_one_before_it_and_belongs_to_one_municipality(twee):  # noqa: F811
    boek = twee.journaal
    assert await boek.concept(twee.een) is None
    await boek.bewaar_concept(twee.een, een_concept(1))
    for verkeerd in (1, 3):
        with pytest.raises(BeleidVeranderd):
            await boek.bewaar_concept(twee.een, een_concept(verkeerd))
    await boek.bewaar_concept(twee.een, een_concept(2, b'{"n":2}'))
    gevonden = await boek.concept(twee.een)
    assert (gevonden.stand, msgspec.json.decode(gevonden.inhoud), gevonden.door) == (2, {"n": 2}, "els")
    assert await boek.concept(twee.ander) is None
    await boek.wis_concept(twee.een)
    assert await boek.concept(twee.een) is None


async def test_a_version_is_put_in_force_after_the_one_that_was_looked_at(twee):  # noqa: F811
    boek = twee.journaal
    for na, versie in ((0, 1), (1, 2)):
        gezet = await boek.nieuw_beleid(
            twee.een, b'{"n":1}', [twee.nummer], by="els", now=MAANDAG, toelichting=f"na {na}", na=na
        )
        assert gezet == versie
    with pytest.raises(BeleidVeranderd):
        await boek.nieuw_beleid(twee.een, b"{}", [], by="jan", now=MAANDAG, na=1)
    assert [(r.versie, r.toelichting) for r in await boek.versies(twee.een)] == [(2, "na 1"), (1, "na 0")]
    assert await boek.versies(twee.ander) == []
    with pytest.raises(NummerBezet):  # the refused one gave no number away
        await boek.nieuw_beleid(twee.ander, b"{}", [twee.nummer], by="jan", now=MAANDAG)


@pytest.mark.requirement("contact-41")
async def test_a_recording_is_found_by_its_name_language_and_version(twee):  # noqa: F811
    boek, sleutel = twee.journaal, OpnameSleutel("welkom", "nl", 2)
    await boek.bewaar_opname(twee.een, sleutel, b"RIFF1", by="els", now=MAANDAG)
    await boek.bewaar_opname(twee.een, sleutel, b"RIFF2", by="els", now=MAANDAG)
    assert await boek.opname(twee.een, sleutel) == b"RIFF2"
    assert await boek.opname(twee.een, sleutel._replace(versie=3)) is None
    assert await boek.opname(twee.ander, sleutel) is None


@pytest.mark.requirement("contact-41", "contact-6")
async def test_a_closing_is_there_until_its_end_or_until_it_is_opened(twee):  # noqa: F811
    boek, uur = twee.journaal, timedelta(hours=1)
    een = Sluiting(str(uuid7()), "Brand", MAANDAG, MAANDAG + uur, "karim", frozenset({"kcc"}), "nood")
    lang = Sluiting(str(uuid7()), "Storing", MAANDAG + uur / 2, MAANDAG + 3 * uur, "els")
    for sluiting in (lang, een, een):
        await boek.sluit(twee.een, sluiting)
    assert await boek.sluitingen(twee.een, MAANDAG) == [een, lang]
    assert await boek.sluitingen(twee.ander, MAANDAG) == []
    await boek.heropen(twee.ander, lang.id, by="els", now=MAANDAG)
    assert await boek.sluitingen(twee.een, MAANDAG + uur) == [lang]
    await boek.heropen(twee.een, lang.id, by="els", now=MAANDAG)
    assert await boek.sluitingen(twee.een, MAANDAG + uur) == []
