"""The verbs with which a persoonslijst changes, and `apply`, the only function that changes one.

Opnemen and actualiseren tell that the world changed, corrigeren that we were wrong, overschrijven that it was
administration, verwijderen that it may no longer stand there. Which of them wrote a value can be read from the list for
ever. Pure: no clock, no database. Source: HUP 3.9 §2.8, §7.3; K-14 to K-27, K-33, K-35, K-38, K-47.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import msgspec

from meent.basis.datums import AMSTERDAM, PartialDate, amsterdam_dag
from meent.services.personen.persoonslijst import Persoonslijst, Stapel, Voorkomen
from meent.services.personen.rubrieken import OnbekendeRubriek, tabel
from meent.services.personen.waarden import fault_in

Waarden = Mapping[str, str]
NIETS: Waarden = MappingProxyType({})

ONJUIST = "O"
BRONNEN = MappingProxyType({"81": ("81.10", "81.20"), "82": ("82.10", "82.20", "82.30")})
BRON = tuple(BRONNEN)
VAN_ONS = frozenset({"80", "84", "86"})
"""Groups that nobody fills in: apply does (K-15, K-18, K-21)."""
VERDRINGT = MappingProxyType({
    ("05", "06"): ("07",), ("05", "07"): ("06",),
    ("08", "10"): ("13",), ("08", "11"): ("12", "13"), ("08", "12"): ("11", "13"),
    ("08", "13"): ("10", "11", "12", "14"),
    ("11", "32"): ("33",), ("11", "33"): ("32",), ("12", "35"): ("36",), ("12", "36"): ("35",),
})  # fmt: skip
"""A group that enters a category -> the groups that leave for it: together they say nothing (K-38, K-47)."""
OVERSCHRIJFBAAR = MappingProxyType({"04": {"73"}, "08": {"72", "75"}})
"""Beside everything in 07, 12 and 13, group 83, and a stronger document (K-25)."""
ZONDER_HISTORIE = ("07", "12", "13", "15")
WEL_WEG_TE_HALEN = ("12", "13")
MAG_TEN_ONRECHTE = ("04", "05", "06", "09", "10", "11")
BRON_MAG_WEG = ("04", "11")
"""Where a document is optional, also of what was recorded wrongly. Source: HUP 6.2.1, 6.2.15, 7.3.4."""
DAN_STAAT_ER = MappingProxyType({"04": {"64.10": "405"}})
"""What a category that should not have been there says above its history; the others say nothing."""


class MutatieGeweigerd(ValueError):
    """Deze wijziging mag niet op deze persoonslijst.

    code   short and stable; the text is one Dutch sentence without a value
    """

    def __init__(self, code: str, reden: str) -> None:
        super().__init__(reden)
        self.code = code


class Mutatie(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to one stapel; stapels count from 0."""

    categorie: str
    stapel: int = 0


class Opnemen(Mutatie, frozen=True, kw_only=True):
    """A new fact: a new stapel.

    inhoud   elements of the groups with content
    bron     elements of 81 or of 82
    ingang   from when it holds (85.10); empty in categories without validity
    """

    inhoud: Waarden
    bron: Waarden = NIETS
    ingang: str = ""


class Actualiseren(Mutatie, frozen=True, kw_only=True):
    """The world changed: the actual voorkomen becomes history as it is, and a new one takes its place.

    inhoud   groups that changed, each whole; what is not named goes along
    weg      groups that are no longer so
    """

    inhoud: Waarden = NIETS
    weg: tuple[str, ...] = ()
    bron: Waarden = NIETS
    ingang: str


class Vervanging(msgspec.Struct, frozen=True, kw_only=True):
    """What should have stood in the place of a voorkomen that is wrong.

    voorkomen   its number in the stapel as it is now, 0 is the actual one
    inhoud      all the content it should have had
    ingang      only when 85.10 was the error
    """

    voorkomen: int
    inhoud: Waarden
    ingang: str = ""


class Corrigeren(Mutatie, frozen=True, kw_only=True):
    """We were wrong: each wrong voorkomen stays as history with 84.10 O, and gets a replacement.

    bron   what showed that it was wrong; it goes in the oldest replacement, the newer keep theirs (K-23)
    """

    vervangingen: tuple[Vervanging, ...]
    bron: Waarden = NIETS


class TenOnrechte(Mutatie, frozen=True, kw_only=True):
    """The fact should never have stood there: an empty actual voorkomen, all its history incorrect (K-24).

    ingang   when it is not the day of the marriage (06.10), nor the oldest 85.10 of what is wrong
    """

    bron: Waarden = NIETS
    ingang: str = ""


