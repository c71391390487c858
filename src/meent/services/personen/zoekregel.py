"""By which a persoonslijst is searched: rows that follow from the list, and are written with it (decisions 0052, 0058).

One row for what is there once (name, address of now), and one for each place of ever and each travel document.
"""

import unicodedata
from collections.abc import Mapping

from meent.services.personen.persoonslijst import Persoonslijst

COLUMNS = (
    "geslachtsnaam", "voornamen", "voorvoegsel", "geslacht", "geboortedatum", "gemeente", "postcode", "huisnummer",
    "huisletter", "toevoeging", "straat", "openbare_ruimte", "nummeraanduiding", "adresseerbaar_object", "opschorting",
)  # fmt: skip
SET = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
PLAIN = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n",
                       "æ": "ae", "œ": "oe", "þ": "th", "ŀ": "l"})  # fmt: skip
"""Letters that are no letter with something on it."""


OBJECT, REISDOCUMENT, OUDER = "adresseerbaar_object", "reisdocument", "ouder"


def upserts(bron: str, first: int) -> str:
    """Parts of a WITH that write the rows of the list `id` in `bron`, with `zoekwaarden` and `sleutels` in
    parameters from `first` on.

    Keys that the list no longer has go; those that it has stay as they are.
    """
    values = ", ".join(
        f"${n}::{'integer' if column == 'huisnummer' else 'text'}" for n, column in enumerate(COLUMNS, start=first)
    )
    soorten, waarden = f"${first + len(COLUMNS)}::text[]", f"${first + len(COLUMNS) + 1}::text[]"
    return f"""
gezocht AS (
    INSERT INTO persoon_zoek (tenant_id, lijst, {", ".join(COLUMNS)}) SELECT $1, {bron}.id, {values} FROM {bron}
    ON CONFLICT (tenant_id, lijst) DO UPDATE SET {SET}
), sleutels AS (
    INSERT INTO persoon_sleutel (tenant_id, soort, waarde, lijst)
    SELECT $1, s.soort, s.waarde, {bron}.id FROM {bron}, unnest({soorten}, {waarden}) AS s(soort, waarde)
    ON CONFLICT DO NOTHING
), weg AS (
    DELETE FROM persoon_sleutel k USING {bron} WHERE k.tenant_id = $1 AND k.lijst = {bron}.id
        AND NOT EXISTS (SELECT FROM unnest({soorten}, {waarden}) AS s(soort, waarde)
                        WHERE s.soort = k.soort AND s.waarde = k.waarde)
)"""


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


def sleutels(pl: Persoonslijst) -> tuple[list[str], list[str]]:
    """The keys of a list as two parameters: their kinds, and their values."""
    found = sorted(sleutels_van(pl))
    return [soort for soort, _ in found], [waarde for _, waarde in found]


def sleutels_van(pl: Persoonslijst) -> set[tuple[str, str]]:
    """Every place of now and before, but for what was wrong, every travel document, and each parent."""
    places = {v.get("11.80", "") for *_, v in pl.voorkomens("08") if not v.is_onjuist}
    documents = {v.get("35.20", "") for *_, number, v in pl.voorkomens("12") if number == 0}
    found = {(OBJECT, p) for p in places if p.strip("0")}
    parents = [v for *_, number, v in pl.voorkomens("02", "03") if number == 0]
    found |= {(OUDER, key) for v in parents if (key := _known(v.get("01.20", ""), "0") or geboren_als(v))}
    return found | {(REISDOCUMENT, d) for d in documents if d.strip(".")}


def geboren_als(v: Mapping[str, str]) -> str:
    """Birth date and surname, by which somebody without a number is sought; "" when either is not known."""
    dag, naam = v.get("03.10", "").strip("0"), vouw(v.get("02.40", "")).strip(".")
    return f"{v['03.10']} {naam}" if dag and naam else ""


def _known(waarde: str, unknown: str) -> str:
    return waarde if waarde.strip(unknown) else ""
