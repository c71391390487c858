"""The municipality's own configuration: what is refused and where, when it is open, and the picture of it."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from meent.basis.feestdagen import eerste_paasdag, feestdagen
from meent.process.telefonie.beleid import Openingstijden, Tijdvak, is_open
from meent.process.telefonie.keuring import BeleidGeweigerd, Knoop, Lijn, picture, read, unreachable
from tests.process.telefonie.opzet import KANTOOR, NUMMER, beleid


def document() -> dict:
    return msgspec.json.decode(msgspec.json.encode(beleid()))


def anders(pad: str, waarde: object) -> bytes:
    """The good policy with one thing changed; `...` takes it out."""
    alles = document()
    *weg, laatste = pad.split("/")
    deel = alles
    for stuk in weg:
        deel = deel[int(stuk)] if isinstance(deel, list) else deel[stuk]
    if waarde is ...:
        del deel[laatste]
    else:
        deel[laatste] = waarde
    return msgspec.json.encode(alles)


def test_a_good_policy_is_read_as_it_was_written():
    assert read(msgspec.json.encode(beleid())) == beleid()


FAULTS = [
    ("menus/hoofd/standaard/naam", "kcx", "menus.hoofd.standaard", "De wachtrij 'kcx' bestaat niet."),
    ("menus/hoofd/keuzes/1", {"soort": "menu", "naam": "x"}, "menus.hoofd.keuzes.1", "Het menu 'x' bestaat niet."),
    ("menus/hoofd/keuzes/1", {"soort": "melding", "naam": "x"}, "menus.hoofd.keuzes.1", "De melding 'x' bestaat niet."),
    (
        "menus/hoofd/keuzes/1",
        {"soort": "extern", "naam": "112"},
        "menus.hoofd.keuzes.1",
        "Schrijf het nummer met landcode, zoals +31201234567.",
    ),
    ("menus/hoofd/melding", "weg", "menus.hoofd.melding", "De melding 'weg' bestaat niet."),
    (
        "menus/hoofd/standaard",
        {"soort": "menu", "naam": "hoofd"},
        "menus.hoofd.standaard",
        "Wie niets kiest, komt steeds in hetzelfde menu terug; kies een wachtrij of melding.",
    ),
    (f"nummers/{NUMMER}/vangnet", "weg", f"nummers.{NUMMER}.vangnet", "De wachtrij 'weg' bestaat niet."),
    ("wachtrijen/kcc/tijden", "nacht", "wachtrijen.kcc.tijden", "De openingstijden 'nacht' bestaan niet."),
    ("wachtrijen/kcc/muziek", "stil", "wachtrijen.kcc.muziek", "De melding 'stil' bestaat niet."),
    (
        "wachtrijen/kcc/vaardigheid",
        "fluiten",
        "wachtrijen.kcc.vaardigheid",
        "Geen medewerker heeft 'fluiten' op niveau 1 of hoger.",
    ),
    (
        "wachtrijen/kcc/overloop",
        [{"bij": "lengte", "naar": {"soort": "wachtrij", "naam": "kcc"}}],
        "wachtrijen.kcc.overloop.0.naar",
        "Een wachtrij kan niet in zichzelf overlopen.",
    ),
    ("wachtrijen/kcc/norm_seconden", -1, "wachtrijen.kcc.norm_seconden", "Dit getal moet >= 0 zijn."),
    ("wachtrijen/kcc/norm", 20, "wachtrijen.kcc", "Het veld 'norm' bestaat niet; kijk of de naam goed geschreven is."),
    ("wachtrijen/kcc/vaardigheid", ..., "wachtrijen.kcc", "Het veld 'vaardigheid' ontbreekt."),
    ("wachtrijen/kcc/opnemen", "ja", "wachtrijen.kcc.opnemen", "Hier hoort 'bool' te staan en niet 'str'."),
    (
        "tijden/kantoor/week/ma",
        [{"van": "17:00", "tot": "09:00"}],
        "tijden.kantoor.week.ma",
        "Een tijdvak begint vóór het eindigt.",
    ),
    (
        "tijden/kantoor/week/ma",
        [{"van": "09:00", "tot": "13:00"}, {"van": "12:00", "tot": "17:00"}],
        "tijden.kantoor.week.ma",
        "Twee tijdvakken overlappen elkaar.",
    ),
    (
        "tijden/kantoor/uitzonderingen",
        {"2026-02-30": []},
        "tijden.kantoor.uitzonderingen",
        "De datum 2026-02-30 bestaat niet.",
    ),
    ("geluiden/welkom/duur", {"en": 3.0}, "geluiden.welkom.duur", "Elke melding moet er in het Nederlands zijn."),
    ("geluiden/getal-7", ..., "wachtrijen.kcc.plaats_seconden", "De melding 'getal-7' bestaat niet."),
    ("terugbellen/bevestiging", "weg", "terugbellen.bevestiging", "De melding 'weg' bestaat niet."),
    ("noodmelding", {"geluid": "weg"}, "noodmelding.geluid", "De melding 'weg' bestaat niet."),
    ("gesloten", ["weg"], "gesloten", "De wachtrij 'weg' bestaat niet."),
    (
        "medewerkers/cor/adres",
        "",
        "medewerkers.cor.adres",
        "Vul het toestel of nummer in waarop deze medewerker gebeld wordt.",
    ),
]


@pytest.mark.requirement("contact-6", "contact-7")
@pytest.mark.parametrize(("pad", "waarde", "plaats", "tekst"), FAULTS, ids=[f"{f[0]} {f[2]}" for f in FAULTS])
def test_a_fault_is_told_with_its_place(pad, waarde, plaats, tekst):
    """Somebody of the municipality must be able to mend it without us."""
    with pytest.raises(BeleidGeweigerd) as geweigerd:
        read(anders(pad, waarde))
    assert (plaats, tekst) in [tuple(fout) for fout in geweigerd.value.fouten]


@pytest.mark.parametrize("document", [b"", b"{", b"[]", b'{"nummers": {"0612": {}}}'])
def test_what_is_no_policy_is_refused_in_dutch(document):
    with pytest.raises(BeleidGeweigerd) as geweigerd:
        read(document)
    (fout,) = geweigerd.value.fouten
    assert fout.tekst.split()[0] in ("Dit", "Hier", "Deze", "Het")


def test_all_faults_come_at_once():
    slecht = document()
    slecht["wachtrijen"]["kcc"]["muziek"] = slecht["wachtrijen"]["paspoort"]["tijden"] = "weg"
    with pytest.raises(BeleidGeweigerd) as geweigerd:
        read(msgspec.json.encode(slecht))
    assert len(geweigerd.value.fouten) == 2
    slecht["wachtrijen"]["kcc"]["muziek"] = slecht["menus"]["hoofd"]["keer"] = 0
    with pytest.raises(BeleidGeweigerd) as geweigerd:
        read(msgspec.json.encode(slecht))
    assert [fout.plaats for fout in geweigerd.value.fouten] == ["menus.hoofd.keer", "wachtrijen.kcc.muziek"]


def instant(dag: str, klok: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{dag}T{klok}:00+00:00").astimezone(UTC)


OPEN = [
    ("maandag in november, klok van Amsterdam", "2026-11-30", "07:30", True),
    ("een minuut eerder", "2026-11-30", "07:29", False),
    ("maandag in juli, zomertijd", "2026-07-06", "06:30", True),
    ("laatste minuut", "2026-11-30", "15:59", True),
    ("sluitingstijd", "2026-11-30", "16:00", False),
    ("zaterdag", "2026-11-28", "10:00", False),
    ("tweede kerstdag op vrijdag wordt gevierd", "2025-12-26", "10:00", False),
    ("eerste kerstdag", "2026-12-25", "10:00", False),
    ("koningsdag op maandag", "2026-04-27", "10:00", False),
    ("tweede paasdag", "2026-04-06", "10:00", False),
    ("hemelvaart", "2026-05-14", "10:00", False),
    ("de dag erna is gewoon", "2026-05-15", "10:00", True),
    ("tweede pinksterdag", "2026-05-25", "10:00", False),
]


@pytest.mark.requirement("contact-6")
@pytest.mark.parametrize(("dag", "klok", "open_"), [r[1:] for r in OPEN], ids=[r[0] for r in OPEN])
def test_when_the_town_hall_is_open(dag, klok, open_):
    assert is_open(KANTOOR, instant(dag, klok)) is open_


@pytest.mark.requirement("contact-6")
def test_other_hours_on_one_day_go_before_week_and_holiday():
    tijden = Openingstijden(
        KANTOOR.week, uitzonderingen={"2026-12-25": [Tijdvak("10:00", "12:00")], "2026-11-30": []}
    )  # fmt: skip
    assert is_open(tijden, instant("2026-12-25", "09:30"))
    assert not is_open(tijden, instant("2026-12-25", "13:00"))
    assert not is_open(tijden, instant("2026-11-30"))
    assert is_open(Openingstijden(KANTOOR.week, feestdagen_gesloten=False), instant("2026-12-25"))


@pytest.mark.parametrize(("jaar", "pasen"), [
    (1954, date(1954, 4, 18)), (1981, date(1981, 4, 19)), (2000, date(2000, 4, 23)), (2024, date(2024, 3, 31)),
    (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25)),
])  # fmt: skip
def test_easter_falls_where_the_calendar_says(jaar, pasen):
    """1954 and 1981 are the two exceptions of Gauss's rule."""
    assert eerste_paasdag(jaar) == pasen


