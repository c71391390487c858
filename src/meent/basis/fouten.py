"""What can go wrong with a request, in the layout of the standard (E-01…E-07): application/problem+json."""

from dataclasses import dataclass
from uuid import uuid4

import msgspec

TITLES = {
    400: "Het verzoek is niet geldig.",
    401: "U bent niet bekend.",
    403: "U mag dit niet doen.",
    404: "Dit is niet gevonden.",
    405: "Deze methode bestaat hier niet.",
    406: "Dit formaat of coördinatenstelsel kunnen wij niet geven.",
    409: "Dit kan nu niet.",
    410: "Dit is er niet meer.",
    412: "Er ontbreekt een verplichte header.",
    413: "Het verzoek is te groot.",
    415: "Dit soort inhoud lezen wij niet.",
    423: "Dit is nog niet vrijgegeven.",
    429: "Er zijn te veel verzoeken.",
    500: "Er ging bij ons iets mis.",
    503: "De dienst is even niet bereikbaar.",
    507: "Er is geen ruimte meer om te bewaren.",
}


@dataclass(frozen=True)
class InvalidParam:
    """One fault in the request: camelCase dotted name, code of the standard, reason in plain Dutch."""

    name: str
    code: str
    reason: str


class Fout(Exception):
    """A request that is refused.

    status   HTTP status
    code     stable code of the standard
    detail   one plain Dutch sentence
    params   faults per field, for status 400
    headers  extra response headers, e.g. Allow or Retry-After
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        params: tuple[InvalidParam, ...] = (),
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        super().__init__(code, detail)
        self.status, self.code, self.detail, self.params, self.headers = status, code, detail, params, headers

    def as_json(self, base: str) -> bytes:
        """The problem document; `base` is where the explanation of the code can be read."""
        body: dict[str, object] = {
            "type": f"{base}/ref/fouten/{self.code}/",
            "code": self.code,
            "title": TITLES.get(self.status, "Fout"),
            "status": self.status,
            "detail": self.detail or TITLES.get(self.status, ""),
            "instance": uuid4().urn,
        }
        if self.status == 400:
            body["invalidParams"] = [{"name": p.name, "code": p.code, "reason": p.reason} for p in self.params]
        return msgspec.json.encode(body)


class OpslagVol(Fout):
    """De opslag voor documenten is vol; er is niets bewaard. Probeer het opnieuw als er ruimte is gemaakt."""

    def __init__(self) -> None:
        super().__init__(507, "insufficient_storage", OpslagVol.__doc__ or "")


class Faults:
    """Collects the faults of one request, so that all are told at once (E-07)."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[InvalidParam] = []

    def add(self, name: str, code: str, reason: str = "") -> None:
        self.found.append(InvalidParam(name, code, reason or REASONS.get(code, "Deze waarde is niet geldig.")))

    def stop_if_any(self) -> None:
        if self.found:
            raise invalid(*self.found)


REASONS = {
    "required": "Dit veld is verplicht.",
    "null": "Dit veld mag niet leeg (null) zijn.",
    "blank": "Dit veld mag niet leeg zijn.",
    "invalid_choice": "Kies een van de toegestane waarden.",
    "wijzigen-niet-toegelaten": "Dit veld kunt u na het aanmaken niet meer wijzigen.",
    "does_not_exist": "Dit object bestaat niet.",
    "no_match": "Deze link hoort niet bij een bestaand object.",
    "bad-url": "Deze link leidt nergens heen. Controleer het adres.",
    "invalid-resource": "Deze link leidt naar een ander soort object.",
}


def invalid(*params: InvalidParam) -> Fout:
    return Fout(400, "invalid", "Controleer de velden die hieronder staan.", params)


def one_fault(name: str, code: str, reason: str = "") -> Fout:
    return invalid(InvalidParam(name, code, reason or REASONS.get(code, "Deze waarde is niet geldig.")))


def too_large(most: int, what: str = "Een verzoek mag") -> Fout:
    return Fout(413, "too_large", f"{what} ten hoogste {most // 1024**2} MB groot zijn.")


def forbidden(detail: str = "", code: str = "permission_denied") -> Fout:
    return Fout(403, code, detail or "Deze applicatie heeft hiervoor geen rechten.")


def not_found() -> Fout:
    return Fout(404, "not_found", "Dit object bestaat niet (meer).")
