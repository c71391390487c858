"""The 24 zaaktypen of the demo, as one table in plain Dutch (B1), written for this project.

What a resident reads: omschrijving, statustekst. What a civil servant reads: doel, aanleiding, terms. Terms follow the
law where there is one (the article stands behind it); the others are a choice of the invented municipality.
Not here: informatieobjecttypen; how cases end stands in uitkomsten.py.
"""

from dataclasses import dataclass, replace

# Role in words of the counter -> omschrijvingGeneriek of the standard.
ROLLEN = {
    "Aanvrager": "initiator",
    "Aangever": "initiator",
    "Melder": "initiator",
    "Indiener": "initiator",
    "Behandelaar": "behandelaar",
    "Zaakcoördinator": "zaakcoordinator",
    "Beslisser": "beslisser",
    "Adviseur": "adviseur",
    "Belanghebbende": "belanghebbende",
    "Gemachtigde": "belanghebbende",
    "Partner": "mede_initiator",
    "Mede-aanvrager": "mede_initiator",
    "Klantcontactmedewerker": "klantcontacter",
}


@dataclass(frozen=True, slots=True)
class Zaaktype:
    """One row of the table: everything a zaaktype needs, before it becomes a body.

    servicenorm_dagen, doorlooptijd_dagen   calendar days; the first is what we promise, the second what must be
    verlenging_dagen                        0: cannot be extended
    statussen                               (name, text for the resident), in order; the last one closes the case
    rollen                                  names out of ROLLEN; exactly one of them is an initiator
    verwant                                 identificaties of zaaktypen that can be the subject of this one
    """

    sleutel: str
    identificatie: str
    omschrijving: str
    onderwerp: str
    doel: str
    aanleiding: str
    handelingen: tuple[str, str]
    servicenorm_dagen: int
    doorlooptijd_dagen: int
    afdeling: str
    referentieproces: str
    trefwoorden: tuple[str, ...]
    statussen: tuple[tuple[str, str], ...]
    rollen: tuple[str, ...]
    verlenging_dagen: int = 0
    mag_opschorten: bool = False
    vertrouwelijkheid: str = "zaakvertrouwelijk"
    publicatietekst: str = ""
    toelichting: str = ""
    verwant: tuple[str, ...] = ()


ONTVANGEN = ("Aanvraag ontvangen", "Wij hebben uw aanvraag ontvangen. U hoeft nu niets te doen.")
COMPLEET = ("Aanvraag gecontroleerd", "Wij kijken of uw aanvraag compleet is. Missen wij iets? Dan hoort u dat.")
BEOORDELEN = ("Aanvraag in behandeling", "Wij beoordelen uw aanvraag. Als wij vragen hebben, bellen wij u.")
BESLUIT = ("Besluit genomen", "Wij hebben een besluit genomen. U krijgt het in een brief.")
AFGEROND = ("Afgehandeld", "Wij hebben uw aanvraag afgehandeld. U hoeft niets meer te doen.")
KLAAR = ("Klaar om op te halen", "Uw document ligt klaar bij de balie. Neem uw oude document mee.")
OPGEHAALD = ("Opgehaald", "U hebt uw document opgehaald.")
BESTELD = ("Document besteld", "Wij hebben uw document besteld. Na vijf werkdagen ligt het klaar.")

BALIE = ("Aanvrager", "Behandelaar", "Zaakcoördinator", "Klantcontactmedewerker")
AANGIFTE = ("Aangever", "Behandelaar", "Zaakcoördinator", "Belanghebbende")
VERGUNNING = ("Aanvrager", "Gemachtigde", "Behandelaar", "Zaakcoördinator", "Adviseur", "Beslisser", "Belanghebbende")
VOORZIENING = ("Aanvrager", "Gemachtigde", "Behandelaar", "Zaakcoördinator", "Beslisser")

