"""What a model may not say. Each row plants one fault that spreadsheets carry for years, and demands the right message.

Bar of the design: at least 38 of 40 planted faults are refused, with the right message; here all are.
"""

import json
import random

import jsonschema
import pytest
from click.testing import CliRunner

from meent.cli import main
from meent.tools.scenario.bestand import ModelGeweigerd
from meent.tools.scenario.controle import load
from meent.tools.scenario.uitkomst import outcomes
from meent.tools.scenario.vorm import json_schema
from meent.tools.scenario.waarden import expected, prepared
from tests.tools.scenario.voorbeeld import TEKST, changed, write

BRON = ', bron = "Invented for a test", datum = 2026-11-01 }'
UURTARIEF = '[grootheden.uurtarief]\nwaarde = 50\neenheid = "euro/uur"\nprijspeil = 2026\nbtw = "geen"\n'
RENTE = 'rente = { waarde = 0.02, eenheid = "fractie/jaar"'
NIEUW = 'formule = "seats * tarief_nieuw"'
PERIODE = 'index = "prijzen"\nvan = 2027\ntot = 2029'
AANSCHAF = '[grootheden.aanschaf]\nwaarde = 10000\neenheid = "euro"\nprijspeil = 2026\nbtw = "hoog"\n'
SCHADE = 'naam = "Afwikkeling"\nsoort = "exit"\nformule = "aanschaf"\nindex = "vast"\n'