class Overschrijven(Mutatie, frozen=True, kw_only=True):
    """Administration: groups take other values and nobody needs to see the old ones. Groups in `weg` go.

    voorkomen   only for group 83, which stands in history too
    """

    inhoud: Waarden = NIETS
    weg: tuple[str, ...] = ()
    voorkomen: int = 0


class Verwijderen(Mutatie, frozen=True, kw_only=True):
    """It may no longer stand there: a stapel of 12 or 13, groups of 13, or old history on the person's request.

    groepen      of the actual voorkomen of 13; none is the whole stapel
    voorkomens   of the history of another category, which go
    verzoek      day of the written request; needed for history (K-26)
    """

    groepen: tuple[str, ...] = ()
    voorkomens: tuple[int, ...] = ()
    verzoek: date | None = None


def apply(pl: Persoonslijst, mutaties: Sequence[Mutatie], nu: datetime) -> Persoonslijst:
    """The list after these changes, all of them or none, with group 80 one higher.

    nu       the moment of recording; its day in Amsterdam becomes 86.10
    raises   MutatieGeweigerd; OnbekendeRubriek when an element is not in the table
    """
    require_open(pl, mutaties)
    vandaag = str(PartialDate.of(amsterdam_dag(nu)))
    new = pl
    for mutatie in mutaties:
        new = DOEN[type(mutatie)](new, mutatie, vandaag)
    return _next_version(new, nu)


# --- what stands in the way ------------------------------------------------------------------------------------------


def require_open(pl: Persoonslijst, mutaties: Sequence[Mutatie]) -> None:
    """A list on its way to another municipality, or made wrongly, does not change."""
    if pl.is_geblokkeerd and not (mutaties and all(_lifts(m, "66") for m in mutaties)):
        raise MutatieGeweigerd("geblokkeerd", "Deze persoonslijst verhuist; wacht tot de blokkering eraf is.")
    if pl.is_afgevoerd and not (mutaties and all(_lifts(m, "67") for m in mutaties)):
        raise MutatieGeweigerd("afgevoerd", pl.waarom_opgeschort)
    require_kept_up(pl, mutaties)


def require_kept_up(pl: Persoonslijst, mutaties: Sequence[Mutatie]) -> None:
    """On a suspended list no new fact comes, but of before a death, or with the end of the suspension.

    What was wrong is corrected, what is in doubt is told, and what the law removes goes, also then. A letter that
    nobody knows limits nothing (K-12). Source: BZ-38, K-36.
    """
    if not pl.waarom_opgeschort or any(_lifts(m, "67") for m in mutaties):
        return
    for m in mutaties:
        of_death = pl.is_overleden and m.categorie == "06"
        if isinstance(m, Opnemen | Actualiseren) and not of_death and not pl.is_open_voor(m.ingang):
            raise MutatieGeweigerd("opgeschort", pl.waarom_opgeschort)


def _lifts(mutatie: Mutatie, groep: str) -> bool:
    if not isinstance(mutatie, Overschrijven) or mutatie.categorie != "07":
        return False
    return mutatie.weg == (groep,) and not mutatie.inhoud


def require_fitting(categorie: str, *given: Waarden) -> None:
    """Elements of this category, of good form, and none that apply fills in."""
    for waarden in given:
        for nummer, waarde in waarden.items():
            element = tabel().element(categorie, nummer)
            if element.groep in VAN_ONS or element.groep == "85":
                raise MutatieGeweigerd("niet-zelf-invullen", f"{categorie}.{nummer} vult het systeem zelf in.")
            if told := fault_in(element, waarde):
                raise MutatieGeweigerd("vorm", f"{categorie}.{nummer}: {told}.")


def require_source(categorie: str, bron: Waarden) -> None:
    """A fact has an akte or a document, whole, and not both. Source: K-16."""
    kind = tabel().categorieen[categorie]
    if any(n[:2] not in BRON for n in bron):
        raise MutatieGeweigerd("bron", "In de bron staan alleen groep 81 of groep 82.")
    wanted = [whole for groep, whole in BRONNEN.items() if groep in kind.groepen]
    if wanted and tuple(sorted(bron)) not in wanted:
        raise MutatieGeweigerd("bron", "Noem de akte (81) of het document (82), geheel, en niet allebei.")


def require_date(categorie: str, ingang: str, *, needed: bool = True) -> dict[str, str]:
    """Group 85 of the new voorkomen, where the category has it."""
    if "85" not in tabel().categorieen[categorie].groepen or not (ingang or needed):
        return {}
    if told := fault_in(tabel().elementen["85.10"], ingang):
        raise MutatieGeweigerd("ingangsdatum", f"{categorie}.85.10: {told}.")
    return {"85.10": ingang}


