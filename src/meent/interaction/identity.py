"""Where an identity comes from: the role picker of the demo, or the broker of the municipality (OpenID Connect).

The broker has no personas: `/login` sends the browser to it, and `identify` checks what it says (decision 0080).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from meent.integration.openid import Bewijs, OpenId
from meent.interaction.seams import TenantInfo
from meent.interaction.session import Identity
from meent.interaction.words import mark

BEHANDELAAR, BEHEERDER, INWONER, KCC, TEAMLEIDER = "behandelaar", "beheerder", "inwoner", "kcc", "teamleider"
INFORMATIEMANAGER = "informatiemanager"
BURGERZAKEN = "burgerzaken"


@dataclass(frozen=True)
class Persona:
    """Somebody a visitor of the demo may be.

    key    what the form sends
    task   something to try that takes twenty seconds
    ready  whether the screen of this role exists
    """

    key: str
    tenant: TenantInfo
    name: str
    role: str
    title: str
    task: str
    start: str
    ready: bool


class IdentityProvider(Protocol):
    """A source of identity; `is_demo` when anybody may be anybody, and all data is invented."""

    is_demo: bool

    def personas(self) -> Sequence[Persona]:
        """Whom a visitor can choose to be; empty when identity is proven elsewhere."""

    async def identify(self, answer: Mapping[str, str]) -> Identity | None:
        """Who this is, from the fields of the log-in form; None when they prove nothing."""

    async def elders(self, bewijs: Bewijs) -> str:
        """Where the browser goes to prove who it is; "" when that is done here. raises AanmeldenMislukt."""

    async def afmelden(self) -> str:
        """Where the browser goes to leave there too; "" when there is no such place. raises AanmeldenMislukt."""


@dataclass(frozen=True)
class Rol:
    """A role of the demo: its name, its screen, what to try there, and why it may see personal data.

    ook   tells a second person with the same role apart
    erbij  roles that this person has beside it
    """

    role: str
    title: str
    screen: str
    task: str
    purpose: str
    ready: bool = False
    ook: str = ""
    erbij: tuple[str, ...] = ()

    @property
    def sleutel(self) -> str:
        return f"{self.role}-{self.ook}" if self.ook else self.role


ROLLEN = (
    Rol(BEHANDELAAR, mark("Behandelaar"), "behandelen",
        mark("Zoek een zaak die te laat is. Zet die een stap verder."), "zaakbehandeling", ready=True),
    Rol(KCC, mark("Medewerker klantcontact"), "klantcontact",
        mark("Meld je klaar en neem een gesprek op. Kijk wie er belt."), "dienstverlening klantcontact", ready=True),
    Rol(TEAMLEIDER, mark("Teamleider klantcontact"), "wandbord",
        mark("Haal om 10 uur iemand uit het rooster. Zie de wachttijd stijgen."), "sturing klantcontact", ready=True,
        erbij=(KCC,)),
    Rol(BURGERZAKEN, mark("Medewerker burgerzaken"), "balie",
        mark("Zoek iemand op. Verwerk een verhuizing."), "bijhouding BRP", ready=True),
    Rol(BURGERZAKEN, mark("Collega burgerzaken"), "balie/accorderen",
        mark("Kijk wat een collega voorlegt. Keur het goed of stuur het terug."), "bijhouding BRP", ready=True,
        ook="collega"),
    Rol(INWONER, mark("Inwoner"), "inwoner",
        mark("Zie wie in je gegevens keek, wanneer en waarom."), "eigen gegevens", ready=True),
    Rol(BEHEERDER, mark("Functioneel beheerder"), "beheer",
        mark("Kijk welke systemen bericht krijgen. Probeer opnieuw wat niet lukte."), "functioneel beheer", ready=True),
    Rol(INFORMATIEMANAGER, mark("Informatiemanager"), "beheer/scenario",
        mark("Verschuif een aanname. Kijk of een ander scenario het goedkoopst wordt."), "functioneel beheer",
        ready=True),
)  # fmt: skip


DOELEN = {rol.role: rol.purpose for rol in ROLLEN}
"""Why somebody with this role may see personal data."""
WIE_MAX = 200


def home(roles: Sequence[str], slug: str) -> str:
    """Where the first of these roles begins in a municipality; the start for who has none."""
    screens = {rol.role: rol.screen for rol in reversed(ROLLEN)}
    return next((f"/{slug}/{screens[role]}" for role in roles if role in screens), "/")


NAMEN = {
    "zuiderkoog": (
        "Wouter Prins", "Esra Yıldız", "Bram de Graaf", "Fleur Visser", "Trudy Smit", "Daan Hoekstra", "Beheer",
        "Lotte Veenstra",
    ),
}  # fmt: skip
NAMEN_ANDERS = (
    "Joost Bakker", "Noor van Dam", "Karim Haddad", "Ans Mulder", "Yusuf Aydın", "Suzanne Maassen", "Beheer",
    "Ilse Brandsma",
)  # fmt: skip


class DemoRolePicker:
    """Everybody may be anybody: for invented data only. The resident is somebody of whom the municipality has data.

    tenants   the municipalities of this moment; a new one gets its own cards
    """

    is_demo = True

    def __init__(self, tenants: Callable[[], Sequence[TenantInfo]]) -> None:
        self._tenants = tenants

    def personas(self) -> list[Persona]:
        return [persona for tenant in self._tenants() for persona in _personas(tenant)]

    async def identify(self, answer: Mapping[str, str]) -> Identity | None:
        for persona in self.personas():
            if persona.ready and persona.key == answer.get("persona"):
                rol = next(rol for rol in ROLLEN if rol.role == persona.role)
                roles = {persona.tenant.slug: (rol.role, *rol.erbij)}
                return Identity(persona.key, persona.name, roles, rol.purpose, persona.start)
        return None

    async def elders(self, bewijs: Bewijs) -> str:
        return ""

    async def afmelden(self) -> str:
        return ""


class Makelaar:
    """The broker of this installation: who somebody is and which roles he has, it says.

    tenants    the municipalities of this moment
    rollen_in  claim with a list of roles, each "zuiderkoog:kcc"; what we do not know is left out
    wie_in     claim that names somebody in our logs, and as an agent of the contact centre
    """

    is_demo = False

    def __init__(
        self, openid: OpenId, tenants: Callable[[], Sequence[TenantInfo]], *,
        now: Callable[[], datetime], rollen_in: str = "roles", wie_in: str = "sub",
    ) -> None:  # fmt: skip
        self._openid, self._tenants, self._now = openid, tenants, now
        self._rollen_in, self._wie_in = rollen_in, wie_in

    def personas(self) -> list[Persona]:
        return []

    async def elders(self, bewijs: Bewijs) -> str:
        return await self._openid.adres(bewijs)

    async def afmelden(self) -> str:
        return await self._openid.afmelden()

    async def identify(self, answer: Mapping[str, str]) -> Identity | None:
        """From the code that the browser brought, and what we kept of this attempt. raises AanmeldenMislukt."""
        bewijs = Bewijs(answer["state"], answer["nonce"], answer["verifier"])
        claims = await self._openid.wie(answer["code"], bewijs, self._now())
        hier = {tenant.slug for tenant in self._tenants()}
        rollen = {slug: eigen for slug, eigen in rollen_van(claims.get(self._rollen_in)).items() if slug in hier}
        wie = str(claims.get(self._wie_in) or "")
        if not rollen or not wie:
            return None
        slug, eigen = next(iter(rollen.items()))
        naam = str(claims.get("name") or claims.get("preferred_username") or wie)
        return Identity(wie[:WIE_MAX], naam[:WIE_MAX], rollen, DOELEN[eigen[0]], home(eigen, slug))


def rollen_van(claim: object) -> dict[str, tuple[str, ...]]:
    """Roles per municipality, in the order in which we name them. A resident does not sign in as staff does."""
    gegeven = {str(een) for een in claim} if isinstance(claim, list) else {str(claim)}
    paren = [(slug, rol) for slug, _, rol in (een.partition(":") for een in sorted(gegeven))]
    volgorde = [rol.role for rol in ROLLEN if not rol.ook and rol.role != INWONER]
    slugs = dict.fromkeys(slug for slug, rol in paren if rol in volgorde)
    return {slug: tuple(rol for rol in volgorde if (slug, rol) in paren) for slug in slugs}


def _personas(tenant: TenantInfo) -> list[Persona]:
    names = {rol.sleutel: name for rol, name in zip(ROLLEN, NAMEN.get(tenant.slug, NAMEN_ANDERS), strict=True)}
    names[INWONER] = tenant.inwoner or names[INWONER]
    return [
        Persona(
            key=f"{tenant.slug}-{rol.sleutel}",
            tenant=tenant,
            name=names[rol.sleutel],
            role=rol.role,
            title=rol.title,
            task=rol.task,
            start=f"/{tenant.slug}/{rol.screen}",
            ready=rol.ready and (rol.role != INWONER or bool(tenant.inwoner)),
        )
        for rol in ROLLEN
    ]