def test_kingsday_on_a_sunday_is_kept_on_saturday():
    assert date(2025, 4, 26) in feestdagen(2025)
    assert date(2025, 4, 27) not in feestdagen(2025)


@pytest.mark.requirement("contact-7")
def test_the_picture_shows_every_way_a_caller_can_go():
    menu, kcc, paspoort = Knoop("menu", "hoofd"), Knoop("wachtrij", "kcc"), Knoop("wachtrij", "paspoort")
    aanbod, gesloten = Knoop("aanbod", ""), Knoop("melding", "gesloten")
    assert picture(beleid()) == [
        Lijn(Knoop("nummer", NUMMER), menu, ""),
        Lijn(menu, kcc, "1"), Lijn(menu, paspoort, "2"), Lijn(menu, aanbod, "9"), Lijn(menu, kcc, "geen keuze"),
        Lijn(kcc, gesloten, "gesloten"), Lijn(kcc, aanbod, "5"),
        Lijn(paspoort, gesloten, "gesloten"), Lijn(paspoort, aanbod, "lengte 10"),
    ]  # fmt: skip


def test_what_no_caller_can_come_to_is_told():
    assert unreachable(beleid()) == []
    los = msgspec.structs.replace(beleid(), menus=beleid().menus | {"oud": beleid().menus["hoofd"]})
    assert unreachable(los) == [Knoop("menu", "oud")]
