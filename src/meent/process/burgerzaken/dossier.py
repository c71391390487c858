"""Dossiers as suppliers of e-services send them today, read as the legal fact they tell of."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from meent.basis.datums import PartialDate
from meent.process.burgerzaken.verhuizing import AMBTSHALVE, WIJZEN, Verhuizing
from meent.services.personen.persoonslijst import Persoonslijst

AANGIFTEN = MappingProxyType({"INGESCHREVENE": "I", "GEZAGHOUDER": "G", "ECHTGENOOT_GEREGISTREERD_PARTNER": "P"})
FUNCTIES = MappingProxyType({"WOONADRES": "W", "BRIEFADRES": "B"})
VELDEN = MappingProxyType({"straat": "11.10", "hnr": "11.20", "hnrL": "11.30", "hnrT": "11.40", "postcode": "11.60"})
SOORTEN = MappingProxyType({"BINNENGEMEENTELIJK": "binnenverhuizing", "INTERGEMEENTELIJK": "buitenverhuizing"})


class DossierOnleesbaar(ValueError):
    """Dit dossier is geen verhuizing die wij kennen."""


def bsn_of(value: Any) -> str:
    """Suppliers send it as a number; the zero in front is lost on the way."""
    return f"{int(value):09}"


def bsns_in(dossier: Mapping[str, Any]) -> list[str]:
    """Whose lists are needed: the aangever and each mover. raises DossierOnleesbaar"""
    verhuizing = _verhuizing(dossier)[1]
    try:
        people = [verhuizing["aangever"]["bsn"], *(v["bsn"] for v in verhuizing["verhuizers"])]
        return list(dict.fromkeys(map(bsn_of, people)))
    except (KeyError, TypeError, ValueError) as fault:
        raise DossierOnleesbaar(DossierOnleesbaar.__doc__) from fault


def verhuizing_of(
    dossier: Mapping[str, Any], lijsten: Mapping[str, Persoonslijst], *, eigen: str, vandaag: date
) -> Verhuizing:
    """The declaration in a dossier. What it does not tell is not assumed: no papers. raises DossierOnleesbaar"""
    algemeen, verhuizing = _verhuizing(dossier)
    try:
        nieuw = verhuizing[SOORTEN[verhuizing["type"]]]["nieuwAdres"]
        aangever = bsn_of(verhuizing["aangever"]["bsn"])
        datum, invoer = (PartialDate(f"{int(algemeen.get(n) or 0):08}").datum for n in ("datumIngang", "datumInvoer"))
        adres = {"10.10": FUNCTIES[nieuw["functieAdres"]]}
        adres |= {n: str(nieuw[veld]) for veld, n in VELDEN.items() if nieuw.get(veld)}
        adres |= {"12.10": nieuw["locatie"]} if nieuw.get("locatie") else {}
        verhuizers = {bsn_of(v["bsn"]): _wijze(v["aangifte"]) for v in verhuizing["verhuizers"]}
    except (KeyError, TypeError, ValueError) as fault:
        raise DossierOnleesbaar(DossierOnleesbaar.__doc__) from fault
    if datum is None or not verhuizers:
        raise DossierOnleesbaar(DossierOnleesbaar.__doc__)
    return Verhuizing(
        eigen=eigen, aangever=aangever, datum=datum, ontvangen=invoer or vandaag, vandaag=vandaag, adres=adres,
        verhuizers=verhuizers, lijsten=lijsten,
    )  # fmt: skip


def _verhuizing(dossier: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    found = dossier.get("inhoud") or dossier.get("zaak") or {}
    if not isinstance(found, dict) or not isinstance(found.get("verhuizing"), dict):
        raise DossierOnleesbaar(DossierOnleesbaar.__doc__)
    return found.get("algemeen") or {}, found["verhuizing"]


def _wijze(aangifte: str) -> str:
    """72.10; a letter of ours stands for itself, but ambtshalve is never declared. raises KeyError"""
    return aangifte if aangifte in WIJZEN and aangifte != AMBTSHALVE else AANGIFTEN[aangifte]