FAULTS = [
    # sources and fields
    (RENTE + BRON, RENTE + ", datum = 2026-11-01 }", "rente", "ontbreekt 'bron'"),
    (RENTE + BRON, RENTE + ', bron = "Invented for a test" }', "rente", "ontbreekt 'datum'"),
    (RENTE + BRON, RENTE + ', bron = "", datum = 2026-11-01 }', "rente", "minstens 5 tekens"),
    (RENTE + BRON, RENTE + ', bron = "       ", datum = 2026-11-01 }', "rente", "is leeg"),
    (RENTE, 'rente = { warde = 0.02, eenheid = "fractie/jaar"', "rente", "Bedoelt u 'waarde'?"),
    (RENTE, 'rente = { eenheid = "fractie/jaar"', "rente", "geen waarde of verdeling"),
    (RENTE, 'rente = { waarde = "0,02", eenheid = "fractie/jaar"', "rente", "hier hoort een getal"),
    ("zaad = 7", "zaad = -1", "zaad", "minstens 0"),
    ("[indexen]", "[indices]\na = 1\n\n[indexen]", "[indices]", "onderdeel 'indices' bestaat niet"),
    # units
    ('eenheid = "seat/inwoner"', 'eenheid = "seet/inwoner"', "seats_per_inwoner", "Bedoelt u 'seat'?"),
    ('eenheid = "seat"\n', 'eenheid = "inwoner"\n', 'eenheid = "inwoner"\n', "geeft seat, er staat inwoner"),
    (NIEUW, 'formule = "tarief_nieuw"', 'formule = "tarief_nieuw"', "geeft euro/jaar/seat, hier hoort euro/jaar"),
    (NIEUW, 'formule = "seats * tarief_nieuw + uren"', "tarief_nieuw + uren", "bij elkaar"),
    (NIEUW, 'formule = "seats * tarief_nieuw * 12"', "* 12", "heeft geen bron"),
    (NIEUW, 'formule = "seats * tarief_niew"', "tarief_niew", "Bedoelt u 'tarief_nieuw'?"),
    (NIEUW, 'formule = "seats * max(tarief_nieuw)"', "max", "mag niet in een formule"),
    (NIEUW, 'formule = "seats * ("', "seats * (", "niet te lezen"),
    (RENTE, 'rente = { waarde = 2, eenheid = "fractie/jaar"', "afschrijving = {", "meer dan 100 % per jaar"),
    # price level and index
    (UURTARIEF, UURTARIEF.replace("prijspeil = 2026\n", ""), "[grootheden.uurtarief]", "ontbreekt het prijspeil"),
    (UURTARIEF, UURTARIEF.replace("2026", "2019"), "prijspeil = 2019", "zonder index ertussen"),
    (UURTARIEF, UURTARIEF + 'index = "olie"\n', 'index = "olie"', "'olie' bestaat niet"),
    (PERIODE, PERIODE.replace("prijzen", "lonen"), 'index = "lonen"', "'lonen' bestaat niet"),
    (NIEUW + "\n" + PERIODE, NIEUW + "\nvan = 2027\ntot = 2029", "licentie_nieuw]", "ontbreekt 'index'"),
    # VAT
    (AANSCHAF, AANSCHAF.replace('btw = "hoog"\n', ""), "[grootheden.aanschaf]", "ontbreekt de btw-klasse"),
    (AANSCHAF, AANSCHAF.replace('"hoog"', '"laag"'), 'btw = "laag"', "'laag' van 'aanschaf' bestaat niet"),
    (NIEUW, 'formule = "seats * tarief_nieuw * (1 + btw_hoog)"', "(1 + btw_hoog)", "telt de btw dubbel"),
    (NIEUW, 'formule = "seats * tarief_nieuw + uren * uurtarief"', "+ uren * uurtarief", "mengt bedragen"),
    (UURTARIEF, UURTARIEF + "btw_inbegrepen = true\n", "btw_inbegrepen", "heeft geen btw"),
    ('eenheid = "factor"\n', 'eenheid = "factor"\nbtw = "hoog"\n', 'btw = "hoog"\nbron = "Invented for a test"\n'
     "datum = 2026-11-01\n\n[afgeleid", "geen geldbedrag"),
    # years
    (PERIODE, PERIODE.replace("2029", "2030"), "tot = 2030", "valt buiten 2026 tot en met 2029"),
    (PERIODE, PERIODE.replace("tot = 2029", ""), "licentie_nieuw]", "geen jaar, of te veel jaren"),
    (PERIODE, PERIODE.replace("2029", "2026"), "tot = 2026\n\n[scenarios.nieuw.regels.aan", "eindigt voor zij begint"),
    ("licentie_oud = 2028", "licentie_oud = 2035", "vervalt", "valt buiten"),
    ("begin = 2026", "begin = 2025", "begin = 2025", "voor zijn prijspeil"),
    # sign, counting twice, forgotten
    (UURTARIEF, UURTARIEF.replace("50", "-50"), "uurtarief]", "kan negatief worden"),
    (NIEUW, 'formule = "seats * tarief_oud"', "licentie_nieuw]", "telt hetzelfde als 'licentie_oud'"),
    ("vervalt = { licentie_oud = 2028 }", "vervalt = { licentie = 2028 }", "vervalt", "geen regel 'licentie'"),
    ("[scenarios.nieuw.regels.licentie_nieuw]", "[scenarios.nieuw.regels.licentie_oud]", "nieuw.regels.licentie_oud",
     "ook een regel van het nulalternatief"),
    ('naam = "Weggaan bij nieuw"\nsoort = "exit"', 'naam = "Weggaan"\nsoort = "opleiding"', "[scenarios.nieuw]",
     "geen regel van de soort 'exit'"),
    ('loon"\njaar = 2027\nopslag = "overschrijding"', 'loon"\njaar = 2027', "overzetten]", "geen opslag"),
    ('indicator = "uren per week"\n', "", "minder_werk]", "mist eigenaar, indicator"),
    ('jaar = 2027\nkans = "kans_risico"', "jaar = 2027", "storing]", "heeft geen kans"),
    ('afschrijving = { jaren = 2, rente = "rente" }\n', "", "regels.aanschaf]", "hoort een afschrijving"),
    (SCHADE, SCHADE + "jaar = 2027\n", "regels.schade]", "valt in het jaar van afbreken"),
    ('formule = "inwoners * seats_per_inwoner"', 'formule = "inwoners * seats_per_inwoner / (half + half - 1)"',
     "(half + half", "deelt door 0"),
    (NIEUW, 'formule = "seats * tarief_nieuw / (1 - heel)"', "(1 - heel)", "deelt door 0"),
    # circles, spreads, correlations
    ("inwoners * seats_per_inwoner", "inwoners * seats_per_inwoner + seats", "+ seats", "in een kring"),
    ('loon = "loonstijging"\n', 'loon = "loonstijging"\neigen = "duurder"\n\n[afgeleid.duurder]\n'
     'formule = "inflatie * oud / oud"\neenheid = "fractie/jaar"\n\n[grootheden.oud]\nwaarde = 1\neenheid = "euro"\n'
     'prijspeil = 2020\nindex = "eigen"\nbtw = "geen"\nbron = "Invented for a test"\ndatum = 2026-11-01\n\n',
     'formule = "inflatie * oud / oud"', "in een kring"),
    ('tarief = "btw_hoog"\ncompensabel = "compensabel"\n', 'tarief = "dubbel"\ncompensabel = "compensabel"\n\n'
     '[afgeleid.dubbel]\nformule = "btw_hoog + heel"\neenheid = "fractie"\n', 'tarief = "dubbel"', "van 0 tot 1"),
    ("laag = 20, hoog = 36", "laag = 36, hoog = 20", "tarief_nieuw]", "niet van laag naar hoog"),
    ("spreiding = 0.4", "spreiding = 0", "overschrijding]", "niet groter dan 0"),
    ("waarde = 0.21", "waarde = 21", "tarief = \"btw_hoog\"", "21 % is 0.21"),
    ('["tarief_oud", "tarief_nieuw"]', '["tarief_oud", "uurtarief"]', "[[correlaties]]", "heeft geen verdeling"),
    ("rang = 0.5", "rang = 1.5", "[[correlaties]]", "niet tussen -1 en 1"),
    ('waarde = 50\n', 'waarde = 50\nonbekend = true\n', "uurtarief]", "onbekend maar heeft één waarde"),
    ("rang = 0.5", "rang = nan", "rang = nan", "niet te rekenen"),
    (RENTE, 'rente = { waarde = inf, eenheid = "fractie/jaar"', "rente", "niet te rekenen"),
    (UURTARIEF, UURTARIEF.replace("50", "1e400"), "waarde = 1e400", "niet te rekenen"),
    ('formule = "inwoners * seats_per_inwoner"', 'formule = "0"', 'formule = "0"', "heeft geen bron"),
    ("jaren = 4", "jaren = = 4", "jaren = = 4", "geen geldige TOML"),
]  # fmt: skip


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_the_sample_is_right(tmp_path):
    model = load(write(tmp_path))
    assert list(model.scenarios) == ["nieuw"]