BURGERZAKEN = (
    Zaaktype(
        sleutel="verhuizing", identificatie="BZ01", omschrijving="Verhuizing binnen de gemeente",
        onderwerp="Nieuw adres binnen de gemeente",
        doel="Het nieuwe adres van een inwoner vastleggen in de Basisregistratie Personen.",
        aanleiding="Een inwoner meldt dat hij binnen de gemeente is verhuisd of gaat verhuizen.",
        handelingen=("Aangeven", "Registreren"), servicenorm_dagen=5, doorlooptijd_dagen=28,
        afdeling="burgerzaken", referentieproces="Adreswijziging verwerken", mag_opschorten=True,
        trefwoorden=("verhuizen", "nieuw adres", "adreswijziging"), rollen=(*AANGIFTE, "Gemachtigde"),
        statussen=(
            ("Verhuizing gemeld", "Wij hebben uw verhuizing ontvangen. U hoeft nu niets te doen."),
            ("Adres gecontroleerd", "Wij kijken of u daar kunt wonen. Soms vragen wij om een huurcontract."),
            ("Adres aangepast", "Uw nieuwe adres staat in onze administratie. Andere overheden krijgen het vanzelf."),
        ),
    ),
    Zaaktype(
        sleutel="paspoort", identificatie="BZ02", omschrijving="Paspoort of identiteitskaart", onderwerp="Reisdocument",
        doel="Een paspoort of identiteitskaart uitgeven aan wie daar recht op heeft.",
        aanleiding="Een inwoner vraagt een nieuw reisdocument aan, of is het oude kwijt.",
        handelingen=("Aanvragen", "Verstrekken"), servicenorm_dagen=7, doorlooptijd_dagen=28,
        afdeling="burgerzaken", referentieproces="Reisdocument verstrekken", mag_opschorten=True,
        trefwoorden=("paspoort", "identiteitskaart", "ID-kaart", "paspoort kwijt"), rollen=BALIE,
        statussen=(ONTVANGEN, ("Gegevens gecontroleerd", "Wij hebben uw foto en uw gegevens bekeken. Alles klopt."),
                   BESTELD, KLAAR, OPGEHAALD),
    ),
    Zaaktype(
        sleutel="rijbewijs", identificatie="BZ03", omschrijving="Rijbewijs", onderwerp="Rijbewijs",
        doel="Een rijbewijs uitgeven, vernieuwen of vervangen.",
        aanleiding="Een inwoner haalt zijn rijexamen, het rijbewijs verloopt, of het is gestolen of kwijt.",
        handelingen=("Aanvragen", "Verstrekken"), servicenorm_dagen=7, doorlooptijd_dagen=28,
        afdeling="burgerzaken", referentieproces="Rijbewijs verstrekken",
        trefwoorden=("rijbewijs", "rijbewijs verlengen", "rijbewijs kwijt"), rollen=BALIE,
        statussen=(ONTVANGEN, BESTELD, KLAAR, OPGEHAALD),
    ),
    Zaaktype(
        sleutel="geboorteaangifte", identificatie="BZ04", omschrijving="Geboorteaangifte", onderwerp="Geboorte",
        doel="Een geboorteakte opmaken en het kind inschrijven.",
        aanleiding="Een kind is in de gemeente geboren en iemand doet binnen drie dagen aangifte.",
        handelingen=("Aangeven", "Akte opmaken"), servicenorm_dagen=1, doorlooptijd_dagen=3,  # art. 1:19e BW
        afdeling="burgerzaken", referentieproces="Geboorte registreren",
        trefwoorden=("geboorte", "baby", "geboorteakte"), rollen=AANGIFTE,
        statussen=(
            ("Aangifte ontvangen", "Gefeliciteerd. Wij hebben de aangifte ontvangen."),
            ("Akte opgemaakt", "De geboorteakte is gemaakt en getekend."),
            ("Kind ingeschreven", "Uw kind staat ingeschreven. Het krijgt een brief met het burgerservicenummer."),
        ),
    ),
    Zaaktype(
        sleutel="huwelijk", identificatie="BZ05", omschrijving="Huwelijk of geregistreerd partnerschap",
        onderwerp="Trouwen",
        doel="Nagaan of twee mensen met elkaar mogen trouwen en de plechtigheid voltrekken.",
        aanleiding="Twee mensen melden dat zij willen trouwen of hun partnerschap willen laten registreren.",
        handelingen=("Melden", "Voltrekken"), servicenorm_dagen=90, doorlooptijd_dagen=365,  # art. 1:46 BW
        afdeling="burgerzaken", referentieproces="Huwelijk voltrekken", mag_opschorten=True,
        trefwoorden=("trouwen", "bruiloft", "geregistreerd partnerschap"),
        rollen=("Melder", "Partner", "Behandelaar", "Zaakcoördinator", "Belanghebbende"),
        statussen=(
            ("Melding ontvangen", "Wij weten dat u wilt trouwen. Wij kijken nu naar uw gegevens."),
            ("U mag trouwen", "Er is niets dat uw huwelijk in de weg staat. U kunt de plannen verder maken."),
            ("Datum vastgelegd", "De datum, de plaats en de ambtenaar staan vast."),
            ("Voltrokken", "U bent getrouwd. De akte ligt bij ons in het register."),
        ),
    ),
    Zaaktype(
        sleutel="overlijden", identificatie="BZ06", omschrijving="Aangifte van overlijden", onderwerp="Overlijden",
        doel="Een akte van overlijden opmaken en verlof geven voor begraven of cremeren.",
        aanleiding="Iemand is in de gemeente overleden en de uitvaartverzorger of familie doet aangifte.",
        handelingen=("Aangeven", "Akte opmaken"), servicenorm_dagen=1, doorlooptijd_dagen=3,
        afdeling="burgerzaken", referentieproces="Overlijden registreren", vertrouwelijkheid="vertrouwelijk",
        trefwoorden=("overlijden", "uitvaart", "overlijdensakte"), rollen=AANGIFTE,
        statussen=(
            ("Aangifte ontvangen", "Wij hebben de aangifte ontvangen. Wij wensen u veel sterkte."),
            ("Akte opgemaakt", "De akte van overlijden is gemaakt. U kunt een afschrift krijgen."),
            ("Verlof gegeven", "Er is toestemming voor de begrafenis of de crematie."),
        ),
    ),
    Zaaktype(
        sleutel="uittreksel", identificatie="BZ07", omschrijving="Uittreksel uit de BRP", onderwerp="Uittreksel",
        doel="Een inwoner een bewijs geven van wat er over hem is geregistreerd.",
        aanleiding="Een inwoner heeft een bewijs van inschrijving nodig, bijvoorbeeld voor een huis of een huwelijk.",
        handelingen=("Aanvragen", "Verstrekken"), servicenorm_dagen=3, doorlooptijd_dagen=10,
        afdeling="burgerzaken", referentieproces="Uittreksel verstrekken",
        trefwoorden=("uittreksel", "bewijs van inschrijving", "BRP"), rollen=BALIE,
        statussen=(ONTVANGEN, ("Uittreksel gemaakt", "Uw uittreksel is klaar."),
                   ("Verzonden", "Uw uittreksel is onderweg of ligt in uw berichtenbox.")),
    ),
    Zaaktype(
        sleutel="naamgebruik", identificatie="BZ08", omschrijving="Naamgebruik wijzigen", onderwerp="Naamgebruik",
        doel="Vastleggen hoe de overheid iemand aanschrijft: met de eigen naam, die van de partner, of beide.",
        aanleiding="Een inwoner wil na een huwelijk of scheiding anders worden aangeschreven.",
        handelingen=("Aanvragen", "Registreren"), servicenorm_dagen=5, doorlooptijd_dagen=28,
        afdeling="burgerzaken", referentieproces="Naamgebruik wijzigen",
        trefwoorden=("naamgebruik", "achternaam", "naam partner"), rollen=BALIE,
        statussen=(ONTVANGEN, ("Gegevens gecontroleerd", "Wij hebben gekeken of u deze naam kunt gebruiken."),
                   ("Naam aangepast", "Vanaf nu gebruiken wij de naam die u hebt gekozen.")),
    ),
)  # fmt: skip

