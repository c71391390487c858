"""Where somebody lives: the four kinds of verblijfplaats, and the lines of an address on an envelope."""

from collections.abc import Callable, Mapping

from meent.services.personen.bevragen import waarden
from meent.services.personen.bevragen.feiten import NIET_OP_ADRES
from meent.services.personen.bevragen.tonen import Groep, Plek, Veld, code, datum, letter, veld, zoals

ADRES = "08.11.10 08.11.15 08.11.20 08.11.30 08.11.40 08.11.50 08.11.60 08.11.70"
SOORT = "08.11.10 08.12.10 08.13.10"
"""By which a verblijfplaats shows what kind it is."""


def soort(plek: Plek) -> str:
    """Which of the four; nothing where nothing is registered. Source: BV-25."""
    if plek["13.10"]:
        return "VerblijfplaatsOnbekend" if plek["13.10"] == "0000" else "VerblijfplaatsBuitenland"
    if plek["12.10"]:
        return "Locatie"
    if not plek["11.10"]:
        return ""
    return "Adres" if waarden.tekst(plek["11.10"]) else "VerblijfplaatsOnbekend"


def niet_op_adres(voorkomen: Mapping[str, str]) -> bool:
    """It has been found that the person does not live there, and nobody ended that. Source: BV-24."""
    return voorkomen.get("83.10") == NIET_OP_ADRES and not voorkomen.get("83.30")


def _niet_op_adres(plek: Plek) -> bool | None:
    return niet_op_adres(plek.voorkomen) or None


GEDEELD: dict[str, Veld | Groep] = {
    "type": veld(SOORT, lambda plek: None),
    "datumIngangGeldigheid": datum("08.85.10"),
}
INDICATIE = veld("08.83.10", _niet_op_adres, onderzoek=False)

VERBLIJFADRES = Groep({
    "officieleStraatnaam": zoals("08.11.15"),
    "korteStraatnaam": zoals("08.11.10"),
    "huisnummer": zoals("08.11.20", waarden.getal),
    "huisletter": zoals("08.11.30"),
    "huisnummertoevoeging": zoals("08.11.40"),
    "aanduidingBijHuisnummer": letter("08.11.50"),
    "postcode": zoals("08.11.60"),
    "woonplaats": zoals("08.11.70"),
})  # fmt: skip

VERBLIJFADRES_BUITENLAND = Groep({
    "regel1": zoals("08.13.30"), "regel2": zoals("08.13.40"), "regel3": zoals("08.13.50"), "land": code("08.13.10", 34),
})  # fmt: skip

VERBLIJFPLAATS = Groep({}, soort=soort, categorie="08", soorten={
    "Adres": Groep({
        **GEDEELD,
        "verblijfadres": VERBLIJFADRES,
        "functieAdres": letter("08.10.10"),
        "adresseerbaarObjectIdentificatie": zoals("08.11.80", waarden.cijfers),
        "nummeraanduidingIdentificatie": zoals("08.11.90", waarden.cijfers),
        "datumVan": datum("08.10.30"),
        "indicatieVastgesteldVerblijftNietOpAdres": INDICATIE,
    }, categorie="08"),
    "Locatie": Groep({
        **GEDEELD,
        "verblijfadres": Groep({"locatiebeschrijving": zoals("08.12.10")}),
        "functieAdres": letter("08.10.10"),
        "datumVan": datum("08.10.30"),
        "indicatieVastgesteldVerblijftNietOpAdres": INDICATIE,
    }, categorie="08"),
    "VerblijfplaatsBuitenland": Groep({
        **GEDEELD,
        "verblijfadres": VERBLIJFADRES_BUITENLAND,
        "datumVan": datum("08.13.20"),
    }, categorie="08"),
    "VerblijfplaatsOnbekend": Groep({
        **GEDEELD,
        "datumVan": veld(
            "08.13.20 08.10.30", lambda plek: waarden.datum(plek["13.20"] if plek["13.10"] else plek["10.30"])
        ),
    }, categorie="08"),
})  # fmt: skip


def straat_en_nummer(plek: Plek) -> str:
    """Street, `tegenover` or `bij`, number with letter and addition. Source: BV-26."""
    straat = waarden.tekst(plek["11.10"]) or ""
    beside = {"to": "t/o", "by": "bij"}.get(plek["11.50"], "")
    nummer = str(waarden.getal(plek["11.20"]) or "")
    toevoeging = waarden.tekst(plek["11.40"]) or ""
    # A letter stands right behind the number; an addition behind a dash, so that 1 and 11 stay apart.
    return " ".join(filter(None, (straat, beside, nummer + plek["11.30"] + (f"-{toevoeging}" if toevoeging else ""))))


def regel1(plek: Plek) -> str | None:
    """Source: BV-26."""
    kind = soort(plek)
    if kind == "VerblijfplaatsBuitenland":
        return waarden.tekst(plek["13.30"])
    if kind == "Locatie":
        return waarden.tekst(plek["12.10"])
    return straat_en_nummer(plek)[:40] if kind == "Adres" else None


def regel2(plek: Plek) -> str | None:
    """Postcode and town, the municipality where no town is registered. Source: BV-26."""
    kind = soort(plek)
    if kind == "VerblijfplaatsBuitenland":
        return waarden.tekst(plek["13.40"])
    gemeente = waarden.code(plek.feiten.tabellen, 33, plek["09.10"]) or {}
    town = waarden.tekst(plek["11.70"]) or gemeente.get("omschrijving", "")
    if kind == "Locatie":
        return gemeente.get("omschrijving")
    if kind != "Adres" or not town:
        return None
    postcode = waarden.tekst(plek["11.60"]) or ""
    return f"{postcode[:4]} {postcode[4:]}  {town}"[:50] if postcode else town


def regel3(plek: Plek) -> str | None:
    """Source: BV-26."""
    return waarden.tekst(plek["13.50"]) if soort(plek) == "VerblijfplaatsBuitenland" else None


def op_adres(plek: Plek) -> Plek:
    return Plek(plek.feiten, "08", plek.feiten.actueel("08"))


def _land(plek: Plek) -> object:
    return waarden.code(plek.feiten.tabellen, 34, plek["13.10"]) if plek["13.10"] not in ("", "0000") else None


def adresregels(waar: Callable[[Plek], Plek]) -> dict[str, Veld | Groep]:
    """The lines on an envelope, of the place that `waar` finds. Source: BV-26."""
    return {
        "adresregel1": Veld((*ADRES.split()[:6], "08.12.10", "08.13.30"), lambda plek: regel1(waar(plek))),
        "adresregel2": Veld(("08.09.10", "08.11.60", "08.11.70", "08.13.40"), lambda plek: regel2(waar(plek))),
        "adresregel3": Veld(("08.13.50",), lambda plek: regel3(waar(plek))),
        "land": Veld(("08.13.10",), lambda plek: _land(waar(plek))),
    }


REGELS: dict[str, Veld | Groep] = adresregels(op_adres) | {
    "indicatieVastgesteldVerblijftNietOpAdres": Veld(
        ("08.83.10",), lambda plek: _niet_op_adres(op_adres(plek)), onderzoek=False
    ),
}