@pytest.mark.parametrize(("old", "new", "at", "told"), FAULTS, ids=[told for *_, told in FAULTS])
def test_a_planted_fault_is_told_with_its_line_and_its_repair(tmp_path, old, new, at, told):
    """A council decides on these figures; the fault must be found by the tool, not by the newspaper."""
    text = changed(old, new)
    file = write(tmp_path, text)
    with pytest.raises(ModelGeweigerd) as refused:
        load(file)
    fitting = [fault for fault in refused.value.fouten if told in f"{fault.wat} {fault.herstel}"]
    assert fitting, str(refused.value)
    places = {(fault.plaats.bestand, fault.plaats.regel) for fault in fitting}
    assert (file, line_of(text, at)) in places, (line_of(text, at), str(refused.value))
    assert all(fault.herstel.strip() for fault in refused.value.fouten)


def test_all_faults_come_at_once(tmp_path):
    text = changed("waarde = 0.21", "waarde = 21").replace('eenheid = "seat/inwoner"', 'eenheid = "seet/inwoner"')
    with pytest.raises(ModelGeweigerd) as refused:
        load(write(tmp_path, text.replace("zaad = 7", "zaad = 7\nkleur = 1")))
    assert "'kleur' bestaat niet" in str(refused.value)
    with pytest.raises(ModelGeweigerd) as refused:
        load(write(tmp_path, text))
    assert "tussen 0 en 1" in str(refused.value)
    assert "'seet' bestaat niet" in str(refused.value)


def test_a_file_that_builds_on_another_takes_over_what_it_does_not_say(tmp_path):
    """Three sizes of municipality share their sources; a figure that is replaced brings its own source."""
    write(tmp_path, name="basis.toml")
    text = 'basis = "basis.toml"\n[model]\nnaam = "Groot"\n'
    text += '[grootheden.inwoners]\nwaarde = 350000\neenheid = "inwoner"\n'
    model = load(write(tmp_path, text + 'bron = "Another source"\ndatum = 2026-11-02\n', "groot.toml"))
    assert (model.kop.naam, model.kop.jaren) == ("Groot", 4)
    assert (model.grootheden["inwoners"].waarde, model.grootheden["inwoners"].bron) == (350000, "Another source")
    assert model.grootheden["uren"].waarde == 100