RECHTSFEITEN = {
    "verhuizing": {"zaaktype": "BZ01", "status": "Adres aangepast", "resultaat": "Verhuizing verwerkt",
                   "afgewezen": "Niet verwerkt"},
    "geboorte": {"zaaktype": "BZ04", "status": "Kind ingeschreven", "resultaat": "Geboorte ingeschreven"},
    "huwelijk": {"zaaktype": "BZ05", "status": "Voltrokken", "resultaat": "Huwelijk voltrokken"},
    "overlijden": {"zaaktype": "BZ06", "status": "Akte opgemaakt"},
    "uittreksel": {"zaaktype": "BZ07", "status": "Verzonden", "resultaat": "Uittreksel verstrekt"},
    "naamgebruik": {"zaaktype": "BZ08", "status": "Naam aangepast", "resultaat": "Naamgebruik aangepast"},
}
"""The zaak beside a fact of life; a death goes on until there is leave to bury."""

LEEFOMGEVING = (
    Zaaktype(
        sleutel="omgevingsvergunning", identificatie="VG01", omschrijving="Omgevingsvergunning", onderwerp="Bouwen",
        doel="Beslissen of iemand mag bouwen, verbouwen, slopen of een pand anders mag gebruiken.",
        aanleiding="Een inwoner of bedrijf vraagt een omgevingsvergunning aan via het Omgevingsloket.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=42, doorlooptijd_dagen=56,  # art. 16.64 Omgevingswet
        verlenging_dagen=42, mag_opschorten=True, vertrouwelijkheid="openbaar", afdeling="vergunningen",
        referentieproces="Vergunning behandelen", rollen=VERGUNNING,
        publicatietekst="Aanvragen en besluiten staan in het gemeenteblad.",
        trefwoorden=("bouwen", "verbouwen", "dakkapel", "omgevingsvergunning"),
        statussen=(
            ONTVANGEN, COMPLEET,
            ("Advies gevraagd", "Andere deskundigen kijken mee, zoals de brandweer."),
            BEOORDELEN, BESLUIT,
            ("Afgehandeld", "De tijd om bezwaar te maken is voorbij. Uw aanvraag is afgehandeld."),
        ),
    ),
    Zaaktype(
        sleutel="kapvergunning", identificatie="VG02", omschrijving="Kapvergunning", onderwerp="Bomen kappen",
        doel="Beslissen of een boom mag worden gekapt, en of er een nieuwe voor terug moet komen.",
        aanleiding="Een inwoner, bedrijf of de gemeente zelf wil een boom kappen.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=28, doorlooptijd_dagen=56,
        verlenging_dagen=42, mag_opschorten=True, vertrouwelijkheid="openbaar", afdeling="vergunningen",
        referentieproces="Vergunning behandelen", rollen=VERGUNNING,
        publicatietekst="Aanvragen en besluiten staan in het gemeenteblad.",
        trefwoorden=("boom", "kappen", "kapvergunning"),
        statussen=(
            ONTVANGEN,
            ("Boom bekeken", "Een boomdeskundige heeft de boom bekeken."),
            BESLUIT,
            ("Afgehandeld", "De tijd om bezwaar te maken is voorbij. Als u mag kappen, kan dat vanaf nu."),
        ),
    ),
    Zaaktype(
        sleutel="evenementenvergunning", identificatie="VG03", omschrijving="Evenementenvergunning",
        onderwerp="Evenement",
        doel="Beslissen of een evenement veilig kan doorgaan en welke afspraken daarbij horen.",
        aanleiding="Een organisator wil een straatfeest, markt, optocht of ander evenement houden.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=56, doorlooptijd_dagen=84,
        verlenging_dagen=28, mag_opschorten=True, vertrouwelijkheid="openbaar", afdeling="vergunningen",
        referentieproces="Vergunning behandelen", rollen=VERGUNNING,
        publicatietekst="De evenementen van dit jaar staan op de website van de gemeente.",
        trefwoorden=("evenement", "straatfeest", "buurtfeest", "markt"),
        statussen=(
            ONTVANGEN, COMPLEET,
            ("Advies van hulpdiensten", "Politie, brandweer en ambulance kijken naar uw plan."),
            BESLUIT, AFGEROND,
        ),
    ),
    Zaaktype(
        sleutel="alcoholvergunning", identificatie="VG04", omschrijving="Vergunning voor drank en horeca",
        onderwerp="Alcohol schenken",
        doel="Beslissen of een horecabedrijf, slijterij of vereniging alcohol mag schenken of verkopen.",
        aanleiding="Een ondernemer of vereniging begint, verbouwt of krijgt een andere leidinggevende.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=42, doorlooptijd_dagen=56,
        verlenging_dagen=56, mag_opschorten=True, afdeling="vergunningen", referentieproces="Vergunning behandelen",
        publicatietekst="Verleende vergunningen staan in het gemeenteblad.", rollen=VERGUNNING,
        trefwoorden=("horeca", "alcohol", "café", "terras"),
        statussen=(
            ONTVANGEN, COMPLEET,
            ("Achtergrond onderzocht", "Wij kijken naar de leidinggevenden en naar de herkomst van het geld."),
            BESLUIT, AFGEROND,
        ),
    ),
    Zaaktype(
        sleutel="parkeervergunning", identificatie="PK01", omschrijving="Parkeervergunning voor bewoners",
        onderwerp="Parkeren bij huis",
        doel="Bewoners de kans geven om dicht bij huis te parkeren.",
        aanleiding="Een bewoner van een wijk met betaald parkeren vraagt een vergunning voor een auto.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=5, doorlooptijd_dagen=28,
        afdeling="parkeren", referentieproces="Vergunning behandelen", rollen=VOORZIENING,
        trefwoorden=("parkeren", "parkeervergunning", "kenteken"),
        statussen=(
            ONTVANGEN,
            ("Kenteken gecontroleerd", "Wij hebben gekeken of de auto op uw naam staat."),
            ("Vergunning actief", "Uw vergunning werkt. U hoeft geen kaart achter de ruit te leggen."),
        ),
    ),
    Zaaktype(
        sleutel="gehandicaptenparkeerkaart", identificatie="PK02", omschrijving="Gehandicaptenparkeerkaart",
        onderwerp="Parkeerkaart bij een handicap",
        doel="Mensen die niet ver kunnen lopen dichtbij laten parkeren.",
        aanleiding="Een inwoner die niet meer dan honderd meter kan lopen vraagt een kaart aan.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=42, doorlooptijd_dagen=56,
        verlenging_dagen=56, mag_opschorten=True, vertrouwelijkheid="vertrouwelijk", afdeling="parkeren",
        referentieproces="Voorziening toekennen", rollen=(*VOORZIENING, "Adviseur"),
        trefwoorden=("gehandicapten", "parkeerkaart", "keuring"),
        statussen=(
            ONTVANGEN,
            ("Keuring gepland", "Een arts nodigt u uit voor een gesprek. Dat is nodig voor een goed besluit."),
            ("Advies ontvangen", "Wij hebben het advies van de arts."),
            BESLUIT,
            ("Kaart opgehaald", "U hebt de kaart. Leg hem goed zichtbaar achter de voorruit."),
        ),
    ),
    Zaaktype(
        sleutel="melding", identificatie="OR01", omschrijving="Melding openbare ruimte", onderwerp="Straat en groen",
        doel="Straten, pleinen en groen heel, schoon en veilig houden.",
        aanleiding="Iemand ziet iets dat kapot, vies of gevaarlijk is en meldt dat.",
        handelingen=("Melden", "Oplossen"), servicenorm_dagen=5, doorlooptijd_dagen=21,
        vertrouwelijkheid="beperkt_openbaar", afdeling="openbare_ruimte", referentieproces="Melding behandelen",
        trefwoorden=("melding", "stoep", "lantaarnpaal", "afval", "gat in de weg"),
        rollen=("Melder", "Behandelaar", "Zaakcoördinator", "Klantcontactmedewerker"),
        statussen=(
            ("Melding ontvangen", "Bedankt voor uw melding. Wij kijken er snel naar."),
            ("Doorgezet naar de wijkploeg", "De mensen die het kunnen oplossen weten ervan."),
            ("In uitvoering", "Wij zijn bezig met het oplossen."),
            ("Opgelost", "Het is opgelost. Klopt dat niet? Laat het ons weten."),
        ),
    ),
)  # fmt: skip

