"""One request of a person: who, where, in which language and colours, and the page that goes back.

`endpoint` owns the order: preferences, log-in, right municipality, right role, form not forged, then the screen.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from meent.integration.betalen import DemoKassa, Kassa
from meent.integration.kennis.boek import Kennisboek
from meent.integration.telefooncentrale.werkboek import InGeheugen, Werkboek
from meent.interaction import session as sessions
from meent.interaction.assets import asset, has_asset
from meent.interaction.identity import DOELEN, IdentityProvider, home
from meent.interaction.seams import (
    Accord,
    Afwegingen,
    Bezorging,
    Burgerzaken,
    Eloket,
    GeefUittreksel,
    Inzage,
    Klapper,
    Listen,
    NeemOp,
    OpenBurgerzaken,
    OpenEloket,
    OpenWerkbak,
    OpenZgw,
    Opnamen,
    Teller,
    TenantInfo,
    Toestellen,
    Uitkomst,
    Werkbak,
    Zgw,
    ZgwFout,
)
from meent.interaction.session import Session
from meent.interaction.words import DUTCH, LANGUAGES, Words, mark, words
from meent.process.burgerzaken import accord as four_eyes
from meent.process.burgerzaken import klapper as akten_hier
from meent.process.burgerzaken.aktestuk import geeft_stuk as geef_aktestuk
from meent.process.burgerzaken.feiten import FEITEN
from meent.process.burgerzaken.kennisgeving import geeft_kennis
from meent.process.burgerzaken.overkomst import vraagt_over
from meent.process.burgerzaken.uittreksel import uittreksel as geef_uittreksel
from meent.process.telefonie.bord import Dagteller
from meent.process.telefonie.desk import Desk

SCHEMES = {"systeem": mark("Automatisch"), "licht": mark("Licht"), "donker": mark("Donker")}
LANGUAGE_COOKIE, SCHEME_COOKIE = "meent_taal", "meent_scherm"
A_YEAR_SECONDEN = 365 * 24 * 3600
FORM_MAX_BYTES = 64 * 1024
FILE_MAX_BYTES = 250 * 1024 * 1024
"""Of a file that somebody sends along with a form. It waits in a temporary file, not in memory."""

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers then send `Origin: null` with our own forms, and we could not tell them from others.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Vary": "Cookie, HX-Request",
}


def utc_now() -> datetime:
    return datetime.now(UTC)


async def neem_feit_op(zgw: Any, feit: str, invoer: Any) -> Uitkomst:
    """Judges a fact of life and records it, or what goes to another municipality and sends it. Raises ZgwFout."""
    if feit in NAAR_ELDERS:
        return await NAAR_ELDERS[feit](zgw, invoer)
    return await FEITEN[feit][1](zgw, invoer)


NAAR_ELDERS: Mapping[str, Callable[[Any, Any], Awaitable[Uitkomst]]] = {
    "overkomst": vraagt_over, "kennisgeving": geeft_kennis,
}  # fmt: skip


@dataclass(frozen=True)
class Deps:
    """What the screens need from below; `app.py` fills it in.

    telefoon   where telephones in a browser are served; None when calls make no sound here
    desk       the contact centre that runs in this process; None when there is none
    werkboek   what agents have on their desks
    opnamen    recordings of conversations; None where none can be kept
    vrij_bellen  whether they may dial numbers outside: where 112 was tried over the line, or nobody really rings
    tellers    role -> how much work waits for it, told in its menu
    afwegingen business cases that can be compared
    """

    zgw: OpenZgw
    burgerzaken: OpenBurgerzaken
    tenants: Callable[[], Sequence[TenantInfo]]
    identity: IdentityProvider
    bezorging: Bezorging
    inzage: Inzage
    kennis: Kennisboek
    eloket: OpenEloket
    werkbak: OpenWerkbak
    vaste_taken: Callable[[Any], Awaitable[Any]]
    afwegingen: Afwegingen
    listen: Listen
    session_secret: bytes
    clock: Callable[[], datetime] = utc_now
    spent_forms: "SpentForms" = field(default_factory=lambda: SpentForms())
    dagteller: Dagteller = field(default_factory=Dagteller)
    telefoon: Toestellen | None = None
    vrij_bellen: bool = True
    desk: Desk | None = None
    werkboek: Werkboek = field(default_factory=InGeheugen)
    neem_op: NeemOp = neem_feit_op
    accord: Accord = four_eyes
    klapper: Klapper = akten_hier
    opnamen: Opnamen | None = None
    kassa: Kassa = field(default_factory=DemoKassa)
    tellers: Mapping[str, Teller] = field(default_factory=dict)
    uittreksel: GeefUittreksel = geef_uittreksel
    aktestuk: GeefUittreksel = geef_aktestuk


@dataclass(frozen=True)
class Screen:
    """An address of HTML: what shows it and who may see it.

    role   needed in the municipality of the address; "" for everybody
    takes_file  its form brings a file along
    """

    method: str
    path: str
    handler: "Callable[[Visit], Awaitable[Response]]"
    role: str = ""
    takes_file: bool = False


@dataclass(frozen=True)
class Weigering:
    """Why a visitor does not get what was asked, and what to do."""

    status: int
    title: str
    reason: str


class Refused(Exception):
    """The visitor does not get what was asked."""

    def __init__(self, weigering: Weigering) -> None:
        super().__init__(weigering.title)
        self.weigering = weigering


NOT_HERE = Weigering(
    404, mark("Deze pagina is er niet"), mark("Misschien is het adres niet goed. Of de pagina is verhuisd.")
)
NOT_YOURS = Weigering(
    403, mark("U mag deze pagina niet zien"), mark("Deze pagina hoort bij een andere gemeente of een andere rol.")
)
NOT_FROM_HERE = Weigering(
    403,
    mark("Het formulier is niet verstuurd"),
    mark("Wij konden niet zien dat het formulier van deze website kwam. Open de pagina opnieuw. Probeer het nog eens."),
)
TOO_LARGE = Weigering(413, mark("Het formulier is te groot"), mark("Maak uw tekst korter. Probeer het nog eens."))
FILE_TOO_LARGE = Weigering(
    413, mark("Het bestand is te groot"), mark("Een bestand mag hier niet groter zijn dan 250 MB.")
)
NOT_READABLE = Weigering(
    400, mark("Het formulier is niet te lezen"), mark("Open de pagina opnieuw. Probeer het nog eens.")
)


def known_uuid(text: str) -> UUID:
    """The key in an address or a form; raises Refused for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Refused(NOT_HERE) from None


