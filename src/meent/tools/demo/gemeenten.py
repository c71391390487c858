"""The two invented municipalities of the demo, their people behind the desk and their place on the map.

Codes 9801 and 9802 are in no edition of tabel 33 or of the CBS list of municipalities. The RSINs pass the eleven test
and lie in the number range 999 that is used for tests only, so that none is anybody's.
"""

from dataclasses import dataclass
from typing import Literal

# Within the test range: 99900… for the tenants, 99901… and 99902… for children to be born, 99905… for generated
# organisations, 9991…–9998… for generated residents (see `bsn_begin`); RvIG's own test persons have 99999….
PREFIX_ORGANISATIES = "99905"


@dataclass(frozen=True, slots=True)
class Medewerker:
    """Somebody who handles cases. `identificatie` is the name to log in with; `afdeling` a key of AFDELINGEN."""

    identificatie: str
    voorletters: str
    voorvoegsel: str
    achternaam: str
    afdeling: str

    @property
    def naam(self) -> str:
        """As colleagues write it."""
        return " ".join(filter(None, (self.voorletters, self.voorvoegsel, self.achternaam)))


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One tenant of the demo.

    domein  of its catalogue: at most five capitals
    kaart   west, south, east, north in degrees (WGS84): the square in which its streets are drawn
    postcode_begin, bsn_begin   first four digits of its invented postcodes and burgerservicenummers
    rvig    code of the municipality whose test persons (RvIG) live here
    """

    slug: str
    naam: str
    code: str
    rsin: str
    domein: str
    kaart: tuple[float, float, float, float]
    postcode_begin: int
    bsn_begin: int
    rvig: str
    medewerkers: tuple[Medewerker, ...]

    @property
    def voorraad(self) -> tuple[tuple[Literal["anummer", "bsn"], int], ...]:
        """From where on it has numbers to give out: A-nummers under its code, BSNs that no resident of the demo has."""
        return ("anummer", int(self.code) * 1_000_000), ("bsn", 999_000_000 + int(self.code) % 10 * 10_000)


# Department -> what residents read. The keys return in the table of zaaktypen.
AFDELINGEN = {
    "burgerzaken": "Team Burgerzaken",
    "vergunningen": "Team Vergunningen",
    "parkeren": "Team Parkeren",
    "openbare_ruimte": "Team Openbare Ruimte",
    "inkomen": "Team Werk en Inkomen",
    "wmo": "Team Wmo en Jeugd",
    "belastingen": "Team Belastingen",
    "juridisch": "Team Juridische Zaken",
    "subsidies": "Team Subsidies",
}

MEERWIJDE = Gemeente(
    slug="meerwijde", naam="Meerwijde", code="9801", rsin="999000019", domein="MEERW",
    kaart=(5.26, 52.18, 5.34, 52.22), postcode_begin=9810, bsn_begin=9991, rvig="0518",
    medewerkers=(
        Medewerker("ans", "A.", "", "Brouwer", "burgerzaken"),
        Medewerker("yusuf", "Y.", "", "Aydın", "burgerzaken"),
        Medewerker("joost", "J.", "van der", "Laan", "vergunningen"),
        Medewerker("mirthe", "M.", "", "Postma", "vergunningen"),
        Medewerker("dewi", "D.", "", "Sastro", "parkeren"),
        Medewerker("henk", "H.", "de", "Graaf", "openbare_ruimte"),
        Medewerker("zoe", "Z.", "", "Lindqvist", "openbare_ruimte"),
        Medewerker("fatima", "F.", "el", "Idrissi", "inkomen"),
        Medewerker("bram", "B.", "", "Kuipers", "inkomen"),
        Medewerker("lieke", "L.", "", "Verhagen", "wmo"),
        Medewerker("ricardo", "R.", "", "Croes", "belastingen"),
        Medewerker("noor", "N.", "", "Hermans", "juridisch"),
        Medewerker("karim", "K.", "", "Bensaïd", "juridisch"),
        Medewerker("eline", "E.", "ten", "Have", "subsidies"),
    ),
)  # fmt: skip

ZUIDERKOOG = Gemeente(
    slug="zuiderkoog", naam="Zuiderkoog", code="9802", rsin="999000020", domein="ZUIDK",
    kaart=(5.28, 52.11, 5.34, 52.14), postcode_begin=9850, bsn_begin=9995, rvig="0599",
    medewerkers=(
        Medewerker("trudy", "T.", "", "Smit", "burgerzaken"),
        Medewerker("omar", "O.", "", "Haddad", "vergunningen"),
        Medewerker("sjoerd", "S.", "", "Jellema", "parkeren"),
        Medewerker("wilma", "W.", "van", "Buren", "openbare_ruimte"),
        Medewerker("chen", "C.", "", "Li", "inkomen"),
        Medewerker("anouk", "A.", "", "Dumont", "wmo"),
        Medewerker("gijs", "G.", "", "Tromp", "belastingen"),
        Medewerker("maaike", "M.", "de", "Wit", "juridisch"),
        Medewerker("pieter", "P.", "", "Bos", "subsidies"),
    ),
)  # fmt: skip

GEMEENTEN = (MEERWIJDE, ZUIDERKOOG)