def _history_of(pl: Persoonslijst, mutatie: Mutatie) -> Stapel:
    """The stapel it is about, in a category that keeps history."""
    stapel = _stapel_of(pl, mutatie)
    if mutatie.categorie in ZONDER_HISTORIE:
        raise MutatieGeweigerd("geen-historie", f"Categorie {mutatie.categorie} kent geen historie; overschrijf haar.")
    return stapel


def _stapel_of(pl: Persoonslijst, mutatie: Mutatie) -> Stapel:
    found = pl.stapels.get(mutatie.categorie, ())
    if not 0 <= mutatie.stapel < len(found):
        raise MutatieGeweigerd("geen-stapel", f"Deze stapel van categorie {mutatie.categorie} is er niet.")
    return found[mutatie.stapel]


def _put(pl: Persoonslijst, mutatie: Mutatie, stapel: Sequence[Voorkomen]) -> Persoonslijst:
    """The list with another stapel in that place; without voorkomens the stapel goes."""
    stapels = list(pl.stapels.get(mutatie.categorie, ()))
    stapels[mutatie.stapel : mutatie.stapel + 1] = [Stapel(stapel)] if stapel else []
    return pl.met(mutatie.categorie, stapels)


# --- the verbs -------------------------------------------------------------------------------------------------------


def _opnemen(pl: Persoonslijst, m: Opnemen, vandaag: str) -> Persoonslijst:
    kind = tabel().categorieen.get(m.categorie)
    if kind is None:
        raise OnbekendeRubriek(m.categorie)
    require_fitting(m.categorie, m.inhoud, m.bron)
    if m.bron or m.categorie not in BRON_MAG_WEG:
        require_source(m.categorie, m.bron)
    stapels = pl.stapels.get(m.categorie, ())
    if stapels and not kind.meer_stapels:
        raise MutatieGeweigerd("een-stapel", f"Categorie {m.categorie} staat er al, en hoort er een keer.")
    new = Voorkomen({**m.inhoud, **m.bron, **require_date(m.categorie, m.ingang), **_recorded(m.categorie, vandaag)})
    if not new:
        raise MutatieGeweigerd("leeg", "Er is niets om op te nemen.")
    return pl.met(m.categorie, [*stapels, Stapel([new])])


def _actualiseren(pl: Persoonslijst, m: Actualiseren, vandaag: str) -> Persoonslijst:
    """The actual one goes to history unchanged; the new one has the untouched groups and what is new. Source: K-19."""
    stapel = _history_of(pl, m)
    require_fitting(m.categorie, m.inhoud, m.bron)
    if m.bron or m.categorie not in BRON_MAG_WEG:
        require_source(m.categorie, m.bron)
    date_ = require_date(m.categorie, m.ingang)
    kept = _content_after(m.categorie, stapel.actueel, m.inhoud, m.weg)
    new = Voorkomen({
        **kept, **m.bron, **_open_research(stapel.actueel), **stapel.actueel.groep("88"), **date_,
        **_recorded(m.categorie, vandaag),
    })  # fmt: skip
    return _put(pl, m, [new, *in_history(stapel.historie, stapel.actueel)])


def _corrigeren(pl: Persoonslijst, m: Corrigeren, vandaag: str) -> Persoonslijst:
    """Each wrong voorkomen is marked and stays; a replacement comes beside it. Source: K-21, K-22, K-23."""
    stapel = _history_of(pl, m)
    require_source(m.categorie, m.bron)
    wrong = {v.voorkomen: v for v in m.vervangingen}
    if not wrong or len(wrong) < len(m.vervangingen) or not all(0 <= v < len(stapel) for v in wrong):
        raise MutatieGeweigerd("voorkomen", "Noem elk voorkomen dat onjuist is, een keer, met zijn nummer.")
    if any(stapel[v].is_onjuist for v in wrong):
        raise MutatieGeweigerd("onjuist", "Wat al onjuist is verandert nooit meer.")
    oldest = max(wrong)
    new = {v: _replacement(m, stapel[v], wrong[v], m.bron if v == oldest else None, vandaag) for v in wrong}
    actueel = new.get(0, stapel.actueel)
    history: tuple[Voorkomen, ...] = tuple(_wrong(v) if i in wrong else v for i, v in enumerate(stapel) if i)
    if 0 in wrong:
        history = in_history(history, _wrong(stapel.actueel))
    for number in sorted(new.keys() - {0}):
        history = in_history(history, new[number])
    return _put(pl, m, [actueel, *history])


