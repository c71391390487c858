"""The history of a persoonslijst as a story: what happened when, what was corrected, and when it was recorded.

Each voorkomen of a category that keeps history is one moment. The day is that from which it holds (85.10); beside it
stands when it was recorded (86.10), which may be years later, and for what was wrong when that was put right. Pure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from meent.integration.brp.kaart import betekenis_van, dag, plaats
from meent.services.personen.bevragen import adres, namen
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.bevragen.tonen import Plek
from meent.services.personen.persoonslijst import Stapel, Voorkomen
from meent.services.personen.rubrieken import tabel
from meent.services.personen.waarden import ONBEKEND

ZONDER_VERHAAL = ("07", "13", "14", "15", "21")
"""Administration: it stands on the list, and nothing happened to the person."""


@dataclass(frozen=True)
class Moment:
    """Something that is so since a day.

    soort      what happened, as a code for which the screens have words
    detail     whom or what: a name, an address, a place; as it stands on the list
    sinds      eight digits, for sorting; `dag` in words
    stand      nu: holds still; eerder: held until something else; onjuist: never held, and stood there
    hersteld   when what was wrong was put right, in words
    bron       akte or document
    """

    categorie: str
    naam: str
    soort: str
    detail: str
    sinds: str
    dag: str
    opgenomen: str
    stand: Literal["nu", "eerder", "onjuist"]
    hersteld: str = ""
    bron: str = ""
    in_onderzoek: bool = False
    volgorde: str = ""

    @property
    def jaar(self) -> str:
        """By which the story is cut; empty for a day of which not even the year is known."""
        return self.sinds[:4] if self.sinds[:4].strip("0") else ""


def tijdlijn(feiten: Feiten) -> list[Moment]:
    """Newest first; of one day what was recorded last comes first."""
    found = [
        _moment(feiten, categorie, stapel, n)
        for categorie, stapels in feiten.pl.stapels.items() if categorie not in ZONDER_VERHAAL
        for stapel in stapels for n in range(len(stapel))
    ]  # fmt: skip
    return sorted(found, key=lambda m: (m.sinds, m.volgorde, m.categorie), reverse=True)


def _moment(feiten: Feiten, categorie: str, stapel: Stapel, n: int) -> Moment:
    v = stapel[n]
    soort, detail = ZEGGEN[categorie](feiten, v, stapel)
    sinds = v.get("85.10", "") or v.get("35.30", "") or "00000000"
    return Moment(
        categorie=categorie, naam=tabel().categorieen[categorie].naam, soort=soort, detail=detail, sinds=sinds,
        dag=dag(sinds), opgenomen=dag(v.get("86.10", "")), volgorde=v.get("86.10", ""),
        stand="onjuist" if v.is_onjuist else "nu" if n == 0 else "eerder",
        hersteld=_hersteld(stapel, v) if v.is_onjuist else "", bron=" ".join(bron(feiten, v)),
        in_onderzoek="83.10" in v and "83.30" not in v,
    )  # fmt: skip


def _hersteld(stapel: Stapel, wrong: Voorkomen) -> str:
    """The day on which what came in its place was recorded: the first that was recorded after it."""
    later = [v["86.10"] for v in stapel if not v.is_onjuist and v.get("86.10", "") > wrong.get("86.10", "")]
    return dag(min(later)) if later else ""


def bron(feiten: Feiten, v: Voorkomen) -> Iterator[str]:
    """On what it rests: akte or document, of which municipality and of when."""
    if "81.20" in v:
        yield f"akte {v['81.20'].strip(ONBEKEND) or 'onbekend'},"
        yield betekenis_van(feiten, v, "81.10") or v.get("81.10", "")
    elif "82.30" in v:
        yield v["82.30"].strip(ONBEKEND) or "document"
        if when := dag(v.get("82.20", "")):
            yield f"({when})"


# --- what happened, by category --------------------------------------------------------------------------------------

Gezegd = tuple[str, str]
Zeg = Callable[[Feiten, Voorkomen, Stapel], Gezegd]


def _persoon(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    """The oldest row tells of the birth, as far as it is of that day; later ones of another name or number."""
    naam = namen.volledige_naam(v, v.get("04.10", "O"))
    if v is stapel[-1] or v.get("85.10") == v.get("03.10"):
        return "geboren", " · ".join(filter(None, (naam, plaats(feiten, v, "03"))))
    return "persoon-gewijzigd", naam


def _ouder(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    return ("geen-ouder", "") if v.is_leeg else ("ouder", namen.volledige_naam(v, v.get("04.10", "O")))


def _nationaliteit(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    if "64.10" in v or v.is_leeg:
        before = next((x for x in stapel if "05.10" in x), v)
        return "nationaliteit-eindigt", _code(feiten, before, "05.10")
    if "65.10" in v:
        return "bijzonder-nederlander", ""
    return "nationaliteit", _code(feiten, v, "05.10")


def _verbintenis(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    wie = namen.volledige_naam(v, v.get("04.10", "O"))
    kind = "partnerschap" if v.get("15.10") == "P" else "huwelijk"
    if v.is_leeg:
        return "verbintenis-niet", ""
    if v.heeft("07"):
        how = {"O": "overlijden", "S": "scheiding"}.get(v.get("07.40", ""), "einde")
        return f"{kind}-{how}", wie
    return kind, " · ".join(filter(None, (wie, plaats(feiten, v, "06"))))


def _overlijden(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    return ("overlijden-niet", "") if v.is_leeg else ("overleden", plaats(feiten, v, "08"))


def _verblijfplaats(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    plek = Plek(feiten, "08", v)
    lines = ", ".join(filter(None, (adres.regel1(plek), adres.regel2(plek), adres.regel3(plek)))).replace("  ", " ")
    kind = adres.soort(plek)
    if kind == "VerblijfplaatsBuitenland":
        return "vertrokken", ", ".join(filter(None, (lines, _code(feiten, v, "13.10"))))
    if kind in ("VerblijfplaatsOnbekend", ""):
        return "adres-onbekend", ""
    return "briefadres" if v.get("10.10") == "B" else "woont", lines


def _kind(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    if v.is_leeg:
        return "kind-niet", ""
    return ("kind-levenloos" if v.get("89.10") == "L" else "kind"), namen.volledige_naam(v, "O")


def _verblijfstitel(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    return ("verblijfstitel-eindigt", "") if v.is_leeg else ("verblijfstitel", _code(feiten, v, "39.10"))


def _gezag(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    if v.is_leeg:
        return "gezag-niet", ""
    return ("curatele", "") if v.heeft("33") else ("gezag", _code(feiten, v, "32.10"))


def _reisdocument(feiten: Feiten, v: Voorkomen, stapel: Stapel) -> Gezegd:
    """No number: who needs it looks at the list."""
    if v.heeft("36"):
        return "signalering", ""
    return "reisdocument", dag(v.get("35.50", ""))


def _code(feiten: Feiten, v: Voorkomen, nummer: str) -> str:
    return (betekenis_van(feiten, v, nummer) or v[nummer]) if nummer in v else ""


ZEGGEN: Mapping[str, Zeg] = MappingProxyType({
    "01": _persoon, "02": _ouder, "03": _ouder, "04": _nationaliteit, "05": _verbintenis, "06": _overlijden,
    "08": _verblijfplaats, "09": _kind, "10": _verblijfstitel, "11": _gezag, "12": _reisdocument,
})  # fmt: skip
"""Category -> what a voorkomen of it tells."""
SOORTEN = (
    "geboren", "persoon-gewijzigd", "ouder", "geen-ouder", "nationaliteit", "nationaliteit-eindigt",
    "bijzonder-nederlander", "huwelijk", "huwelijk-overlijden", "huwelijk-scheiding", "huwelijk-einde", "partnerschap",
    "partnerschap-overlijden", "partnerschap-scheiding", "partnerschap-einde", "verbintenis-niet", "overleden",
    "overlijden-niet", "vertrokken", "adres-onbekend", "briefadres", "woont", "kind", "kind-niet", "kind-levenloos",
    "verblijfstitel", "verblijfstitel-eindigt", "gezag", "gezag-niet", "curatele", "reisdocument", "signalering",
)  # fmt: skip
"""All that can have happened; a test compares the screens' words with it."""