class SpentForms:
    """Keys of forms that were already sent, so that a second click does not write twice.

    Bounded, per process. Across processes the screens also compare the state that the form was made from.
    """

    LIMIT = 10_000

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}

    def spend(self, key: str) -> bool:
        """True the first time; the oldest key is forgotten at the limit."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > self.LIMIT:
            del self._keys[next(iter(self._keys))]
        return True

    def release(self, key: str) -> None:
        """The form was refused and nothing was written: it may be sent again."""
        self._keys.pop(key, None)


@dataclass
class Visit:
    """The request with everything that is known about it; `wacht` is how much work waits for this role."""

    request: Request
    deps: Deps
    now: datetime
    language: str
    scheme: str
    session: Session | None
    tenant: TenantInfo | None
    file: UploadFile | None = None
    wacht: int = 0
    _form: dict[str, str] | None = None

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def who(self) -> Session:
        """The session of a screen that asks for a role; `endpoint` has let nobody else in."""
        assert self.session is not None
        return self.session

    @property
    def gemeente(self) -> TenantInfo:
        assert self.tenant is not None
        return self.tenant

    @cached_property
    def zgw(self) -> Zgw:
        """The registers; all that one page asks of them is one time that somebody looked."""
        return self.deps.zgw(self.who, self.gemeente.slug)

    @cached_property
    def burgerzaken(self) -> Burgerzaken:
        """Persons of the BRP; in the same trace as the registers."""
        return self.deps.burgerzaken(self.zgw)

    @cached_property
    def werkbak(self) -> Werkbak:
        """The work list of civil affairs; in the same trace as the registers."""
        return self.deps.werkbak(self.zgw)

    @cached_property
    def eloket(self) -> Eloket:
        """What the resident who is here can do. Raises Refused for who is no resident of this municipality."""
        found = self.deps.eloket(self.who, self.gemeente.slug)
        if found is None:
            raise Refused(NOT_HERE)
        return found

    @property
    def uuid(self) -> UUID:
        """The key in the address, where its route has one."""
        found: UUID = self.request.path_params["uuid"]
        return found

    @property
    def wants_part(self) -> bool:
        """HTMX asks for the part that changed, not for the page."""
        return self.request.headers.get("hx-request") == "true"

    async def form(self) -> dict[str, str]:
        """The fields that were sent; the last one wins."""
        if self._form is None:
            body = b""
            async for chunk in self.request.stream():
                body += chunk
                if len(body) > FORM_MAX_BYTES:
                    raise Refused(TOO_LARGE)
            self._form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return self._form

    async def form_with_file(self) -> dict[str, str]:
        """As `form`, and `file` is what was sent along, if anything was."""
        length = self.request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > FILE_MAX_BYTES + FORM_MAX_BYTES:
            raise Refused(FILE_TOO_LARGE)
        try:
            sent = await self.request.form(max_files=1, max_fields=50, max_part_size=FORM_MAX_BYTES)
        except HTTPException:
            raise Refused(NOT_READABLE) from None
        self.file = next((part for part in sent.values() if isinstance(part, UploadFile) and part.filename), None)
        self._form = {name: part for name, part in sent.items() if isinstance(part, str)}
        return self._form

    def render(self, template: str, *, status: int = 200, back: str = "", **facts: Any) -> Response:
        """A page.

        back   address for the switches of language and colours; needed where the present address takes no GET
        """
        url = self.request.url
        here = back or url.path + (f"?{url.query}" if url.query else "")
        session = self.session
        page = {
            "taal": self.language,
            "talen": LANGUAGES,
            "scherm": self.scheme,
            "schermen": SCHEMES,
            "gemeente": self.tenant,
            "gemeenten": self.deps.tenants(),
            "sessie": session,
            "is_demo": self.deps.identity.is_demo,
            "thuis": home(session.roles.get(self.tenant.slug, ()), self.tenant.slug)
            if session and self.tenant
            else "/",
            "formulierbewijs": sessions.form_token(session, self.deps.session_secret) if session else "",
            "formuliersleutel": secrets.token_urlsafe(12),
            "wacht": self.wacht,
            "hier": here + ("&" if "?" in here else "?"),
            "nl": "" if self.language == DUTCH else DUTCH,
        }
        return HTMLResponse(environment(self.language).get_template(template).render(page | facts), status)


def endpoint(screen: Screen, deps: Deps) -> Callable[[Request], Awaitable[Response]]:
    """The Starlette endpoint of a screen."""

    async def answer(request: Request) -> Response:
        visit = arrive(request, deps)
        try:
            response = changed_preferences(visit) or await enter(visit, screen)
        except Refused as refused:
            response = refusal(visit, refused.weigering)
        except ZgwFout as fout:
            response = refusal(visit, failure(fout))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def no_such_page(request: Request, deps: Deps) -> Response:
    response = refusal(arrive(request, deps), NOT_HERE)
    response.headers.update(HEADERS)
    return response


def elsewhere(visit: Visit, address: str) -> Response:
    """Another page. HTMX would put a redirected page inside the present one, so it is told to leave."""
    if visit.wants_part:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def refusal(visit: Visit, weigering: Weigering) -> Response:
    """The page that says no. HTMX shows no page of an error: the browser asks again, for the whole page."""
    if visit.wants_part:
        return elsewhere(visit, str(visit.request.url))
    return visit.render("weigering.html", status=weigering.status, back="/", weigering=weigering)


async def enter(visit: Visit, screen: Screen) -> Response:
    """Let the visitor in, or not. Forms are checked before anything else reads them."""
    slug = visit.request.path_params.get("gemeente")
    if slug is not None and visit.tenant is None:
        raise Refused(NOT_HERE)
    if screen.role:
        if visit.session is None:
            return elsewhere(visit, "/")
        if not visit.session.has_role(visit.gemeente.slug, screen.role):
            raise Refused(NOT_YOURS)
        visit.session = replace(visit.session, purpose=DOELEN[screen.role])  # of several roles, the one used now
    if screen.method == "POST":
        await require_own_form(visit, takes_file=screen.takes_file)
    if teller := visit.deps.tellers.get(screen.role):
        visit.wacht = await teller(visit.zgw)
    return await screen.handler(visit)


async def require_own_form(visit: Visit, *, takes_file: bool) -> None:
    """The form was sent from our own page, by the browser that holds the session."""
    if not is_same_origin(visit.request):
        raise Refused(NOT_FROM_HERE)
    if visit.session is not None:
        form = await (visit.form_with_file() if takes_file else visit.form())
        token = form.get("formulierbewijs", "")
        if not sessions.is_form_token(token, visit.session, visit.deps.session_secret):
            raise Refused(NOT_FROM_HERE)


def is_same_origin(request: HTTPConnection) -> bool:
    """Every current browser sends one of the two with a form; what sends neither is not a person at our page."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host")


