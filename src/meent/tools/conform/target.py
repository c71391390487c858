"""Whom we judge: addresses, credentials and limits, from the command line or a settings file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

ZAKEN, CATALOGI, DOCUMENTEN = "zaken", "catalogi", "documenten"
BESLUITEN, AUTORISATIES, NOTIFICATIES = "besluiten", "autorisaties", "notificaties"
KLANTINTERACTIES = "klantinteracties"
ZGW = (CATALOGI, ZAKEN, DOCUMENTEN, BESLUITEN, AUTORISATIES, NOTIFICATIES)
APIS = (*ZGW, KLANTINTERACTIES)
SELECTIELIJST = "https://selectielijst.openzaak.nl/api/v1"
PLAIN_PATH = re.compile(r"[\w./-]*")
"""What the path of an address under judgement may hold: nothing that another server might read as `..`."""


class DoelOngeldig(Exception):
    """De opgaven waarmee een leverancier getoetst wordt, kloppen niet."""


@dataclass(frozen=True)
class Limits:
    """How long and how much; what passes a limit is a finding.

    call_seconds  one exchange, from connecting to the last byte
    run_seconds   all of them; what is left is then not tried
    answer_bytes  the largest answer that is read
    """

    call_seconds: float = 15.0
    run_seconds: float = 900.0
    answer_bytes: int = 4_000_000
    silent_calls: int = 3


@dataclass(frozen=True)
class Key:
    """How a client makes itself known: a shared secret to sign with, or a token that is sent as it is."""

    client_id: str = ""
    secret: str = ""
    token: str = ""


@dataclass(frozen=True)
class Selectielijst:
    """Entries of the public selectielijst for types of our own: a klasse that any afleidingswijze fits."""

    procestype: str = f"{SELECTIELIJST}/procestypen/aa8aa2fd-b9c6-4e34-9a6c-58a677f60ea0"
    klasse: str = f"{SELECTIELIJST}/resultaten/8af64c99-a168-40dd-8afd-9fbe0597b6dc"
    omschrijving: str = f"{SELECTIELIJST}/resultaattypeomschrijvingen/7cb315fb-4f7b-4a43-aca1-e4522e4c73b3"


@dataclass(frozen=True)
class Target:
    """One supplier's server.

    bases     api -> root, without a slash at the end
    keys      api -> key that is sent as `Token …` instead of what `key` says
    is_guess  the roots follow from one address: an API that is not there is then not offered, and no fault
    second    a client id that the server knows, with a secret, and to which nobody gave rights yet
    versions  api -> published version; without one, that of the server's API-version when we have it
    """

    name: str
    bases: Mapping[str, str]
    key: Key = Key()
    second: Key | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    selectielijst: Selectielijst = Selectielijst()
    rsin: str = "823288444"
    limits: Limits = Limits()
    keys: Mapping[str, str] = field(default_factory=dict)
    is_guess: bool = False

    def key_for(self, api: str | None) -> Key:
        """What is sent to this API, unless somebody says otherwise."""
        plain = self.keys.get(api or "")
        return Key(token=f"Token {plain}") if plain else self.key

    def without(self, apis: Iterable[str]) -> "Target":
        """The same server, without these APIs."""
        return replace(self, bases={api: base for api, base in self.bases.items() if api not in apis})

    def api_of(self, url: str) -> str | None:
        """The API that an address belongs to; None when it leads outside what we were pointed at."""
        parts = split(url)
        if parts is None or not PLAIN_PATH.fullmatch(parts.path) or ".." in parts.path.split("/"):
            return None
        for api, base in self.bases.items():
            root = urlsplit(base)
            is_same = (parts.scheme, parts.netloc) == (root.scheme, root.netloc)
            if is_same and (parts.path == root.path or parts.path.startswith(root.path + "/")):
                return api
        return None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may stand in no report."""
        keys = [self.key, *([self.second] if self.second else [])]
        told = [(key.secret, key.token, key.token.rpartition(" ")[2]) for key in keys]
        return tuple(dict.fromkeys(s for s in (*self.keys.values(), *chain(*told)) if s))


def split(url: str) -> SplitResult | None:
    """The parts of a web address, None when it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname and not parts.username else None


def target_of(
    url: str,
    *,
    settings: Path | None = None,
    key: Key = Key(),
    second: Key | None = None,
    bases: Mapping[str, str] | None = None,
    versions: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
    apis: tuple[str, ...] = (),
    name: str = "",
    limits: Limits = Limits(),
) -> Target:
    """The target that was asked for; what stands on the command line goes before the file. DoelOngeldig when wrong."""
    told = read_settings(settings) if settings else {}
    given = table(told, "adressen") | dict(bases or {})
    keys = table(told, "sleutels") | dict(keys or {})
    access, other = table(told, "toegang"), table(told, "tweede")
    key = key if key != Key() else Key(**only(access, "client_id", "secret", "token"))
    all_of_url = APIS if key != Key() else tuple(keys)
    wanted = apis or tuple(given if given and not url else all_of_url)
    roots = {api: given.get(api) or f"{url.rstrip('/')}/{api}/api/v1" for api in wanted}
    for api in (*roots, *keys):
        if api not in APIS:
            raise DoelOngeldig(f"'{api}' is geen API die wij kennen; kies uit {', '.join(APIS)}.")
    for root in roots.values():
        parts = split(root)
        if parts is None or parts.query or parts.fragment:
            raise DoelOngeldig(f"'{root}' is geen webadres. Geef een adres dat met https:// begint.")
    if second is None and other:
        second = Key(**only(other, "client_id", "secret"))
    lijst = Selectielijst(**only(table(told, "selectielijst"), "procestype", "klasse", "omschrijving"))
    versions = table(told, "versies") | dict(versions or {})
    shown = name or str(told.get("naam") or urlsplit(next(iter(roots.values()), url)).netloc)
    made = {api: root.rstrip("/") for api, root in roots.items()}
    return Target(
        shown, made, key, second, versions, lijst, str(told.get("rsin", Target.rsin)), limits, keys,
        is_guess=not given and not apis,
    )  # fmt: skip


def read_settings(path: Path) -> dict[str, Any]:
    """A file with tables: adressen, toegang, sleutels, tweede, versies, selectielijst. DoelOngeldig when it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise DoelOngeldig(f"Het bestand {path} is niet te lezen als TOML: {fault}") from fault


def table(told: dict[str, Any], name: str) -> dict[str, str]:
    found = told.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise DoelOngeldig(f"'[{name}]' in het bestand moet namen met teksten bevatten.")
    return found


def only(found: dict[str, str], *names: str) -> dict[str, str]:
    if strange := sorted(set(found) - set(names)):
        raise DoelOngeldig(f"Onbekend in het bestand: {', '.join(strange)}; bekend zijn {', '.join(names)}.")
    return found
