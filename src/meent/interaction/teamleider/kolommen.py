"""The figures of a report: what each is called, how it is counted, and how it is written. Page and files show these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from meent.interaction.words import mark
from meent.process.telefonie.rapport import Cijfers


@dataclass(frozen=True)
class Kolom:
    """One figure.

    naam    in files; never changed
    soort   aantal · seconden · deel (0 to 1)
    op_pagina  False for what is only of use to who reckons on
    """

    naam: str
    kop: str
    uitleg: str
    waarde: Callable[[Cijfers], float | None]
    soort: Literal["aantal", "seconden", "deel"] = "aantal"
    op_pagina: bool = True


KOLOMMEN = (
    Kolom("aangeboden", mark("Bellers"),
          mark("Wie belde en in een wachtrij kwam. De laatste wachtrij telt."),
          lambda c: c.telling.aangeboden),
    Kolom("opgenomen", mark("Opgenomen"), mark("Bellers met wie een medewerker sprak."),
          lambda c: c.telling.beantwoord),
    Kolom("binnen_norm", mark("Binnen de norm"), mark("Opgenomen binnen de tijd die bij de wachtrij hoort."),
          lambda c: c.telling.op_tijd),
    Kolom("bereikbaar", mark("Bereikbaar"),
          mark("Binnen de norm, gedeeld door de bellers. Wie nog kort wacht, telt nog niet mee. Altijd naar beneden "
               "afgerond."),
          lambda c: c.telling.bereikbaar, "deel"),
    Kolom("afgehaakt", mark("Afgehaakt"), mark("Hing op tijdens het wachten, ook na een paar seconden."),
          lambda c: c.telling.afgehaakt),
    Kolom("afhaken_gemiddeld", mark("Wachttijd afhakers"), mark("Zo lang wachtten zij die ophingen, gemiddeld."),
          lambda c: c.gemiddeld_afhaak, "seconden"),
    Kolom("terugbellen", mark("Terug te bellen"), mark("Koos tijdens het wachten om later gebeld te worden."),
          lambda c: c.telling.terugbellen),
    Kolom("verloren", mark("Verbroken"), mark("De lijn viel weg door een storing of een herstart."),
          lambda c: c.telling.verloren),
    Kolom("wachtend", mark("Wachten nog"), mark("Staat op dit moment nog in de wachtrij."),
          lambda c: c.telling.wachtend),
    Kolom("wachten_gemiddeld", mark("Wachttijd"), mark("Zo lang wachtten de bellers die iemand spraken, gemiddeld."),
          lambda c: c.gemiddeld_gewacht, "seconden"),
    Kolom("wachten_p90", mark("Wachttijd 90%"),
          mark("Van elke tien bellers die iemand spraken, wachtten negen niet langer."),
          lambda c: c.p90_gewacht, "seconden"),
    Kolom("gesprek_gemiddeld", mark("Gesprek"),
          mark("Van opnemen tot ophangen, gemiddeld. In de wacht staan telt mee. Doorverbinden ook."),
          lambda c: c.telling.gemiddeld_gesproken, "seconden"),
    Kolom("nawerk_gemiddeld", mark("Nawerk"), mark("Zo lang schreef een medewerker na een gesprek, gemiddeld."),
          lambda c: c.gemiddeld_nawerk, "seconden"),
    Kolom("bezetting", mark("Bezet"),
          mark("Deel van de tijd dat medewerkers bezig waren. Bezig is: de telefoon gaat, een gesprek of nawerk. "
               "Pauze telt niet mee. Dit cijfer is er alleen voor alle bellers samen."),
          lambda c: c.bezetting, "deel"),
    Kolom("terugbelverzoeken", mark("Verzoeken"), mark("Vroeg zonder te bellen om gebeld te worden. Zit niet in de "
                                                       "bellers."),
          lambda c: c.telling.verzocht),
    Kolom("wachten_seconden", mark("Wachttijd samen"), mark("Alle wachttijd van wie iemand sprak, opgeteld."),
          lambda c: c.telling.wacht_seconden, "seconden", op_pagina=False),
    Kolom("afhaken_seconden", mark("Wachttijd afhakers samen"), mark("Alle wachttijd van wie ophing, opgeteld."),
          lambda c: c.telling.afhaak_seconden, "seconden", op_pagina=False),
    Kolom("gesproken", mark("Gesprekken klaar"), mark("Gesprekken die voorbij zijn. Hierover is de duur bekend."),
          lambda c: c.telling.gesproken, op_pagina=False),
    Kolom("gesprek_seconden", mark("Gesprekstijd samen"), mark("De duur van alle gesprekken die klaar zijn, opgeteld."),
          lambda c: c.telling.praat_seconden, "seconden", op_pagina=False),
    Kolom("nawerk_keren", mark("Keren nawerk"), mark("Hoe vaak een medewerker nawerk had en klaar was."),
          lambda c: c.nawerk_keren, op_pagina=False),
    Kolom("nawerk_seconden", mark("Nawerk samen"), mark("Al het nawerk dat klaar is, opgeteld."),
          lambda c: c.nawerk_seconden, "seconden", op_pagina=False),
    Kolom("aangemeld_seconden", mark("Aangemeld"), mark("Tijd dat medewerkers bezig waren of klaar zaten, opgeteld."),
          lambda c: c.inzet.ingelogd if c.inzet else None, "seconden", op_pagina=False),
    Kolom("bezig_seconden", mark("Bezig"), mark("Tijd dat medewerkers bezig waren, opgeteld."),
          lambda c: c.inzet.bezet if c.inzet else None, "seconden", op_pagina=False),
)  # fmt: skip
"""In the order of page and files."""

SLEUTELS = {
    "begin": mark("Begin van het kwartier, het uur of de dag, op de klok van Amsterdam. Leeg is alles samen."),
    "wachtrij": mark("Naam van de wachtrij. Leeg is alle wachtrijen."),
    "nummer": mark("Het nummer dat is gebeld. Leeg is alle nummers."),
    "onderwerp": mark("Wat de beller koos in het menu. Leeg is alles, of niets gekozen."),
}
"""The columns of files that say what a row is about; they go before the others."""