SAMENLEVING = (
    Zaaktype(
        sleutel="bijstand", identificatie="SD01", omschrijving="Bijstandsuitkering", onderwerp="Uitkering",
        doel="Mensen zonder genoeg inkomen geld geven om van te leven en hen helpen naar werk.",
        aanleiding="Een inwoner heeft te weinig inkomen en vermogen en vraagt een uitkering aan.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=28, doorlooptijd_dagen=56,  # art. 4:13 Awb
        mag_opschorten=True, vertrouwelijkheid="confidentieel", afdeling="inkomen",
        referentieproces="Uitkering toekennen", rollen=(*VOORZIENING, "Mede-aanvrager"),
        trefwoorden=("bijstand", "uitkering", "inkomen"),
        statussen=(
            ONTVANGEN,
            ("Gesprek gepland", "Wij willen graag met u praten. U krijgt een uitnodiging."),
            BEOORDELEN, BESLUIT,
            ("Afgehandeld", "Uw aanvraag is afgehandeld. Krijgt u een uitkering? Dan betalen wij elke maand."),
        ),
    ),
    Zaaktype(
        sleutel="wmo", identificatie="SD02", omschrijving="Hulp bij zelfstandig wonen (Wmo)",
        onderwerp="Wmo-voorziening",
        doel="Zorgen dat mensen met een beperking zo lang mogelijk thuis kunnen wonen en mee kunnen doen.",
        aanleiding="Een inwoner of iemand uit zijn omgeving meldt dat er hulp nodig is.",
        handelingen=("Aanvragen", "Onderzoeken"), servicenorm_dagen=42, doorlooptijd_dagen=56,  # art. 2.3.2 Wmo 2015
        verlenging_dagen=28, mag_opschorten=True, vertrouwelijkheid="confidentieel", afdeling="wmo",
        referentieproces="Voorziening toekennen", rollen=(*VOORZIENING, "Adviseur", "Belanghebbende"),
        trefwoorden=("wmo", "traplift", "huishoudelijke hulp", "scootmobiel"),
        statussen=(
            ("Hulpvraag ontvangen", "Wij hebben uw vraag ontvangen. Wij maken een afspraak met u."),
            ("Gesprek thuis", "Wij komen bij u langs om te horen wat u nodig hebt."),
            ("Verslag gemaakt", "U hebt het verslag van het gesprek. Klopt er iets niet? Laat het weten."),
            BESLUIT,
            ("Hulp gestart", "De hulp is begonnen of het hulpmiddel is geleverd."),
        ),
    ),
    Zaaktype(
        sleutel="leerlingenvervoer", identificatie="SD03", omschrijving="Leerlingenvervoer",
        onderwerp="Vervoer naar school",
        doel="Kinderen naar school laten reizen die dat niet zelf kunnen of heel ver moeten.",
        aanleiding="Een ouder vraagt vervoer aan voor een kind dat naar bijzonder onderwijs gaat.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=42, doorlooptijd_dagen=56,
        verlenging_dagen=28, mag_opschorten=True, vertrouwelijkheid="vertrouwelijk", afdeling="wmo",
        referentieproces="Voorziening toekennen", rollen=(*VOORZIENING, "Belanghebbende"),
        trefwoorden=("school", "taxi", "leerlingenvervoer"),
        statussen=(ONTVANGEN, COMPLEET, BESLUIT,
                   ("Vervoer geregeld", "De vervoerder belt u over de tijden. De eerste rit kan beginnen.")),
    ),
    Zaaktype(
        sleutel="kwijtschelding", identificatie="BL01", omschrijving="Kwijtschelding van gemeentebelasting",
        onderwerp="Kwijtschelding",
        doel="Mensen met weinig geld minder of geen belasting laten betalen.",
        aanleiding="Een inwoner kan zijn aanslag niet betalen en vraagt kwijtschelding.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=42, doorlooptijd_dagen=84,
        mag_opschorten=True, vertrouwelijkheid="vertrouwelijk", afdeling="belastingen",
        referentieproces="Kwijtschelding behandelen", rollen=VOORZIENING,
        trefwoorden=("kwijtschelding", "belasting", "afvalstoffenheffing"),
        statussen=(
            ONTVANGEN,
            ("Inkomen opgevraagd", "Wij kijken naar uw inkomen. Dat doen wij via een landelijk bureau."),
            BESLUIT, AFGEROND,
        ),
    ),
    Zaaktype(
        sleutel="wozbezwaar", identificatie="BL02", omschrijving="Bezwaar tegen de WOZ-waarde", onderwerp="WOZ-waarde",
        doel="Opnieuw kijken naar de waarde van een huis of bedrijfspand.",
        aanleiding="Een eigenaar of huurder vindt dat de waarde op de aanslag niet klopt.",
        handelingen=("Indienen", "Heroverwegen"), servicenorm_dagen=120, doorlooptijd_dagen=180,
        verlenging_dagen=42, mag_opschorten=True, afdeling="belastingen", referentieproces="Bezwaar behandelen",
        toelichting="Wij doen uitspraak in het jaar waarin het bezwaar binnenkomt (artikel 30 Wet WOZ).",
        rollen=("Indiener", "Gemachtigde", "Behandelaar", "Zaakcoördinator", "Adviseur", "Beslisser"),
        trefwoorden=("WOZ", "bezwaar", "waarde van mijn huis"),
        statussen=(
            ("Bezwaar ontvangen", "Wij hebben uw bezwaar ontvangen."),
            ("Waarde opnieuw bekeken", "Een taxateur vergelijkt uw huis met huizen die zijn verkocht."),
            ("Uitspraak gedaan", "Wij hebben een uitspraak gedaan. U krijgt die in een brief."),
            ("Afgehandeld", "Uw bezwaar is afgehandeld. Te veel betaald? Dan krijgt u geld terug."),
        ),
    ),
    Zaaktype(
        sleutel="bezwaarschrift", identificatie="JZ01", omschrijving="Bezwaarschrift", onderwerp="Bezwaar",
        doel="Een besluit van de gemeente opnieuw en eerlijk bekijken.",
        aanleiding="Iemand is het niet eens met een besluit van de gemeente.",
        handelingen=("Indienen", "Heroverwegen"), servicenorm_dagen=70, doorlooptijd_dagen=84,  # art. 7:10 Awb
        verlenging_dagen=42, mag_opschorten=True, afdeling="juridisch", referentieproces="Bezwaar behandelen",
        rollen=("Indiener", "Gemachtigde", "Behandelaar", "Zaakcoördinator", "Adviseur", "Beslisser", "Belanghebbende"),
        trefwoorden=("bezwaar", "niet eens", "hoorzitting"), verwant=("VG01", "VG02"),
        statussen=(
            ("Bezwaar ontvangen", "Wij hebben uw bezwaar ontvangen. U krijgt een brief met de stappen."),
            ("Hoorzitting gepland", "U mag uw verhaal vertellen aan een commissie. U krijgt een uitnodiging."),
            ("Advies van de commissie", "De commissie heeft gezegd wat zij ervan vindt."),
            ("Besluit op bezwaar", "Wij hebben opnieuw besloten. Bent u het niet eens? Dan kunt u naar de rechter."),
            ("Afgehandeld", "Uw bezwaar is afgehandeld."),
        ),
    ),
    Zaaktype(
        sleutel="klacht", identificatie="JZ02", omschrijving="Klacht over de gemeente", onderwerp="Klacht",
        doel="Een klacht over gedrag van de gemeente netjes oplossen en ervan leren.",
        aanleiding="Iemand voelt zich niet goed behandeld door de gemeente.",
        handelingen=("Indienen", "Behandelen"), servicenorm_dagen=21, doorlooptijd_dagen=42,  # art. 9:11 Awb
        verlenging_dagen=28, vertrouwelijkheid="vertrouwelijk", afdeling="juridisch",
        referentieproces="Klacht behandelen", trefwoorden=("klacht", "ontevreden"),
        rollen=("Indiener", "Gemachtigde", "Behandelaar", "Zaakcoördinator", "Beslisser"),
        statussen=(
            ("Klacht ontvangen", "Wij hebben uw klacht ontvangen. Vervelend dat u niet tevreden bent."),
            ("Gesproken met u", "Wij hebben met u gesproken over wat er is gebeurd."),
            ("Klacht afgehandeld", "U hebt van ons gehoord wat wij met uw klacht hebben gedaan."),
        ),
    ),
    Zaaktype(
        sleutel="woo", identificatie="JZ03", omschrijving="Woo-verzoek", onderwerp="Verzoek om informatie",
        doel="Informatie van de gemeente openbaar maken voor wie daarom vraagt.",
        aanleiding="Iemand vraagt om documenten over een onderwerp waar de gemeente over gaat.",
        handelingen=("Indienen", "Beoordelen"), servicenorm_dagen=28, doorlooptijd_dagen=28,  # art. 4.4 Woo
        verlenging_dagen=14, mag_opschorten=True, vertrouwelijkheid="openbaar", afdeling="juridisch",
        publicatietekst="Verzoek, besluit en documenten staan daarna op de website van de gemeente.",
        referentieproces="Informatieverzoek behandelen", trefwoorden=("Woo", "openbaar", "documenten"),
        rollen=("Indiener", "Gemachtigde", "Behandelaar", "Zaakcoördinator", "Beslisser", "Belanghebbende"),
        statussen=(
            ("Verzoek ontvangen", "Wij hebben uw verzoek ontvangen."),
            ("Documenten verzameld", "Wij hebben de documenten gevonden die bij uw vraag horen."),
            ("Mening gevraagd", "Wij vragen mensen en bedrijven over wie het gaat wat zij ervan vinden."),
            BESLUIT,
            ("Openbaar gemaakt", "De documenten staan op onze website."),
        ),
    ),
    Zaaktype(
        sleutel="subsidie", identificatie="SU01", omschrijving="Subsidie voor activiteiten", onderwerp="Subsidie",
        doel="Verenigingen en bewoners steunen die iets doen voor de buurt, sport of cultuur.",
        aanleiding="Een vereniging, stichting of groep bewoners vraagt geld voor een activiteit.",
        handelingen=("Aanvragen", "Beoordelen"), servicenorm_dagen=56, doorlooptijd_dagen=91,
        mag_opschorten=True, vertrouwelijkheid="beperkt_openbaar", afdeling="subsidies",
        publicatietekst="Verleende subsidies staan in het subsidieregister.",
        referentieproces="Subsidie verlenen", rollen=VOORZIENING,
        trefwoorden=("subsidie", "vereniging", "buurt", "cultuur", "sport"),
        statussen=(
            ONTVANGEN, COMPLEET, BESLUIT,
            ("Verantwoording ontvangen", "U hebt laten zien waar het geld aan is besteed."),
            ("Subsidie vastgesteld", "Wij hebben vastgesteld hoeveel subsidie u krijgt. Het is klaar."),
        ),
    ),
)  # fmt: skip

