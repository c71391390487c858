"""The parties and objects of a case as the Zaken API writes them: betrokkeneIdentificatie and objectIdentificatie."""

from meent.tools.demo.bewoners import Adres, Persoon, check_digit
from meent.tools.demo.gemeenten import PREFIX_ORGANISATIES, Gemeente, Medewerker
from meent.tools.demo.items import Body


def overig_object(soort: str, relatie: str, data: Body) -> Body:
    return {
        "objectType": "overige",
        "objectTypeOverige": soort,
        "relatieomschrijving": relatie,
        "objectIdentificatie": {"overigeData": data},
    }


def adres_object(adres: Adres) -> Body:
    return {
        "identificatie": adres.identificatie,
        "wplWoonplaatsNaam": adres.woonplaats,
        "gorOpenbareRuimteNaam": adres.straat,
        "huisnummer": adres.huisnummer,
        "huisletter": adres.huisletter,
        "huisnummertoevoeging": adres.toevoeging,
        "postcode": adres.postcode,
    }


def natuurlijk_persoon(persoon: Persoon) -> Body:
    """betrokkeneIdentificatie of a resident; no address for who keeps it secret, nor where a required part lacks."""
    body: Body = {
        "inpBsn": persoon.bsn,
        "geslachtsnaam": persoon.geslachtsnaam,
        "voorvoegselGeslachtsnaam": persoon.voorvoegsel,
        "voorletters": "".join(f"{naam[0]}." for naam in persoon.voornamen.split())[:20],
        "voornamen": persoon.voornamen,
        "geslachtsaanduiding": persoon.geslacht,
        "geboortedatum": persoon.geboortedatum,
    }
    if persoon.a_nummer:
        body["inpA_nummer"] = persoon.a_nummer
    adres = persoon.verblijfplaats
    if adres and adres.identificatie and adres.woonplaats and adres.straat and not persoon.heeft_geheimhouding:
        body["verblijfsadres"] = {
            "aoaIdentificatie": adres.identificatie,
            "wplWoonplaatsNaam": adres.woonplaats,
            "gorOpenbareRuimteNaam": adres.straat,
            "aoaPostcode": adres.postcode,
            "aoaHuisnummer": adres.huisnummer,
            "aoaHuisletter": adres.huisletter,
            "aoaHuisnummertoevoeging": adres.toevoeging,
        }
    return body


def niet_natuurlijk_persoon(naam: str, nummer: int, gemeente: Gemeente) -> Body:
    """betrokkeneIdentificatie of an invented organisation with a valid number in the test range."""
    wanted = int(gemeente.code) % 10 * 100 + nummer * 7
    candidates = (int(f"{PREFIX_ORGANISATIES}{wanted + step:03d}") for step in range(7))
    eight = next(candidate for candidate in candidates if check_digit(candidate) < 10)
    return {"innNnpId": f"{eight}{check_digit(eight)}", "statutaireNaam": f"{naam} {gemeente.naam}"}


def medewerker_body(medewerker: Medewerker) -> Body:
    return {
        "identificatie": medewerker.identificatie,
        "achternaam": medewerker.achternaam,
        "voorletters": medewerker.voorletters,
        "voorvoegselAchternaam": medewerker.voorvoegsel,
    }
