"""The work list of civil affairs: what waits, what is due first, who has it; and what an officer does with it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from meent.integration.brp.feiten import Weigering
from meent.integration.brp.kaart import gegeven
from meent.integration.brp.werk import MEEST
from meent.interaction.balie.adres import bezetting
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import Gebrek, Uitval, Werk
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import mark, today

SOORTEN = {
    "verhuizing": mark("Verhuizing van een inwoner"), "terugmelding": mark("Terugmelding"),
    "bericht": mark("Bericht dat niet lukte"), "overkomst": mark("Wacht op een andere gemeente"),
    "onderzoek": mark("Onderzoek"), "voorstel": mark("Voorstel van een collega"),
    "termijn": mark("Kijk opnieuw"), "brief": mark("Brief"),
    "gebrek": mark("Lijst die niet klopt"),
}  # fmt: skip
STANDEN = {"": mark("Alles"), "te_laat": mark("Over tijd"), "week": mark("Deze week")}
VAN = {"": mark("Van iedereen"), "mij": mark("Van mij"), "niemand": mark("Van niemand")}
BRIEVEN = {
    "levenloos": mark("Een levenloos geboren kind staat op de lijst"),
    "overzicht": mark("Overzicht van de persoonslijst"), "naamgebruik": mark("Het naamgebruik is gewijzigd"),
    "verstrekkingsbeperking": mark("Er is een verstrekkingsbeperking"), "briefadres": mark("Aan de briefadresgever"),
    "verstrekking_vrij": mark("De verstrekkingsbeperking is opgeheven"), "verhuizing": mark("Naar het oude adres"),
    "verhuisbericht": mark("Verhuisbericht voor een ander deel van het Koninkrijk"),
    "rni_verzoek": mark("Wijzigingsverzoek aan RvIG"), "rni_stukken": mark("Stukken voor RvIG"),
}  # fmt: skip
WAAROM = {
    "toestemming": mark("De hoofdbewoner geeft geen antwoord"), "gepland": mark("De dag is voorbij"),
    "BZ-202": mark("Adres is niet bekend"), "BZ-203": mark("Er woont al iemand"), "BZ-204": mark("Onderzoek loopt"),
    "ontvangen": mark("Nog geen reactie"), "in_behandeling": mark("In behandeling"),
    "BZ-205": mark("Een ouder blijft achter"), "BZ-206": mark("Onder curatele"),
    "briefadres": mark("Is het briefadres nog nodig?"),
}  # fmt: skip
"""State of a declaration, rule of the e-service, or what is looked at again -> why it is on the list; of other rules
the number is shown. What a letter is about is in BRIEVEN."""
GELUKT = {
    "opgenomen": mark("De verhuizing is opgenomen."), "gepland": mark("De verhuizing wordt op de dag zelf opgenomen."),
    "afgewezen": mark("De verhuizing is afgewezen. De inwoner leest waarom."),
    "opnieuw": mark("Het bericht gaat met de volgende post mee."), "afgehandeld": mark("Het bericht is afgehandeld."),
    "blijft": mark("Dit blijft zo staan. Het komt terug als er iets anders gevonden wordt."),
    "te_laat": mark("Een collega was u voor."), "behandel": mark("De terugmelding is in behandeling."),
    "terugmelding": mark("De terugmelding is klaar. De melder leest uw antwoord."),
    "gevraagd": mark("De lijsten zijn nog een keer gevraagd."),
    "gestopt": mark("U wacht niet langer. Een lijst die nog komt, gaat terug."),
    "termijn": mark("Er is weer gekeken. Dat is vastgelegd."),
    "brief_vervalt": mark("De brief hoeft niet meer."),
}  # fmt: skip
WEEK = timedelta(days=7)
SCHRIJF_WAAROM = mark("Schrijf op waarom. De inwoner leest dit.")
SCHRIJF_WAAROM_ZO = mark("Schrijf op waarom het zo blijft staan.")
SCHRIJF_WAT = mark("Schrijf op wat u hebt gedaan.")


@dataclass(frozen=True)
class Vraag:
    """What is looked for, as it stands in the address."""

    soort: str = ""
    stand: str = ""
    van: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Vraag":
        soort, stand, van = (query.get(name, "") for name in ("soort", "stand", "van"))
        return cls(soort if soort in SOORTEN else "", stand if stand in STANDEN else "", van if van in VAN else "")

    @property
    def address(self) -> str:
        """The query string of this question; "" when it asks for all."""
        asked = {name: value for name, value in self.__dict__.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def past(self, een: Werk, day: date) -> bool:
        """Whether this piece of work is asked for."""
        has = {"": True, "mij": een.is_mijn, "niemand": een.hebber is None}[self.van]
        due = {
            "": True, "te_laat": een.is_te_laat(day),
            "week": een.uiterlijk is not None and een.uiterlijk <= day + WEEK,
        }[self.stand]  # fmt: skip
        return has and due and self.soort in ("", een.stuk.soort)


async def show(visit: Visit) -> Response:
    vraag, day = Vraag.read(visit.request.query_params), today(visit.now)
    werk = await visit.werkbak.lijst()
    return visit.render(
        "balie/werk.html",
        vraag=vraag,
        werk=[een for een in werk if vraag.past(een, day)],
        aantallen={soort: sum(een.stuk.soort == soort for een in werk) for soort in SOORTEN},
        meest=MEEST,
        is_meer=any(count >= MEEST for count in Counter(een.stuk.soort for een in werk).values()),
        te_laat=sum(een.is_te_laat(day) for een in werk),
        gelukt=GELUKT.get(visit.request.query_params.get("gelukt", ""), ""),
        vandaag=day,
        soorten=SOORTEN,
        standen=STANDEN,
        van=VAN,
        waarom=WAAROM,
        gegeven=gegeven,
        brieven=BRIEVEN,
    )


async def pak(visit: Visit) -> Response:
    """Takes a piece of work, takes it over, or gives it back; and back to the list as it was asked for."""
    form = await visit.form()
    doe, soort = form.get("doe"), form.get("werksoort", "")
    if doe not in ("neem", "geef", "over") or soort not in SOORTEN:
        raise Refused(NOT_HERE)
    done = await visit.werkbak.pak(soort, known_uuid(form.get("werk", "")), doe, form.get("wie", ""))  # type: ignore[arg-type]
    vraag = Vraag.read(form)
    more = "" if done else ("&" if vraag.address else "?") + "gelukt=te_laat"
    return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk{vraag.address}{more}", 303)


async def melding(visit: Visit) -> Response:
    return await melding_page(visit, Invulling())


async def melding_page(visit: Visit, invulling: Invulling, geweigerd: tuple[str, ...] = ()) -> Response:
    found = await visit.werkbak.melding(visit.uuid)
    return visit.render(
        "balie/werk_melding.html",
        status=400 if invulling.problems or geweigerd else 200,
        back=visit.request.url.path,
        melding=found,
        mensen=await visit.burgerzaken.met_nummers(found.mensen),
        bezet=await bezetting(visit, found.elementen),
        invulling=invulling,
        geweigerd=geweigerd,
        waarom=WAAROM,
        vandaag=today(visit.now),
    )


async def beslis(visit: Visit) -> Response:
    """An officer records the declaration, or turns it down and says why."""
    form, key = await visit.form(), visit.uuid
    here = f"/{visit.gemeente.slug}/balie/werk"
    if form.get("doe") == "opnemen":
        afloop = await visit.werkbak.neem_op(key)
        if afloop.stop:
            return await melding_page(visit, Invulling(), zinnen(afloop.stop))
        return RedirectResponse(f"{here}?gelukt={'gepland' if afloop.toestand == 'gepland' else 'opgenomen'}", 303)
    uitleg = form.get("uitleg", "").strip()
    if not uitleg:
        return await melding_page(visit, Invulling("afwijzen", form, [Probleem("uitleg", SCHRIJF_WAAROM)]))
    await visit.werkbak.wijs_af(key, uitleg)
    return RedirectResponse(f"{here}?gelukt=afgewezen", 303)


def zinnen(weigeringen: Iterable[Weigering]) -> tuple[str, ...]:
    """What the rules say, each with its ground."""
    return tuple(f"{w.zin} ({w.grond}, {w.nummer})" for w in weigeringen)


async def gebrek(visit: Visit) -> Response:
    return await gebrek_page(visit, Invulling())


async def gebrek_page(visit: Visit, invulling: Invulling) -> Response:
    return await _page(visit, "gebrek", await visit.werkbak.gebrek(visit.uuid), invulling)


async def laat_staan(visit: Visit) -> Response:
    """What the night found stays as it is, and the officer says why."""
    form, key = await visit.form(), visit.uuid
    uitleg = form.get("uitleg", "").strip()
    if not uitleg:
        return await gebrek_page(visit, Invulling("afwijzen", form, [Probleem("uitleg", SCHRIJF_WAAROM_ZO)]))
    await visit.werkbak.laat_staan(key, uitleg)
    return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk?gelukt=blijft", 303)


async def bericht(visit: Visit) -> Response:
    return await bericht_page(visit, Invulling())


async def bericht_page(visit: Visit, invulling: Invulling) -> Response:
    return await _page(visit, "bericht", await visit.werkbak.uitval(visit.uuid), invulling)


async def _page(visit: Visit, soort: str, found: Gebrek | Uitval, invulling: Invulling) -> Response:
    """Work about one person, under its own name, with what was filled in."""
    return visit.render(
        f"balie/werk_{soort}.html",
        status=400 if invulling.problems else 200,
        back=visit.request.url.path,
        mensen=await visit.burgerzaken.met_nummers([found.bsn]) if found.bsn else [],
        invulling=invulling,
        **{soort: found},
    )


async def na_uitval(visit: Visit) -> Response:
    """The message is tried again, or somebody did what it asks and says what."""
    form, key = await visit.form(), visit.uuid
    opnieuw, uitleg = form.get("doe") == "opnieuw", form.get("uitleg", "").strip()
    if not opnieuw and not uitleg:
        return await bericht_page(visit, Invulling("afwijzen", form, [Probleem("uitleg", SCHRIJF_WAT)]))
    await visit.werkbak.na_uitval(key, opnieuw=opnieuw, uitleg=uitleg)
    done = "opnieuw" if opnieuw else "afgehandeld"
    return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk?gelukt={done}", 303)