def _ten_onrechte(pl: Persoonslijst, m: TenOnrechte, vandaag: str) -> Persoonslijst:
    """A voorkomen without the fact on top, and all below it incorrect. Source: K-24, HUP 6.2.15, 7.3.4."""
    stapel = _history_of(pl, m)
    if m.categorie not in MAG_TEN_ONRECHTE:
        raise MutatieGeweigerd("verplicht", f"Categorie {m.categorie} hoort er altijd te staan; corrigeer haar.")
    require_fitting(m.categorie, m.bron)
    if m.bron or m.categorie not in BRON_MAG_WEG:
        require_source(m.categorie, m.bron)
    date_ = require_date(m.categorie, m.ingang or _since(stapel))
    said = DAN_STAAT_ER.get(m.categorie, {})
    new = Voorkomen({**said, **m.bron, **date_, **_recorded(m.categorie, vandaag)})
    history = tuple(v if v.is_onjuist else _wrong(v) for v in stapel.historie)
    return _put(pl, m, [new, *in_history(history, _wrong(stapel.actueel))])


def _since(stapel: Stapel) -> str:
    """From when what should not be there was thought to hold: the day of the marriage, else the oldest 85.10."""
    wrong = [v for v in stapel if not v.is_onjuist or v is stapel.actueel]
    gesloten = (v["06.10"] for v in reversed(wrong) if "06.10" in v)
    return next(gesloten, None) or min(v.get("85.10", "") for v in wrong)


def _overschrijven(pl: Persoonslijst, m: Overschrijven, vandaag: str) -> Persoonslijst:
    """Other values in the same place, and no history. Source: K-25."""
    stapel = _stapel_of(pl, m)
    require_fitting(m.categorie, m.inhoud)
    if not 0 <= m.voorkomen < len(stapel):
        raise MutatieGeweigerd("voorkomen", "Dit voorkomen is er niet.")
    groepen = {n[:2] for n in m.inhoud} | set(m.weg)
    require_overwritable(m, stapel[m.voorkomen], groepen)
    new = stapel[m.voorkomen].zonder(*groepen).met(m.inhoud)
    if groepen & set(BRON):
        require_source(m.categorie, new.groep(*BRON))
        new = new.met(_recorded(m.categorie, vandaag))
    if not new:
        raise MutatieGeweigerd("leeg", "Zo blijft er niets over; verwijder de stapel.")
    return _put(pl, m, [*stapel[: m.voorkomen], new, *stapel[m.voorkomen + 1 :]])


def require_overwritable(m: Overschrijven, old: Voorkomen, groepen: set[str]) -> None:
    """Only administration may be overwritten; in history only what is in doubt, and nothing that is incorrect."""
    if not groepen or groepen & VAN_ONS:
        raise MutatieGeweigerd("niet-zelf-invullen", "Noem groepen die u mag overschrijven; groep 80, 84 en 86 niet.")
    if old.is_onjuist and groepen != {"83"}:
        raise MutatieGeweigerd("onjuist", "Wat al onjuist is verandert nooit meer.")
    if "83" in groepen and m.categorie == "04" and old.get("64.10") == "404":
        raise MutatieGeweigerd("onderzoek", "Een nationaliteit die met reden 404 eindigt, komt niet in onderzoek.")
    if old.get("35.70") == "V" and "35" in groepen and m.inhoud.get("35.70") != "V":
        raise MutatieGeweigerd("vermist", "Een reisdocument dat vermist is, blijft vermist, ook als het terug is.")
    if m.voorkomen and groepen != {"83"}:
        raise MutatieGeweigerd("historie", "In de historie is alleen groep 83 te overschrijven.")
    allowed = {"83", *BRON} | OVERSCHRIJFBAAR.get(m.categorie, set())
    if m.categorie not in ZONDER_HISTORIE and not groepen <= allowed:
        raise MutatieGeweigerd("niet-overschrijfbaar", "Deze groepen krijgen historie: actualiseer of corrigeer ze.")


def _verwijderen(pl: Persoonslijst, m: Verwijderen, vandaag: str) -> Persoonslijst:
    """What may no longer stand there goes. Source: K-24, K-26."""
    stapel = _stapel_of(pl, m)
    if m.voorkomens:
        require_request(m, stapel, vandaag)
        return _put(pl, m, [v for i, v in enumerate(stapel) if i not in m.voorkomens])
    if m.categorie not in WEL_WEG_TE_HALEN or (m.groepen and m.categorie != "13"):
        raise MutatieGeweigerd("niet-te-verwijderen", "Alleen een reisdocument of kiesrecht gaat in zijn geheel weg.")
    left = stapel.actueel.zonder(*m.groepen) if m.groepen else Voorkomen()
    return _put(pl, m, [] if left.is_leeg else [left, *stapel.historie])