ZAAKTYPEN = (*BURGERZAKEN, *LEEFOMGEVING, *SAMENLEVING)

# Municipality -> zaaktypen it does in its own way. Zuiderkoog has fewer parking places than cars, so people wait.
AFWIJKEND = {
    "zuiderkoog": {
        "parkeervergunning": replace(
            next(row for row in ZAAKTYPEN if row.sleutel == "parkeervergunning"),
            omschrijving="Parkeervergunning via de wachtlijst",
            servicenorm_dagen=90,
            doorlooptijd_dagen=180,
            verlenging_dagen=90,
            toelichting="In Zuiderkoog is er per straat een maximum. Is dat bereikt, dan komt u op de wachtlijst.",
            statussen=(
                ONTVANGEN,
                ("Kenteken gecontroleerd", "Wij hebben gekeken of de auto op uw naam staat."),
                ("Op de wachtlijst", "Er is nog geen plek in uw straat. U ziet hier hoe lang u ongeveer wacht."),
                ("Plek aangeboden", "Er is een plek vrij. Laat binnen twee weken weten of u die wilt."),
                ("Vergunning actief", "Uw vergunning werkt. U hoeft geen kaart achter de ruit te leggen."),
            ),
        ),
    },
}


def zaaktypen_of(slug: str) -> tuple[Zaaktype, ...]:
    """The list of one municipality: the common table with its own rows put in their place."""
    own = AFWIJKEND.get(slug, {})
    return tuple(own.get(row.sleutel, row) for row in ZAAKTYPEN)