def test_a_fault_in_the_basis_names_the_basis(tmp_path):
    basis = write(tmp_path, changed("waarde = 0.21", "waarde = 21"), "basis.toml")
    with pytest.raises(ModelGeweigerd) as refused:
        load(write(tmp_path, 'basis = "basis.toml"\n', "boven.toml"))
    assert {fault.plaats.bestand for fault in refused.value.fouten} == {basis}


@pytest.mark.parametrize(("basis", "told"), [
    ("zelf.toml", "in een kring"), ("weg.toml", "is er niet"), ("/etc/passwd", "geen pad vanuit deze map"),
])  # fmt: skip
def test_a_wrong_basis_is_refused(tmp_path, basis, told):
    with pytest.raises(ModelGeweigerd, match=told):
        load(write(tmp_path, f'basis = "{basis}"\n', "zelf.toml"))


TOKENS = ["0", "-1", "1e400", "nan", "true", '"x"', "[]", "{}", '"seats"', "2026", "9" * 30, '""', "{a=1}", '"1/0"',
          '"euro"', "1979-05-27", '[["a"]]', '"((((("']  # fmt: skip


def spoiled(chance: random.Random) -> str:
    """The sample with one to three lines lost, doubled or given a strange value."""
    lines = TEKST.splitlines()
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        what = chance.random()
        if what < 0.3:
            del lines[at]
        elif what < 0.4:
            lines.insert(at, chance.choice(lines))
        elif "=" in lines[at]:
            lines[at] = f"{lines[at].partition('=')[0]}= {chance.choice(TOKENS)}"
        else:
            lines[at] = lines[at][:-1]
    return "\n".join(lines)


def test_a_spoiled_model_is_reckoned_or_refused_and_never_breaks(tmp_path):
    """A traceback helps nobody; each refusal says what to do."""
    chance, refusals = random.Random(4), list[ModelGeweigerd]()
    for _ in range(400):
        file = write(tmp_path, spoiled(chance))
        try:
            model = load(file)
        except ModelGeweigerd as refused:
            refusals.append(refused)
        else:
            outcomes(model, prepared(model, expected(model)))
    assert 300 < len(refusals) < 400
    assert all(fault.herstel and fault.plaats.regel >= 1 for refused in refusals for fault in refused.fouten)


@pytest.mark.parametrize(("content", "told"), [
    (b"\xff\xfe\x00", "geen UTF-8"), (b"a = " + b"[" * 5000, "geen geldige TOML"), (b"", "ontbreekt"),
    (b"model = 1\nnulalternatief = []\nscenarios = 2\ngrootheden = 3\ncorrelaties = 4\nindexen = 5", "geen tabel"),
])  # fmt: skip
def test_a_strange_file_is_refused_and_never_breaks(tmp_path, content, told):
    file = tmp_path / "vreemd.toml"
    file.write_bytes(content)
    with pytest.raises(ModelGeweigerd, match=told):
        load(file)


def test_the_command_tells_faults_of_all_files_and_fails(tmp_path):
    good, wrong = write(tmp_path), write(tmp_path, changed("waarde = 0.21", "waarde = 21"), "fout.toml")
    done = CliRunner().invoke(main, ["scenario", "check", str(good), str(wrong)])
    assert done.exit_code == 1
    assert f"{wrong}:{line_of(TEKST, 'tarief = ')}: " in done.output
    done = CliRunner().invoke(main, ["scenario", "check", str(good), "--json"])
    assert json.loads(done.output) == [{"file": str(good), "scenarios": ["nieuw"], "grootheden": 20}]


def test_the_schema_accepts_the_sample_and_refuses_an_unknown_field(tmp_path):
    """Editors check with the schema; what it says must agree with what the program accepts."""
    done = CliRunner().invoke(main, ["scenario", "schema"])
    schema = json.loads(done.output)
    assert schema == json_schema()
    quantity = {"waarde": 2, "eenheid": "euro", "bron": "Invented", "datum": "2026-11-01"}
    jsonschema.validate({"grootheden": {"a": quantity}}, schema)
    for wrong in ({"kleur": 1}, {"waarde": "2"}, {"bron": ""}, {"verdeling": {"soort": "bol"}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"grootheden": {"a": quantity | wrong}}, schema)