def require_request(m: Verwijderen, stapel: Stapel, vandaag: str) -> None:
    """History goes on the written request of the person only, and never what is actual. Source: K-26."""
    if m.verzoek is None or PartialDate.of(m.verzoek) > vandaag:
        raise MutatieGeweigerd("verzoek", "Historie verwijderen kan alleen op schriftelijk verzoek; noem de dag ervan.")
    if not all(0 < v < len(stapel) for v in m.voorkomens):
        raise MutatieGeweigerd("voorkomen", "Alleen historie die er is kan zo verdwijnen.")


DOEN: Mapping[type[Mutatie], Callable[[Persoonslijst, Any, str], Persoonslijst]] = MappingProxyType({
    Opnemen: _opnemen, Actualiseren: _actualiseren, Corrigeren: _corrigeren, TenOnrechte: _ten_onrechte,
    Overschrijven: _overschrijven, Verwijderen: _verwijderen,
})  # fmt: skip


# --- parts of a voorkomen --------------------------------------------------------------------------------------------


def _content_after(categorie: str, old: Voorkomen, inhoud: Waarden, weg: Sequence[str]) -> dict[str, str]:
    """The content with other groups, each whole; a group that enters pushes out those it cannot stand beside."""
    entering = {n[:2] for n in inhoud}
    leaving = {g for entry in entering for g in VERDRINGT.get((categorie, entry), ())} - entering
    kept = {n: w for n, w in old.inhoud.items() if n[:2] not in entering | leaving | set(weg)}
    return {**kept, **inhoud}


def verbeterd(old: Voorkomen, inhoud: Waarden, weg: Sequence[str] = ()) -> dict[str, str]:
    """The content of a voorkomen in which some groups were wrong, for a Vervanging."""
    wrong = {n[:2] for n in inhoud} | set(weg)
    return {**{n: w for n, w in old.inhoud.items() if n[:2] not in wrong}, **inhoud}


def _replacement(m: Corrigeren, old: Voorkomen, v: Vervanging, bron: Waarden | None, vandaag: str) -> Voorkomen:
    require_fitting(m.categorie, v.inhoud, m.bron)
    return Voorkomen({
        **v.inhoud, **(old.groep(*BRON) if bron is None else bron), **_open_research(old), **old.groep("88"),
        **require_date(m.categorie, v.ingang or old.get("85.10", "")), **_recorded(m.categorie, vandaag),
    })  # fmt: skip


def _wrong(old: Voorkomen) -> Voorkomen:
    """Marked, and otherwise as it was; one that was marked already keeps its letter."""
    return old if old.is_onjuist else old.met({"84.10": ONJUIST})


def _open_research(old: Voorkomen) -> dict[str, str]:
    """An onderzoek that has no end goes along; one that has ended stays behind. Source: K-20."""
    return {} if "83.30" in old else old.groep("83")


def _recorded(categorie: str, vandaag: str) -> dict[str, str]:
    """The day of recording, where the category has one. Source: K-18."""
    return {"86.10": vandaag} if "86" in tabel().categorieen[categorie].groepen else {}


def in_history(history: Sequence[Voorkomen], added: Voorkomen) -> tuple[Voorkomen, ...]:
    """The history with one more, before the first that is not newer. Source: K-13.

    What stands there keeps its order, also when that is wrong: it is not for us to mend by the way.
    """
    place = next((i for i, v in enumerate(history) if v.volgorde <= added.volgorde), len(history))
    return (*history[:place], added, *history[place:])


def _next_version(pl: Persoonslijst, nu: datetime) -> Persoonslijst:
    """Group 80 one higher and stamped, whatever changed. Source: K-15."""
    old = pl.actueel("07")
    if old is None:
        raise MutatieGeweigerd("inschrijving", "Deze persoonslijst heeft geen categorie 07; neem haar eerst op.")
    version = old.get("80.10", "0")
    if not version.isdigit() or len(str(int(version) + 1)) > max(4, len(version)):
        raise MutatieGeweigerd("versienummer", "Het versienummer van deze lijst kan niet verder omhoog.")
    stamp = nu.astimezone(AMSTERDAM).strftime("%Y%m%d%H%M%S") + f"{nu.microsecond // 1000:03}"
    new = old.met({"80.10": f"{int(version) + 1:0{max(4, len(version))}}", "80.20": stamp})
    first, *others = pl.stapels["07"]
    return pl.met("07", [[new, *first.historie], *others])
