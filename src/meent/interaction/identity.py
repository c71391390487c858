"""Where an identity comes from.

Today the demo's role picker. OIDC is a second implementation of the same protocol: it has no personas, its
`identify` checks the answer of the broker, and a screen of its own at `/login` sends the browser there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

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
    """A source of identity."""

    def personas(self) -> Sequence[Persona]:
        """Whom a visitor can choose to be; empty when identity is proven elsewhere."""

    async def identify(self, answer: Mapping[str, str]) -> Identity | None:
        """Who this is, from the fields of the log-in form; None when they prove nothing."""


@dataclass(frozen=True)
class Rol:
    """A role of the demo: its name, its screen, what to try there, and why it may see personal data.

    ook   tells a second person with the same role apart
    """

    role: str
    title: str
    screen: str
    task: str
    purpose: str
    ready: bool = False
    ook: str = ""

    @property
    def sleutel(self) -> str:
        return f"{self.role}-{self.ook}" if self.ook else self.role


ROLLEN = (
    Rol(BEHANDELAAR, mark("Behandelaar"), "behandelen",
        mark("Zoek een zaak die te laat is. Zet die een stap verder."), "zaakbehandeling", ready=True),
    Rol(KCC, mark("Medewerker klantcontact"), "klantcontact",
        mark("Meld je klaar en neem een gesprek op. Kijk wie er belt."), "dienstverlening klantcontact", ready=True),
    Rol(TEAMLEIDER, mark("Teamleider klantcontact"), "wandbord",
        mark("Haal om 10 uur iemand uit het rooster. Zie de wachttijd stijgen."), "sturing klantcontact", ready=True),
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


def home(roles: Sequence[str], slug: str) -> str:
    """Where the first of these roles begins in a municipality; the start for who has none."""
    return next((f"/{slug}/{rol.screen}" for rol in ROLLEN if rol.role in roles), "/")


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

    def __init__(self, tenants: Callable[[], Sequence[TenantInfo]]) -> None:
        self._tenants = tenants

    def personas(self) -> list[Persona]:
        return [persona for tenant in self._tenants() for persona in _personas(tenant)]

    async def identify(self, answer: Mapping[str, str]) -> Identity | None:
        for persona in self.personas():
            if persona.ready and persona.key == answer.get("persona"):
                purpose = next(rol.purpose for rol in ROLLEN if rol.role == persona.role)
                roles = {persona.tenant.slug: (persona.role,)}
                return Identity(persona.key, persona.name, roles, purpose, persona.start)
        return None


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
