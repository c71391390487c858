"""What people and the municipality say to each other in the demo: our own sentences, by what the contact is about."""

from dataclasses import dataclass

from meent.tools.demo.gemeenten import MEERWIJDE, ZUIDERKOOG


@dataclass(frozen=True, slots=True)
class Vraag:
    """A question with its answer, as the member of staff wrote them down.

    gewicht     how often it comes, relative to the others
    terugbel    what is asked of a department when it must call back; "" when the question is always answered at once
    afdeling    key of AFDELINGEN; "" for the department that handles the case
    artikel     name of the knowledge article in `artikelen/` that is the answer
    """

    gewicht: int
    onderwerp: str
    inhoud: str
    reactie: str
    terugbel: str = ""
    afdeling: str = ""
    artikel: str = ""


OVER_EEN_ZAAK = (
    Vraag(30, "Hoe staat het met mijn zaak?", "Vraagt hoe ver de zaak is en wanneer het antwoord komt.",
          "Verteld wat de status is en wanneer de zaak uiterlijk klaar is.",
          "Bel terug en vertel hoe ver de zaak is."),
    Vraag(14, "Stukken nagestuurd", "Heeft nog een bijlage. Vraagt waar die heen kan.",
          "Gezegd dat het via de website kan, met het zaaknummer erbij."),
    Vraag(11, "Uitleg over een brief", "Begrijpt de brief niet. Vraagt wat er nu moet gebeuren.",
          "Brief samen doorgenomen. De volgende stap is duidelijk.",
          "Bel terug en leg de brief uit. Neem er de tijd voor."),
    Vraag(9, "Afspraak verzetten", "Kan niet op het afgesproken moment.",
          "Nieuw moment gekozen en bevestigd.", "Bel terug en spreek een nieuw moment af."),
    Vraag(8, "Duurt te lang", "Is ontevreden. Het duurt langer dan beloofd.",
          "Excuses gemaakt. Gezegd wie er terugbelt.",
          "Bel terug. De termijn is bijna voorbij en de inwoner maakt zich zorgen."),
    Vraag(7, "Gegevens veranderd", "Heeft een ander telefoonnummer en wil dat doorgeven.",
          "Nieuw nummer vastgelegd."),
    Vraag(6, "Vraag over de kosten", "Vraagt wat het kost en hoe betalen gaat.",
          "Bedrag en manieren van betalen genoemd.", "Bel terug over de kosten. Er is misschien dubbel betaald."),
    Vraag(5, "Niet eens met de uitkomst", "Is het niet eens met de beslissing. Vraagt wat er nog kan.",
          "Verteld hoe bezwaar werkt en binnen hoeveel tijd.", "Bel terug en leg de beslissing uit.", "juridisch"),
)  # fmt: skip
ALGEMEEN = (
    Vraag(16, "Openingstijden van het gemeentehuis", "Vraagt wanneer de balie open is.",
          "Openingstijden genoemd. Een afspraak maken kan via de website."),
    Vraag(14, "Wat heb ik nodig voor een paspoort?", "Wil een paspoort. Vraagt wat mee moet.",
          "Pasfoto, oude paspoort en pinpas. Afspraak gemaakt.",
          artikel="paspoort-aanvragen"),
    Vraag(12, "Grofvuil laten ophalen", "Wil een bank en een kast kwijt.",
          "Ophaaldag gekozen. Het staat om half acht aan de weg.",
          artikel="grofvuil"),
    Vraag(10, "Afvalkalender", "De groene bak is niet geleegd.",
          "Gezegd dat de wagen morgen nog komt.", "Bel terug: de groene bak is twee keer niet geleegd.",
          "openbare_ruimte", "afval-inzamelen"),
    Vraag(9, "Aanslag gemeentelijke belastingen", "Vraagt waarom de aanslag hoger is dan vorig jaar.",
          "Uitgelegd hoe het bedrag is opgebouwd.", "Bel terug over de aanslag en reken het bedrag na.", "belastingen",
          "woz-bezwaar"),
    Vraag(8, "Parkeren voor bezoek", "Vraagt hoe bezoek goedkoper kan parkeren.",
          "Verteld hoe de bezoekersregeling werkt.", "Bel terug: de app voor bezoek werkt niet.", "parkeren",
          "parkeervergunning"),
    Vraag(7, "Hulp bij het huishouden", "Moeder redt het thuis niet meer alleen.",
          "Uitgelegd hoe een gesprek over hulp gaat.", "Bel terug om een gesprek aan de keukentafel te plannen.",
          "wmo", "hulp-thuis"),
    Vraag(6, "Geluid van de buren", "Heeft last van geluid in de nacht.",
          "Verwezen naar buurtbemiddeling."),
    Vraag(6, "Mag ik een dakkapel plaatsen?", "Vraagt of een vergunning nodig is.",
          "Vergunningcheck samen ingevuld.", "Bel terug over de dakkapel. Het huis is een monument.", "vergunningen"),
    Vraag(5, "Subsidie voor de buurt", "Vraagt of er geld is voor een speelplek.",
          "Verteld welke regelingen er zijn.", "Bel terug over de regeling voor buurten.", "subsidies"),
    Vraag(4, "Trouwen in de gemeente", "Vraagt welke zalen er zijn.", "Brochure gemaild.",
          artikel="trouwen"),
    Vraag(4, "Schuldhulp", "Heeft brieven van de deurwaarder. Weet niet wat te doen.",
          "Gerustgesteld. Een gesprek is deze week mogelijk.", "Bel vandaag nog terug over de schulden.", "inkomen",
          "bijstand"),
)  # fmt: skip
STORING = Vraag(
    1, "Storing in het parkeerportaal", "Kan geen vergunning aanvragen: het parkeerportaal doet het niet.",
    "Gezegd dat de storing bekend is. Voor vandaag komt er geen boete.",
)  # fmt: skip
"""Everybody asks the same on one day."""
TERUGGEBELD = (
    ("Teruggebeld", "Uitleg gegeven. De vraag is beantwoord.", True),
    ("Teruggebeld", "Afspraken gemaakt over het vervolg.", True),
    ("Geprobeerd terug te bellen", "Geen gehoor. Ingesproken dat wij het nog eens proberen.", False),
)
"""Subject, what was said, and whether the two spoke."""
TOELICHTINGEN = (
    "Is het beste te bereiken na vier uur.", "Liever niet mailen.", "Werkt overdag. Bel tussen de middag.",
    "Heeft al twee keer gebeld.", "Een voicemail inspreken mag.", "",
)  # fmt: skip