def arrive(request: Request, deps: Deps) -> Visit:
    cookies = request.cookies
    now = deps.clock()
    language = cookies.get(LANGUAGE_COOKIE, DUTCH)
    scheme = cookies.get(SCHEME_COOKIE, "systeem")
    slug = request.path_params.get("gemeente")
    return Visit(
        request=request,
        deps=deps,
        now=now,
        language=language if language in LANGUAGES else DUTCH,
        scheme=scheme if scheme in SCHEMES else "systeem",
        session=sessions.unseal(cookies.get(sessions.COOKIE, ""), deps.session_secret, now),
        tenant=next((tenant for tenant in deps.tenants() if tenant.slug == slug), None),
    )


def changed_preferences(visit: Visit) -> Response | None:
    """`?taal=` and `?scherm=` are remembered, and the page comes again without them."""
    url = visit.request.url
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    chosen = {
        cookie: query[name]
        for name, cookie, choices in (("taal", LANGUAGE_COOKIE, LANGUAGES), ("scherm", SCHEME_COOKIE, SCHEMES))
        if query.get(name) in choices
    }
    if not chosen or visit.request.method != "GET":
        return None
    rest = urlencode({name: value for name, value in query.items() if name not in ("taal", "scherm")})
    # Two slashes would make the path the address of another site.
    path = "/" + url.path.lstrip("/")
    response = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
    for cookie, value in chosen.items():
        response.set_cookie(cookie, value, max_age=A_YEAR_SECONDEN, samesite="lax", httponly=True)
    return response


def failure(fout: ZgwFout) -> Weigering:
    """The register could not answer a screen that only reads."""
    match fout.status:
        case 404:
            return NOT_HERE
        case 403:
            return NOT_YOURS
        case _:
            return Weigering(
                502, mark("Wij kunnen de gegevens nu niet laten zien"), mark("Wacht even. Probeer het daarna nog eens.")
            )


@cache
def environment(language: str) -> Environment:
    """The templates in one language."""
    env = Environment(
        loader=PackageLoader("meent.interaction"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    text = words(language)
    env.install_gettext_callables(text.gettext, text.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(asset=asset, has_asset=has_asset)
    # `_()` is only for text that stands in a template: what it returns is not escaped. The rest goes through `vertaal`.
    env.filters.update(
        vertaal=text.gettext,
        dag=text.day,
        korte_dag=text.short_day,
        moment=text.moment,
        getal=text.number,
        omvang=text.size,
        klok=text.clock,
        procent=text.percent,
        bedrag=text.money,
        verschil=text.difference,
        prijs=text.price,
        cijfer=text.figure,
        graden=text.degrees,
        duur=text.duration,
    )
    return env
