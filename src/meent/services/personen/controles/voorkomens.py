"""Preconditions on one voorkomen by itself: what goes together, what is needed, what may stand there."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.services.personen.controles.preconditie import Plaats, Preconditie, Zoek
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rubrieken import tabel

GERELATEERDEN = ("02", "03", "05", "09")
OUDERS = ("02", "03")
ALLE: tuple[str, ...] = ()
"""No category named: all of them."""


# --- kinds of checks; each makes a search out of a row of the tables below ------------------------------------------


def volledig(categorieen: tuple[str, ...], groep: str, *nodig: str) -> Zoek:
    """Where the group is, these elements are."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        for c, s, v, voorkomen in pl.voorkomens(*categorieen) if groep in pl.groepen else ():
            if groep in voorkomen.groepen:
                yield from (Plaats(c, s, v, n) for n in nodig if n not in voorkomen)

    return zoek


def verplicht(categorieen: tuple[str, ...], *nodig: str) -> Zoek:
    """Always these elements."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        for c, s, v, voorkomen in pl.voorkomens(*categorieen):
            yield from (Plaats(c, s, v, n) for n in nodig if n not in voorkomen)

    return zoek


def gevolg(categorieen: tuple[str, ...], als: tuple[str, ...], *dan: str) -> Zoek:
    """Where one of these groups or elements is, there is one of those elements."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        for c, s, v, voorkomen in pl.voorkomens(*categorieen):
            if any(heeft(voorkomen, deel) for deel in als) and not any(n in voorkomen for n in dan):
                yield Plaats(c, s, v, dan[0])

    return zoek


def nooit_samen(categorieen: tuple[str, ...], deel: str, *andere: str) -> Zoek:
    """Where the first is, none of the others is."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        for c, s, v, voorkomen in pl.voorkomens(*categorieen) if deel[:2] in pl.groepen else ():
            if heeft(voorkomen, deel) and any(heeft(voorkomen, ander) for ander in andere):
                yield Plaats(c, s, v, deel)

    return zoek


def waarde(categorieen: tuple[str, ...], nummer: str, mag: Callable[[str], bool]) -> Zoek:
    """Where the element is, it holds only what it may."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        for c, s, v, voorkomen in pl.voorkomens(*categorieen) if nummer[:2] in pl.groepen else ():
            if nummer in voorkomen and not mag(voorkomen[nummer]):
                yield Plaats(c, s, v, nummer)

    return zoek


def ieder(categorieen: tuple[str, ...], element: str, klopt: Callable[[Voorkomen], bool]) -> Zoek:
    """Each voorkomen answers to this; `element` is where to look."""

    def zoek(pl: Persoonslijst) -> Iterator[Plaats]:
        return (Plaats(c, s, v, element) for c, s, v, found in pl.voorkomens(*categorieen) if not klopt(found))

    return zoek


def heeft(voorkomen: Voorkomen, deel: str) -> bool:
    """A group (two digits) or an element."""
    return voorkomen.heeft(deel) if len(deel) == 2 else deel in voorkomen


@lru_cache(50_000)
def is_dag(text: str) -> bool:
    """A day that is fully known."""
    try:
        return PartialDate(text).is_volledig
    except OngeldigeDatum:
        return False


def _met_groep(groep: str) -> tuple[str, ...]:
    return tuple(c.nummer for c in tabel().categorieen.values() if groep in c.groepen)


def zegt_welke(pl: Persoonslijst) -> Iterator[Plaats]:
    """A verbintenis says of which kind it is; where it only ends one, that it does not is worth a look and no fault."""
    for c, s, v, voorkomen in pl.voorkomens("05"):
        if voorkomen and "15.10" not in voorkomen:
            yield Plaats(c, s, v, "15.10", "let op" if voorkomen.is_leeg else "fout")


# --- the checks ------------------------------------------------------------------------------------------------------

