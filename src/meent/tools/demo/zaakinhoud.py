"""What generated cases are about: per zaaktype how often it comes, with sentences that fit it (our own)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inhoud:
    """Content of the cases of one zaaktype.

    gewicht         relative number of cases
    onderwerpen     beginnings of the omschrijving, at most 45 characters, because a street comes behind them
    met_locatie     the case is about a place: a point on the map and the street in the omschrijving
    organisaties    share of the cases that an organisation starts, instead of a resident
    bron            system the case came from, for its kenmerk; empty when there is none
    """

    gewicht: int
    onderwerpen: tuple[str, ...]
    toelichtingen: tuple[str, ...] = ()
    met_locatie: bool = False
    heeft_leges: bool = False
    organisaties: float = 0.0
    bron: str = ""


INHOUD = {
    "verhuizing": Inhoud(
        110, ("Verhuizing van het hele gezin", "Verhuizing van één persoon", "Verhuizing naar studentenkamer"),
        ("Sleutel is er vanaf de eerste van de maand.", "Huurcontract is meegestuurd.", "Woont bij ouders in."),
        bron="Website",
    ),
    "paspoort": Inhoud(
        140, ("Nieuw paspoort", "Nieuwe identiteitskaart", "Paspoort kwijt", "Spoedpaspoort", "Identiteitskaart kind"),
        ("Wil het document thuis laten bezorgen.", "Oud document is gestolen.", "Reist volgende maand."),
        heeft_leges=True,
    ),
    "rijbewijs": Inhoud(
        90, ("Rijbewijs verlengen", "Eerste rijbewijs", "Rijbewijs kwijt", "Rijbewijs met aanhanger"),
        ("Keuring is nog niet binnen.", "Wil graag een afspraak in de avond."), heeft_leges=True,
    ),
    "geboorteaangifte": Inhoud(
        35, ("Geboorte van een dochter", "Geboorte van een zoon", "Geboorte van een tweeling"),
        ("Kind is vooraf erkend.", "Ouders hebben voor beide achternamen gekozen."),
    ),
    "huwelijk": Inhoud(
        20, ("Huwelijk op het gemeentehuis", "Huwelijk op eigen locatie", "Geregistreerd partnerschap"),
        ("Eigen ambtenaar voor één dag.", "Vier getuigen.", "Liever buiten, als het weer goed is."), heeft_leges=True,
    ),
    "overlijden": Inhoud(
        30, ("Overlijden thuis", "Overlijden in het ziekenhuis", "Overlijden in het verpleeghuis"),
        ("Aangifte door de uitvaartverzorger.",),
    ),
    "uittreksel": Inhoud(
        100, ("Uittreksel voor een huurwoning", "Uittreksel voor een opleiding", "Bewijs van in leven zijn",
              "Uittreksel met gezinsleden"),
        ("Graag in het Engels.", "Per post versturen."), heeft_leges=True, bron="Website",
    ),
    "naamgebruik": Inhoud(15, ("Eigen naam gebruiken", "Naam van de partner gebruiken", "Dubbele naam gebruiken")),
    "omgevingsvergunning": Inhoud(
        55, ("Dakkapel plaatsen", "Aanbouw aan de achterkant", "Zonnepanelen op monument", "Winkel wordt woning",
             "Schuur slopen", "Erfafscheiding plaatsen"),
        ("Tekeningen zijn meegestuurd.", "De buren zijn op de hoogte.", "Vooroverleg is geweest."),
        met_locatie=True, heeft_leges=True, organisaties=0.15, bron="Omgevingsloket",
    ),
    "kapvergunning": Inhoud(
        25, ("Kastanje kappen", "Zieke es kappen", "Drie populieren kappen", "Boom tegen de gevel kappen"),
        ("Boom geeft veel schaduw.", "Er komt een nieuwe boom voor terug."), met_locatie=True, heeft_leges=True,
        bron="Omgevingsloket",
    ),
    "evenementenvergunning": Inhoud(
        15, ("Straatfeest", "Rommelmarkt", "Avondvierdaagse", "Kerstmarkt", "Muziek op het plein"),
        ("Ongeveer honderd bezoekers.", "De straat moet een dag dicht."), met_locatie=True, heeft_leges=True,
        organisaties=0.6,
    ),
    "alcoholvergunning": Inhoud(
        8, ("Nieuw café", "Andere leidinggevende", "Slijterij", "Kantine van een sportvereniging"),
        ("Pand was eerder ook horeca.",), met_locatie=True, heeft_leges=True, organisaties=0.9,
    ),
    "parkeervergunning": Inhoud(
        70, ("Vergunning voor eerste auto", "Vergunning voor tweede auto", "Kenteken wijzigen"),
        ("Auto wordt geleased.",), heeft_leges=True, bron="Parkeerportaal",
    ),
    "gehandicaptenparkeerkaart": Inhoud(
        14, ("Kaart voor bestuurder", "Kaart voor passagier", "Kaart verlengen"), ("Kaart verloopt binnenkort.",),
        heeft_leges=True,
    ),
    "melding": Inhoud(
        190, ("Losse stoeptegel", "Lantaarnpaal kapot", "Afval naast de container", "Gat in de weg",
              "Tak op het fietspad",
              "Graffiti", "Verstopte put", "Bankje stuk", "Overlast van ratten"),
        ("Een kind is er bijna over gevallen.", "Dit is al de tweede keer.", "Foto is meegestuurd.", "Al een week zo."),
        met_locatie=True, organisaties=0.03, bron="Meldingenapp",
    ),
    "bijstand": Inhoud(
        28, ("Uitkering voor een alleenstaande", "Uitkering voor een gezin", "Uitkering na ontslag"),
        ("Spaargeld is op.", "Heeft al gesproken met de werkconsulent."),
    ),
    "wmo": Inhoud(
        45, ("Huishoudelijke hulp", "Traplift", "Scootmobiel", "Begeleiding overdag", "Aangepaste badkamer"),
        ("Dochter is bij het gesprek.", "Komt binnenkort thuis uit het ziekenhuis.", "Graag in de ochtend bellen."),
    ),
    "leerlingenvervoer": Inhoud(
        16, ("Taxi naar het speciaal onderwijs", "Vergoeding van de bus", "Vervoer in een rolstoelbus"),
        ("Zelfde school als vorig jaar.",),
    ),
    "kwijtschelding": Inhoud(
        60, ("Kwijtschelding afvalstoffenheffing", "Kwijtschelding rioolheffing", "Kwijtschelding hondenbelasting"),
        ("Kreeg vorig jaar ook kwijtschelding.",), bron="Website",
    ),
    "wozbezwaar": Inhoud(
        30, ("WOZ-waarde te hoog", "Oppervlakte klopt niet", "Huis heeft schade aan de fundering"),
        ("Vergelijkt met drie huizen in de straat.",), met_locatie=True,
    ),
    "bezwaarschrift": Inhoud(
        22, ("Bezwaar tegen vergunning van de buren", "Bezwaar tegen afwijzing uitkering", "Bezwaar tegen een boete"),
        ("Gronden van bezwaar volgen nog.",),
    ),
    "klacht": Inhoud(
        14, ("Lang wachten aan de telefoon", "Niet teruggebeld", "Onaardig geholpen aan de balie",
             "Brief niet te begrijpen"),
        ("Wil graag een gesprek.",),
    ),
    "woo": Inhoud(
        8, ("Stukken over het zwembad", "E-mails over de nieuwe wijk", "Kosten van het gemeentehuis"),
        ("Over de laatste drie jaar.",), organisaties=0.4,
    ),
    "subsidie": Inhoud(
        16, ("Subsidie voor een buurttuin", "Subsidie voor de harmonie", "Subsidie voor jeugdsport",
             "Subsidie voor theater"),
        ("Begroting is meegestuurd.",), organisaties=0.85,
    ),
}  # fmt: skip

REDENEN_OPSCHORTING = (
    "Wij wachten op gegevens van de aanvrager.",
    "Wij wachten op het advies van een deskundige.",
    "De aanvrager vroeg zelf om te wachten.",
)
REDENEN_VERLENGING = (
    "Het onderzoek vraagt meer tijd.",
    "Er is veel reactie van omwonenden.",
    "Het advies kwam later dan gedacht.",
)
KANALEN = ("Via de website", "Aan de balie", "Per telefoon", "Per brief")
STATUSTOELICHTINGEN = ("Telefonisch besproken.", "Op verzoek van de aanvrager.", "Na overleg met een collega.")

# Statutory name of invented organisations; the municipality's name comes behind it.
ORGANISATIES = (
    "Stichting Buurthuis De Kring", "Vereniging Oranjecomité", "Harmonie Excelsior", "Voetbalclub De Meeuwen",
    "Ondernemersvereniging Centrum", "Bakkerij Het Warme Brood", "Café De Vrolijke Otter", "Stichting Groene Daken",
    "Toneelgroep Het Doek", "Woningcorporatie Thuis", "Scoutinggroep De Bevers", "Restaurant Zout en Zee",
)  # fmt: skip
