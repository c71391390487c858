"""Every address of HTML, and the routes made of them. The one list a reader or a test needs."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from meent.interaction import gebeurtenissen, rolkeuze, telefoon
from meent.interaction.assets import BuiltFiles
from meent.interaction.balie import (
    accorderen,
    akten,
    brieven,
    feiten,
    persoon,
    termijn,
    terugmelding,
    vaste_taken,
    wachten,
    werk,
)
from meent.interaction.balie import zoeken as personen
from meent.interaction.behandelen import documenten, zaak, zakenlijst
from meent.interaction.beheer import kennis, notificaties, scenario
from meent.interaction.beheer.telefonie import concept, geluid, overzicht, proeven, sluiten, versies
from meent.interaction.identity import (
    BEHANDELAAR,
    BEHEERDER,
    BURGERZAKEN,
    INFORMATIEMANAGER,
    INWONER,
    KCC,
    TEAMLEIDER,
)
from meent.interaction.inwoner import uittreksel as eigen_uittreksel
from meent.interaction.inwoner import verhuizen, wie_keek
from meent.interaction.inwoner import zaken as mijn_zaken
from meent.interaction.klantcontact import artikel, partij, taken, werkplek, zoeken
from meent.interaction.teamleider import bezetting, kennisrapport, meeluisteren, opnamen, rapport, wandbord
from meent.interaction.visit import Deps, Screen, endpoint, no_such_page

HTML_ROUTES = (
    Screen("GET", "/", rolkeuze.show),
    Screen("POST", "/login", rolkeuze.log_in),
    Screen("POST", "/login/uit", rolkeuze.log_out),
    Screen("GET", "/{gemeente}/behandelen", zakenlijst.show, BEHANDELAAR),
    Screen("GET", "/{gemeente}/behandelen/zaken/{uuid:uuid}", zaak.show, BEHANDELAAR),
    Screen("POST", "/{gemeente}/behandelen/zaken/{uuid:uuid}/status", zaak.set_status, BEHANDELAAR),
    Screen("POST", "/{gemeente}/behandelen/zaken/{uuid:uuid}/resultaat", zaak.set_result, BEHANDELAAR),
    Screen("GET", "/{gemeente}/behandelen/zaken/{uuid:uuid}/documenten/{document:uuid}", documenten.show, BEHANDELAAR),
    Screen("POST", "/{gemeente}/behandelen/zaken/{uuid:uuid}/documenten", documenten.add, BEHANDELAAR, takes_file=True),
    Screen("GET", "/{gemeente}/behandelen/partijen/{uuid:uuid}", partij.show, BEHANDELAAR),
    Screen("POST", "/{gemeente}/behandelen/partijen/{uuid:uuid}/bsn", partij.toon_bsn, BEHANDELAAR),
    Screen("GET", "/{gemeente}/klantcontact", taken.show, KCC),
    Screen("POST", "/{gemeente}/klantcontact/taken/{uuid:uuid}/klaar", taken.klaar, KCC),
    Screen("GET", "/{gemeente}/klantcontact/zoeken", zoeken.show, KCC),
    Screen("POST", "/{gemeente}/klantcontact/zoeken", zoeken.zoek, KCC),
    Screen("GET", "/{gemeente}/klantcontact/partijen/{uuid:uuid}", partij.show, KCC),
    Screen("POST", "/{gemeente}/klantcontact/partijen/{uuid:uuid}/bsn", partij.toon_bsn, KCC),
    Screen("GET", "/{gemeente}/klantcontact/werkplek", werkplek.show, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/stand", werkplek.zet_stand, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/gesprek", werkplek.doe, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/zoeken", werkplek.zoek, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/contacten", werkplek.nieuw, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/contacten/{uuid:uuid}", werkplek.verwerk, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/contacten/{uuid:uuid}/notities", werkplek.bewaar, KCC),
    Screen("GET", "/{gemeente}/klantcontact/werkplek/artikelen/{uuid:uuid}", artikel.show, KCC),
    Screen("POST", "/{gemeente}/klantcontact/werkplek/artikelen/{uuid:uuid}", artikel.doe, KCC),
    Screen("GET", "/{gemeente}/wandbord", wandbord.show, TEAMLEIDER),
    Screen("GET", "/{gemeente}/rapporten", rapport.show, TEAMLEIDER),
    Screen("GET", "/{gemeente}/rapporten/kennis", kennisrapport.show, TEAMLEIDER),
    Screen("GET", "/{gemeente}/bezetting", bezetting.show, TEAMLEIDER),
    Screen("GET", "/{gemeente}/meeluisteren", meeluisteren.show, TEAMLEIDER),
    Screen("POST", "/{gemeente}/meeluisteren", meeluisteren.doe, TEAMLEIDER),
    Screen("GET", "/{gemeente}/opnamen", opnamen.show, TEAMLEIDER),
    Screen("GET", "/{gemeente}/opnamen/{uuid:uuid}", opnamen.een, TEAMLEIDER),
    Screen("POST", "/{gemeente}/opnamen/{uuid:uuid}", opnamen.luister, TEAMLEIDER),
    Screen("GET", "/{gemeente}/balie", personen.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie", personen.zoek, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/accorderen", accorderen.show, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/accorderen/{uuid:uuid}", accorderen.bekijk, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/accorderen/{uuid:uuid}", accorderen.besluit, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/akten", akten.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/akten", akten.zoek, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/akten/{jaar:int}/{nummer}", akten.een, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/akten/{jaar:int}/{nummer}", akten.geef_stuk, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/personen/{uuid:uuid}", persoon.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/personen/{uuid:uuid}/bsn", persoon.toon_bsn, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/personen/{uuid:uuid}/{feit}", feiten.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/personen/{uuid:uuid}/{feit}", feiten.verder, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk", werk.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk", werk.pak, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/meldingen/{uuid:uuid}", werk.melding, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/meldingen/{uuid:uuid}", werk.beslis, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/terugmeldingen/{uuid:uuid}", terugmelding.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/terugmeldingen/{uuid:uuid}", terugmelding.doe, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/overkomsten/{uuid:uuid}", wachten.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/overkomsten/{uuid:uuid}", wachten.doe, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/termijnen/{uuid:uuid}", termijn.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/termijnen/{uuid:uuid}", termijn.doe, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/taken", vaste_taken.show, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/gebreken/{uuid:uuid}", werk.gebrek, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/gebreken/{uuid:uuid}", werk.laat_staan, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/berichten/{uuid:uuid}", werk.bericht, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/berichten/{uuid:uuid}", werk.na_uitval, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/werk/brieven/{uuid:uuid}", brieven.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/werk/brieven/{uuid:uuid}", brieven.doe, BURGERZAKEN),
    Screen("GET", "/{gemeente}/balie/{feit}", feiten.show, BURGERZAKEN),
    Screen("POST", "/{gemeente}/balie/{feit}", feiten.verder, BURGERZAKEN),
    Screen("GET", "/{gemeente}/inwoner", wie_keek.show, INWONER),
    Screen("GET", "/{gemeente}/inwoner/verhuizen", verhuizen.show, INWONER),
    Screen("POST", "/{gemeente}/inwoner/verhuizen", verhuizen.verder, INWONER),
    Screen("GET", "/{gemeente}/inwoner/zaken", mijn_zaken.show, INWONER),
    Screen("GET", "/{gemeente}/inwoner/zaken/{uuid:uuid}", mijn_zaken.een, INWONER),
    Screen("GET", "/{gemeente}/inwoner/uittreksel", eigen_uittreksel.show, INWONER),
    Screen("POST", "/{gemeente}/inwoner/uittreksel", eigen_uittreksel.verder, INWONER),
    Screen("POST", "/{gemeente}/inwoner/zaken/{uuid:uuid}/betalen", eigen_uittreksel.betaal, INWONER),
    Screen("POST", "/{gemeente}/inwoner/zaken/{uuid:uuid}/toestemming", mijn_zaken.toestemming, INWONER),
    Screen("GET", "/{gemeente}/beheer", notificaties.begin, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/notificaties", notificaties.show, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/notificaties/opnieuw", notificaties.opnieuw, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/notificaties/vervallen", notificaties.vervallen, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/kennis", kennis.show, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/kennis/nieuw", kennis.formulier, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/kennis/nieuw", kennis.bewaar, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/kennis/{uuid:uuid}", kennis.artikel, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/kennis/{uuid:uuid}", kennis.doe, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/kennis/{uuid:uuid}/wijzigen", kennis.formulier, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/kennis/{uuid:uuid}/wijzigen", kennis.bewaar, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/scenario", scenario.kies, INFORMATIEMANAGER),
    Screen("GET", "/{gemeente}/beheer/scenario/{naam}", scenario.vergelijk, INFORMATIEMANAGER),
    Screen("GET", "/{gemeente}/beheer/scenario/{naam}/bronnen", scenario.bronnen, INFORMATIEMANAGER),
    Screen("GET", "/{gemeente}/beheer/telefonie", overzicht.show, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/telefonie/sluitingen", sluiten.beheerder, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/telefonie/concept", concept.show, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/telefonie/concept", concept.doe, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/telefonie/concept/geluiden", geluid.bewaar, BEHEERDER, takes_file=True),
    Screen("GET", "/{gemeente}/beheer/telefonie/concept/{deel}", concept.deel, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/telefonie/concept/{deel}", concept.bewaar, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/telefonie/proef", proeven.show, BEHEERDER),
    Screen("GET", "/{gemeente}/beheer/telefonie/versies", versies.show, BEHEERDER),
    Screen("POST", "/{gemeente}/beheer/telefonie/versies", versies.zet_terug, BEHEERDER),
    Screen("POST", "/{gemeente}/wandbord/sluitingen", sluiten.teamleider, TEAMLEIDER),
)


STREAMS = (
    Screen("GET", "/login", rolkeuze.elders),
    Screen("GET", "/login/terug", rolkeuze.terug),
    Screen("GET", "/login/af", rolkeuze.meld_af),
    Screen("GET", "/{gemeente}/inwoner/zaken/{uuid:uuid}/betaald", eigen_uittreksel.betaald, INWONER),
    Screen("GET", "/{gemeente}/inwoner/zaken/{uuid:uuid}/uittreksel", eigen_uittreksel.download, INWONER),
    Screen("GET", "/{gemeente}/gebeurtenissen", gebeurtenissen.show),
    Screen("GET", "/{gemeente}/wandbord/gebeurtenissen", wandbord.stream, TEAMLEIDER),
    Screen("GET", "/{gemeente}/rapporten.csv", rapport.csv, TEAMLEIDER),
    Screen("GET", "/{gemeente}/rapporten.xlsx", rapport.xlsx, TEAMLEIDER),
    Screen("GET", "/{gemeente}/rapporten/kennis.csv", kennisrapport.csv, TEAMLEIDER),
    Screen("GET", "/{gemeente}/rapporten/kennis.xlsx", kennisrapport.xlsx, TEAMLEIDER),
    Screen("GET", "/{gemeente}/opnamen/{uuid:uuid}/geluid", opnamen.geluid, TEAMLEIDER),
    Screen("GET", "/{gemeente}/behandelen/documenten/{document:uuid}/inhoud", documenten.download, BEHANDELAAR),
    Screen("GET", "/{gemeente}/beheer/telefonie/geluiden/{naam}", geluid.luister, BEHEERDER),
)
"""What is no page: what happens, as long as somebody listens (who may is judged there), and what is in a file."""
KLANTCONTACT = (
    Screen("GET", "/{gemeente}/klantcontact/headset", telefoon.headset, KCC),
    Screen("GET", "/{gemeente}/klantcontact/werkplek/live", werkplek.live, KCC),
    Screen("GET", "/{gemeente}/klantcontact/werkplek/beller/{uuid:uuid}", werkplek.beller, KCC),
    Screen("GET", "/{gemeente}/klantcontact/werkplek/contacten/{uuid:uuid}", werkplek.contact, KCC),
)
"""The check of the headset, and parts of the agent's desk that its page asks for by itself."""


def exception_handlers(deps: Deps) -> dict[Any, Any]:
    """For Starlette: an address that leads nowhere gets a page in the visitor's language."""

    async def not_here(request: Request, exc: Exception) -> Response:
        return no_such_page(request, deps)

    return {404: not_here}


def routes(deps: Deps) -> list[BaseRoute]:
    """The routes of this layer; `app.py` puts them beside those of the registers."""
    screens = (*HTML_ROUTES, *STREAMS, *KLANTCONTACT)
    pages = [Route(screen.path, endpoint(screen, deps), methods=[screen.method]) for screen in screens]
    return [Mount("/static", app=BuiltFiles(), name="static"), *pages, *telefoon.socket_routes(deps)]
