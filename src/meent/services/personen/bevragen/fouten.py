"""Refusals as the documents of the BRP APIs publish them: their codes, and every fault at once. Source: BV-02."""

import re
from collections.abc import Sequence
from uuid import uuid4

import msgspec

from meent.basis.fouten import Fout, InvalidParam

ELSE = re.compile(r"[^a-zA-Z0-9À-ž .\-(),]")
"""What the published document does not allow in a sentence."""
NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9._]")
"""What it does not allow in the name of a parameter."""
MAX_NAME = 30
PARAMS_ONJUIST = "Een of meerdere parameters zijn niet correct."
PARAMS_ONTBREKEN = "Minimale combinatie van parameters moet worden opgegeven."
TITELS = {
    400: PARAMS_ONJUIST,
    401: "Niet correct geauthenticeerd.",
    403: "U bent niet geautoriseerd voor deze operatie.",
    404: "Dit adres bestaat niet.",
    405: "Deze methode bestaat hier niet.",
    406: "Gevraagde contenttype wordt niet ondersteund.",
    409: "Dit past niet bij wat er al is.",
    413: "Het verzoek is te groot.",
    415: "Dit soort inhoud lezen wij niet.",
    500: "Interne server fout.",
    503: "De registratie is tijdelijk niet beschikbaar.",
}
CODES = {
    400: "paramsValidation", 401: "authentication", 403: "autorisation", 404: "notFound", 405: "methodNotAllowed",
    406: "notAcceptable", 409: "conflict", 413: "tooLarge", 415: "unsupported", 500: "serverError", 503: "notAvailable",
}  # fmt: skip
REDENEN = {
    "required": "Parameter is verplicht.",
    "unknownParam": "Parameter is niet verwacht.",
    "value": "Waarde is geen geldig zoek type.",
    "array": "Parameter is geen array.",
    "minItems": "Array bevat minder dan {} items.",
    "maxItems": "Array bevat meer dan {} items.",
    "pattern": "Waarde voldoet niet aan het patroon.",
    "date": "Waarde is geen geldige datum.",
    "integer": "Waarde is geen geldig getal.",
    "boolean": "Waarde is geen boolean.",
    "version": "Waarde is niet {}.",
    "minimum": "Waarde is lager dan minimum {}.",
    "maximum": "Waarde is hoger dan maximum {}.",
    "fields": "Parameter bevat een niet bestaande veldnaam.",
    "fieldsNotAllowed": "Parameter bevat een niet toegestane veldnaam.",
}
UNKNOWN_CALLER = frozenset({
    "not_authenticated", "missing-client-identifier", "invalid-client-identifier", "jwt-decode-error",
    "invalid-jwt-token", "jwt-expired", "invalid-jwt-signature",
})  # fmt: skip
Param = tuple[str, str, str]
"""Name, code and reason."""


class BrpFout(Fout):
    """A refusal as the BRP APIs publish it."""

    def __init__(
        self, status: int, detail: str = "", *, code: str = "", titel: str = "", params: Sequence[Param] = (),
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:  # fmt: skip
        found = tuple(InvalidParam(*param) for param in params)
        super().__init__(status, code or CODES.get(status, "serverError"), detail, found, headers)
        self.titel = titel or TITELS.get(status, TITELS[500])

    def as_json(self, base: str) -> bytes:
        """The problem document; `base` is where the explanation of the code can be read."""
        body: dict[str, object] = {
            "type": f"{base}/ref/fouten/{self.code}/",
            "title": self.titel,
            "status": self.status,
            "detail": ELSE.sub(" ", self.detail or self.titel)[:200],
            "instance": uuid4().urn,
            "code": self.code,
        }
        if self.params:
            body["invalidParams"] = [{"name": p.name, "code": p.code, "reason": p.reason} for p in self.params]
        return msgspec.json.encode(body)


def param(name: str, code: str, limit: object = "") -> Param:
    return name, code if code != "fieldsNotAllowed" else "fields", REDENEN[code].format(limit)


def unknown(name: str) -> Param:
    """A parameter that does not exist, by its name as far as the document can hold that. Source: BV-02."""
    return param(NOT_IN_NAME.sub("_", name)[:MAX_NAME] or "_", "unknownParam")


def ongeldig(params: Sequence[Param]) -> BrpFout:
    """All faults in the parameters, in order of name. Source: BV-02."""
    found = sorted(set(params))
    names = ", ".join(name.replace("[", ".").replace("]", "") for name, _, _ in found)
    missing = any(code == "required" for _, code, _ in found)
    return BrpFout(
        400, f"De foutieve parameters zijn {names}.", code="paramsRequired" if missing else "paramsValidation",
        titel=PARAMS_ONTBREKEN if missing else PARAMS_ONJUIST, params=found,
    )  # fmt: skip


def te_veel(most: int) -> BrpFout:
    """More people than may be shown: an answer that was cut off would look whole. Source: BV-16."""
    return BrpFout(
        400, f"Meer dan maximum van {most} gevonden personen.", code="tooManyResults", titel="Te veel zoekresultaten."
    )


def as_brp(fout: Fout) -> BrpFout:
    """Any refusal of ours in this shape."""
    if isinstance(fout, BrpFout):
        return fout
    if fout.status == 403 and fout.code in UNKNOWN_CALLER:
        return BrpFout(401, fout.detail, headers=((b"www-authenticate", b'Bearer realm="brp"'),))
    detail = " ".join(p.reason for p in fout.params) or fout.detail
    return BrpFout(fout.status, detail, headers=fout.headers)
