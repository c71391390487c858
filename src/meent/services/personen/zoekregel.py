"""By which a persoonslijst is searched: a row that follows from the list, and is written with it (decision 0052)."""

import unicodedata

from meent.services.personen.persoonslijst import Persoonslijst

COLUMNS = (
    "geslachtsnaam", "voornamen", "voorvoegsel", "geslacht", "geboortedatum", "gemeente", "postcode", "huisnummer",
    "huisletter", "toevoeging", "straat", "openbare_ruimte", "nummeraanduiding", "adresseerbaar_object", "opschorting",
)  # fmt: skip
SET = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
PLAIN = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n",
                       "æ": "ae", "œ": "oe", "þ": "th", "ŀ": "l"})  # fmt: skip
"""Letters that are no letter with something on it."""


def upsert(bron: str, first: int) -> str:
    """INSERT of the row of the list `id` in `bron`, its values in parameters from `first` on."""
    values = ", ".join(
        f"${n}::{'integer' if column == 'huisnummer' else 'text'}" for n, column in enumerate(COLUMNS, start=first)
    )
    return (
        f"INSERT INTO persoon_zoek (tenant_id, lijst, {', '.join(COLUMNS)}) SELECT $1, {bron}.id, {values} FROM {bron}"
        f" ON CONFLICT (tenant_id, lijst) DO UPDATE SET {SET}"
    )


def vouw(text: str) -> str:
    """Without capitals and accents: how names are compared, whoever typed them. Source: BV-15."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(PLAIN)


def zoekwaarden(pl: Persoonslijst) -> tuple[str | int, ...]:
    """Values of COLUMNS; nothing where the list says nothing, or that nobody knows."""
    huisnummer = pl.waarde("08.11.20")
    return (
        vouw(pl.waarde("01.02.40")), vouw(pl.waarde("01.02.10")), vouw(pl.waarde("01.02.30")), pl.waarde("01.04.10"),
        pl.waarde("01.03.10"), pl.waarde("08.09.10"), _known(pl.waarde("08.11.60"), "."),
        int(huisnummer) if huisnummer.isascii() and huisnummer.isdigit() else 0,
        vouw(pl.waarde("08.11.30")), vouw(pl.waarde("08.11.40")), vouw(pl.waarde("08.11.10")),
        vouw(pl.waarde("08.11.15")), _known(pl.waarde("08.11.90"), "0"), _known(pl.waarde("08.11.80"), "0"),
        pl.waarde("07.67.20"),
    )  # fmt: skip


def _known(waarde: str, unknown: str) -> str:
    return waarde if waarde.strip(unknown) else ""