KANALEN = (
    ("Telefoon", 62), ("Balie", 14), ("E-mail", 11), ("Webformulier", 6), ("Chat", 4), ("Brief", 3),
)  # fmt: skip
"""How people come, of a hundred."""
BEMAND = ("Telefoon", "Balie", "Chat")
"""Only while there is somebody to answer."""
UREN = (0, 0, 0, 0, 0, 0, 0, 0, 6, 15, 16, 13, 9, 12, 11, 10, 6, 0, 0, 0, 0, 0, 0, 0)
"""Share of each hour while there is somebody to answer: a peak in the morning, a dip around lunch."""
UREN_ALTIJD = (1, 0, 0, 0, 0, 0, 1, 2, 4, 6, 6, 5, 5, 5, 5, 5, 5, 4, 4, 6, 8, 8, 5, 2)
"""Of what comes in by itself: the evening counts."""
DAGEN = (27, 21, 18, 18, 15, 1, 1)
"""Share of each day of the week, Monday first."""

KCC = {
    MEERWIJDE.slug: ("Noor van Dam", "Sem de Lange", "Rosa Benali", "Tim Kramer", "Ilse Wouda", "Amir Rahimi"),
    ZUIDERKOOG.slug: ("Esra Yıldız", "Jop Meindersma", "Carla Vos"),
}
"""Who answers; the first is the one that a visitor of the demo may be."""
GROEPEN = {"eerste-lijn": "Klantcontact eerste lijn", "specialisten": "Klantcontact specialisten"}
CATEGORIEEN = ("Vereniging of stichting", "Ondernemer", "Contactpersoon van de buurt", "Liever bellen dan mailen")
CONTACTPERSONEN = (
    ("Marleen", "", "Dekker"), ("Oscar", "van der", "Heide"), ("Nadia", "", "Amrani"), ("Wim", "", "Teunissen"),
    ("Judith", "de", "Ruiter"), ("Stefan", "", "Polman"), ("Yvonne", "", "Schaap"), ("Levent", "", "Kaya"),
    ("Ria", "van", "Es"), ("Jasper", "", "Mol"), ("Tineke", "", "Bruins"), ("Koen", "", "Zandstra"),
)  # fmt: skip
