"""A small model that is right; tests change one line of it. Its figures are invented and easy to reckon by hand."""

from pathlib import Path

TEKST = '''\
[model]
naam = "Voorbeeld"
vraag = "Blijven of overstappen?"
prijspeil = 2026
begin = 2026
jaren = 4
moment = "midden"
disconteringsvoet = "voet"
inflatie = "inflatie"
inwoners = "inwoners"
groei_inwoners = "groei"
zaad = 7
trekkingen = 20000

[indexen]
prijzen = "inflatie"
loon = "loonstijging"

[btw.hoog]
tarief = "btw_hoog"
compensabel = "compensabel"

[grootheden]
voet = { waarde = 0.0225, eenheid = "fractie/jaar", bron = "Invented for a test", datum = 2026-11-01 }
inflatie = { waarde = 0.02, eenheid = "fractie/jaar", bron = "Invented for a test", datum = 2026-11-01 }
loonstijging = { waarde = 0.03, eenheid = "fractie/jaar", bron = "Invented for a test", datum = 2026-11-01 }
inwoners = { waarde = 20000, eenheid = "inwoner", bron = "Invented for a test", datum = 2026-11-01 }
groei = { waarde = 0.01, eenheid = "fractie/jaar", bron = "Invented for a test", datum = 2026-11-01 }
btw_hoog = { waarde = 0.21, eenheid = "fractie", bron = "Invented for a test", datum = 2026-11-01 }
compensabel = { waarde = 0.8, eenheid = "fractie", bron = "Invented for a test", datum = 2026-11-01 }
rente = { waarde = 0.02, eenheid = "fractie/jaar", bron = "Invented for a test", datum = 2026-11-01 }
seats_per_inwoner = { waarde = 0.01, eenheid = "seat/inwoner", bron = "Invented for a test", datum = 2026-11-01 }
half = { waarde = 0.5, eenheid = "fractie", bron = "Invented for a test", datum = 2026-11-01 }
heel = { waarde = 1, eenheid = "fractie", bron = "Invented for a test", datum = 2026-11-01 }
kans_risico = { waarde = 0.25, eenheid = "fractie", bron = "Invented for a test", datum = 2026-11-01 }
afbreekkans = { waarde = 0.05, eenheid = "fractie/jaar", bron = "Invented for a test", datum = 2026-11-01 }
uren = { waarde = 100, eenheid = "uur/jaar", bron = "Invented for a test", datum = 2026-11-01 }
uren_overstap = { waarde = 400, eenheid = "uur", bron = "Invented for a test", datum = 2026-11-01 }

[grootheden.tarief_oud]
verdeling = { soort = "driehoek", laag = 30, top = 40, hoog = 50 }
eenheid = "euro/seat/maand"
prijspeil = 2026
btw = "hoog"
bron = "Invented for a test"
datum = 2026-11-01

[grootheden.tarief_nieuw]
verdeling = { soort = "uniform", laag = 20, hoog = 36 }
eenheid = "euro/seat/maand"
prijspeil = 2026
btw = "hoog"
bron = "Invented for a test"
datum = 2026-11-01

[grootheden.uurtarief]
waarde = 50
eenheid = "euro/uur"
prijspeil = 2026
btw = "geen"
bron = "Invented for a test"
datum = 2026-11-01

[grootheden.aanschaf]
waarde = 10000
eenheid = "euro"
prijspeil = 2026
btw = "hoog"
bron = "Invented for a test"
datum = 2026-11-01

[grootheden.overschrijding]
verdeling = { soort = "lognormaal", gemiddelde = 1.19, spreiding = 0.4 }
eenheid = "factor"
bron = "Invented for a test"
datum = 2026-11-01

[afgeleid.seats]
formule = "inwoners * seats_per_inwoner"
eenheid = "seat"

[nulalternatief]
naam = "Blijven"
toelichting = "Alles blijft zoals het is."

[nulalternatief.regels.licentie_oud]
naam = "Licenties oud"
soort = "exploitatie"
formule = "seats * tarief_oud"
index = "prijzen"
van = 2026
tot = 2029

[nulalternatief.regels.uren_oud]
naam = "Eigen uren oud"
soort = "eigen_uren"
formule = "uren * uurtarief"
index = "loon"
van = 2026
tot = 2029

[scenarios.nieuw]
naam = "Overstappen"
toelichting = "Overstappen in 2027."
vervalt = { licentie_oud = 2028 }

[scenarios.nieuw.regels.licentie_nieuw]
naam = "Licenties nieuw"
soort = "exploitatie"
formule = "seats * tarief_nieuw"
index = "prijzen"
van = 2027
tot = 2029

[scenarios.nieuw.regels.aanschaf]
naam = "Aanschaf"
soort = "investering"
formule = "aanschaf"
index = "vast"
jaar = 2026
opslag = "overschrijding"
afschrijving = { jaren = 2, rente = "rente" }

[scenarios.nieuw.regels.overzetten]
naam = "Overzetten"
soort = "migratie"
formule = "uren_overstap * uurtarief"
index = "loon"
jaar = 2027
opslag = "overschrijding"

[scenarios.nieuw.regels.uren_nieuw]
naam = "Eigen uren project"
soort = "eigen_uren"
formule = "uren * uurtarief * half"
index = "loon"
van = 2026
tot = 2027

[scenarios.nieuw.regels.weggaan]
naam = "Weggaan bij nieuw"
soort = "exit"
formule = "aanschaf * half"
index = "vast"
jaar = 2029
zonder_opslag = "Dit bedrag staat vast in het contract."

[scenarios.nieuw.regels.storing]
naam = "Storing bij overgang"
soort = "risico"
formule = "aanschaf"
index = "vast"
jaar = 2027
kans = "kans_risico"

[scenarios.nieuw.regels.minder_werk]
naam = "Minder werk"
soort = "baat"
formule = "uren * uurtarief"
index = "loon"
van = 2028
tot = 2029
kans = "half"
eigenaar = "Hoofd klantcontact"
indicator = "uren per week"
ingroei = ["half", "heel"]

[scenarios.nieuw.afbreking]
kans = "afbreekkans"
van = 2026
tot = 2027

[scenarios.nieuw.afbreking.regels.schade]
naam = "Afwikkeling"
soort = "exit"
formule = "aanschaf"
index = "vast"

[[correlaties]]
tussen = ["tarief_oud", "tarief_nieuw"]
rang = 0.5
bron = "Invented for a test"
'''


def write(folder: Path, text: str = TEKST, name: str = "voorbeeld.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def changed(old: str, new: str) -> str:
    """The sample with one piece replaced; the piece must be there, once."""
    assert TEKST.count(old) == 1, (TEKST.count(old), old)
    return TEKST.replace(old, new)