GROEPEN = (
    (
        "PRE007",
        "Wie iets over een geboorte weet, noemt in elk geval de datum en het land.",
        volledig(ALLE, "03", "03.10", "03.30"),
    ),
    (
        "PRE009",
        "Wie iets over een overlijden weet, noemt in elk geval de datum en het land.",
        volledig(("06",), "08", "08.10", "08.30"),
    ),
    (
        "PRE011",
        "Van een reisdocument zijn soort, nummer, uitgifte, autoriteit en einde bekend.",
        volledig(("12",), "35", "35.10", "35.20", "35.30", "35.40", "35.50"),
    ),
    (
        "PRE012",
        "Bij een verblijfstitel staat welke het is en wanneer hij ingaat.",
        volledig(("10",), "39", "39.10", "39.30"),
    ),
    ("PRE064", "Bij een naam van een verwant staat altijd de geslachtsnaam.", volledig(GERELATEERDEN, "02", "02.40")),
    (
        "PRE070",
        "Een document heeft een gemeente, een datum en een beschrijving.",
        volledig(ALLE, "82", "82.10", "82.20", "82.30"),
    ),
    ("PRE071", "Een akte heeft een registergemeente en een nummer.", volledig(ALLE, "81", "81.10", "81.20")),
    ("PRE079", "Bij immigratie staat vanuit welk land en op welke dag.", volledig(("08",), "14", "14.10", "14.20")),
    ("PRE081", "Een adres in het buitenland heeft een land en een begin.", volledig(("08",), "13", "13.10", "13.20")),
    ("PRE087", "Een opschorting heeft een dag en een reden.", volledig(("07",), "67", "67.10", "67.20")),
    ("PRE088", "Een sluiting heeft een dag.", volledig(("05",), "06", "06.10")),
    ("PRE089", "Bij uitsluiting van het kiesrecht staat de aanduiding.", volledig(("13",), "38", "38.10")),
    ("PRE090", "Bij Europees kiesrecht staat de aanduiding.", volledig(("13",), "31", "31.10")),
    ("PRE097", "Een verificatie heeft een dag en een omschrijving.", volledig(("07",), "71", "71.10", "71.20")),
    ("PRE098", "Bij een RNI-deelnemer staat zijn code.", volledig(ALLE, "88", "88.10")),
    ("PRE099", "Een onderzoek zegt waarnaar, en sinds wanneer.", volledig(ALLE, "83", "83.10", "83.20")),
    (
        "PRE100",
        "Bij een adreshouding staat of het een woonadres of een briefadres is.",
        volledig(("08",), "10", "10.10"),
    ),
)
NODIG = (
    ("PRE005", "Elke rij over de persoon noemt haar A-nummer.", verplicht(("01",), "01.10")),
    ("PRE018", "Een verbintenis zegt of zij een huwelijk of een partnerschap is.", zegt_welke),
    ("PRE030", "Elk voorkomen zegt vanaf wanneer het geldt.", verplicht(_met_groep("85"), "85.10")),
    ("PRE034", "Elke rij over de persoon noemt de geslachtsnaam.", verplicht(("01",), "02.40")),
    (
        "PRE036",
        "Een verblijfplaats noemt de gemeente van inschrijving en de dag.",
        verplicht(("08",), "09.10", "09.20"),
    ),
    (
        "PRE037",
        "De inschrijving noemt het versienummer en de dag van eerste inschrijving.",
        verplicht(("07",), "80.10", "68.10"),
    ),
    ("PRE111", "Een verblijfplaats zegt wie er aangifte van deed.", verplicht(("08",), "72.10")),
    (
        "PRE039",
        "Van een partner van wie iets bekend is, is de geslachtsnaam bekend.",
        gevolg(("05",), ("01", "03", "04"), "02.40"),
    ),
    (
        "PRE041",
        "Bij een sluiting of ontbinding staat de geslachtsnaam van de partner.",
        gevolg(("05",), ("06", "07"), "02.40"),
    ),
    (
        "PRE048",
        "Van een kind van wie iets bekend is, is de geslachtsnaam bekend.",
        gevolg(("09",), ("01", "03"), "02.40"),
    ),
    (
        "PRE049",
        "Van een ouder van wie iets bekend is, is de geslachtsnaam bekend.",
        gevolg(OUDERS, ("01", "03", "04", "62"), "02.40"),
    ),
    (
        "PRE069",
        "Een ouder met een naam heeft een begin van de familierechtelijke betrekking.",
        gevolg(OUDERS, ("02.40",), "62.10"),
    ),
    ("PRE083", "Een reden van verkrijging hoort bij een nationaliteit.", gevolg(("04",), ("63.10",), "05.10", "65.10")),
    ("PRE115", "Een EU-persoonsnummer hoort bij een nationaliteit.", gevolg(("04",), ("73.10",), "05.10")),
)
SAMEN = (
    ("PRE020", "Een voorkomen berust op een akte of op een document, en niet op beide.", nooit_samen(ALLE, "81", "82")),
    (
        "PRE023",
        "Een nationaliteit die eindigt, staat er zonder code en zonder reden van verkrijging.",
        nooit_samen(("04",), "64.10", "05.10", "63.10", "65.10"),
    ),
    ("PRE040", "Sluiting en ontbinding staan niet in hetzelfde voorkomen.", nooit_samen(("05",), "06", "07")),
    (
        "PRE094",
        "Wie in het buitenland woont, vestigt zich niet in hetzelfde voorkomen.",
        nooit_samen(("08",), "13", "14"),
    ),
    (
        "PRE105",
        "Bijzonder Nederlanderschap staat los van nationaliteit en van een reden van einde.",
        nooit_samen(("04",), "65.10", "05.10", "64.10"),
    ),
    (
        "PRE106",
        "Een nationaliteit staat los van bijzonder Nederlanderschap en van een reden van einde.",
        nooit_samen(("04",), "05.10", "64.10", "65.10"),
    ),
)
WAARDEN = (
    (
        "PRE006",
        "Voornamen staan los van elkaar door spaties, niet door leestekens.",
        waarde(ALLE, "02.10", lambda w: not set(w) & set(",;")),
    ),
    (
        "PRE014",
        "Een regel van een adres in het buitenland is hoogstens 35 tekens.",
        ieder(("08",), "13.30", lambda v: all(len(v.get(n, "")) <= 35 for n in ("13.30", "13.40", "13.50"))),
    ),
    (
        "PRE042",
        "Een verbintenis is een huwelijk (H) of een partnerschap (P).",
        waarde(("05",), "15.10", "HP".__contains__),
    ),
    (
        "PRE059",
        "Twee ouders en een derde hebben niet samen het gezag.",
        waarde(("11",), "32.10", lambda w: w not in ("12D", "3D")),
    ),
    (
        "PRE067",
        "Van een document is de hele datum bekend, of niets ervan.",
        waarde(ALLE, "82.20", lambda w: w == "00000000" or is_dag(w)),
    ),
    ("PRE076", "Onjuist is O, of S uit oudere gegevens.", waarde(ALLE, "84.10", "OS".__contains__)),
    ("PRE077", "Dat de kaart geheel is overgenomen, schrijven wij als P.", waarde(("07",), "87.10", "P".__contains__)),
    ("PRE078", "Gezag is opgebouwd uit 1, 2 en D.", waarde(("11",), "32.10", lambda w: set(w) <= set("12D"))),
    ("PRE091", "Bij een huisnummer staat by, to of niets.", waarde(("08",), "11.50", lambda w: w in ("by", "to"))),
    ("PRE101", "De reden van een opschorting is bekend.", waarde(("07",), "67.20", lambda w: w != ".")),
    (
        "PRE031",
        "Van elk voorkomen is de hele dag van opneming bekend.",
        ieder(_met_groep("86"), "86.10", lambda v: is_dag(v.get("86.10", ""))),
    ),
    (
        "PRE038",
        "De inschrijving heeft een tijdstempel van een bekende dag.",
        ieder(("07",), "80.20", lambda v: is_dag(v.get("80.20", "")[:8])),
    ),
    (
        "PRE035",
        "Een rij over reisdocumenten gaat over een document of over een signalering.",
        ieder(("12",), "35.10", lambda v: v.heeft("35") != v.heeft("36")),
    ),
    (
        "PRE080",
        "Een verblijfplaats ligt in Nederland of in het buitenland.",
        ieder(("08",), "10.10", lambda v: v.heeft("10", "13")),
    ),
    (
        "PRE084",
        "Een adreshouding heeft een straat of een locatie, en niet allebei.",
        ieder(("08",), "11.10", lambda v: not v.heeft("10") or ("11.10" in v) != ("12.10" in v)),
    ),
    (
        "PRE085",
        "Een bron heeft een aktenummer of een beschrijving.",
        ieder(ALLE, "82.30", lambda v: not v.heeft("81", "82") or ("81.20" in v) != ("82.30" in v)),
    ),
    (
        "PRE102",
        "Een adres of een locatie hoort bij een adreshouding.",
        ieder(("08",), "10.10", lambda v: v.heeft("10") or not v.heeft("11", "12")),
    ),
)
CONTROLES = tuple(Preconditie(*row) for row in (*GROEPEN, *NODIG, *SAMEN, *WAARDEN))
