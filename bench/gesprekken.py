"""How long each part of a call takes, on the real exchange: `python -m bench.gesprekken`.

Telephones (baresip) call a municipality, press keys, wait, are answered by telephones and by headless Chromium, are
passed on, called back, refused at night, sent away by a full queue, called over TLS with SRTP; and its node is killed
in the middle of a conversation. Everybody says a tone of his own, so each time ends when a tone was *heard*. All of it
is played five times; a table tells the median beside what the trial of the design measured.

Needs what `meent telephony check` asks, baresip and Chromium. `--rounds 1` is a look, `--only gedood` one scenario.
"""

import asyncio
import os
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import msgspec
from rich.console import Console

from bench import report
from bench.contactcentrum import GELUIDEN, gemeente
from bench.gesprekken_node import GEMEENTE, Opzet
from bench.gesprekken_spel import (
    AANBOD_HZ,
    BEVESTIGING_HZ,
    BURGER,
    DICHT,
    DICHT_HZ,
    OPEN,
    OVERGAAN_SECONDEN,
    SCENARIOS,
    VOL,
    Node,
    Scenario,
    Spel,
    actief,
)
from meent.data import embedded
from meent.integration.telefooncentrale.centrale import Toestel
from meent.integration.telefooncentrale.geluid import toon
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from meent.process.telefonie.beleid import Beleid, Doel, Geluid, Inzet, Menu, Nummer, Openingstijden, Overloop, Wachtrij
from tests.integration.telefooncentrale.chromium import microfoon
from tests.integration.telefooncentrale.stappen import AGENT_HZ, ANDERE_HZ, BELLER_HZ, MUZIEK_HZ, WELKOM_HZ, lange_toon
from tests.integration.telefooncentrale.telefoons import Telefoon, telefoon, vrije_poort
from tests.process.telefonie.opzet import ALTIJD

RESULTS = Path(__file__).with_name("results")
RONDES = 5
TONEN = {"welkom": WELKOM_HZ, "muziek": MUZIEK_HZ, "gesloten": DICHT_HZ, "terugbel-aanbod": AANBOD_HZ,
         "terugbel-bevestiging": BEVESTIGING_HZ}  # fmt: skip
ANDERS_HZ, GELUID_SECONDEN = 700, 3.0
MEDIA = (30_000, 31_998)
STEM = {"beller": BELLER_HZ, "tweede": BELLER_HZ, "veilig": BELLER_HZ, "burger": BELLER_HZ, "ann": AGENT_HZ,
        "bob": ANDERE_HZ, "stil": ANDERE_HZ}  # fmt: skip
"""What everybody says."""


@dataclass
class Uitslag:
    """What was measured, in ms per round: scenario -> row -> times."""

    about: dict[str, str]
    rondes: int
    tijden: dict[str, dict[str, list[float]]]


@click.command()
@click.option("--rounds", default=RONDES, show_default=True, help="How often everything is played.")
@click.option("--only", type=click.Choice([one.naam for one in SCENARIOS]), multiple=True, help="Only this scenario.")
@click.option("--save/--no-save", default=True, help="Lay the outcome down in bench/results/.")
def main(rounds: int, only: Sequence[str], save: bool) -> None:
    """Time every part of a call on the real exchange."""
    chosen = [one for one in SCENARIOS if not only or one.naam in only]
    with tempfile.TemporaryDirectory(prefix="meent-gesprekken-", ignore_cleanup_errors=True) as text:
        folder = Path(text)
        folder.chmod(0o755)
        with embedded.start(folder / "postgres") as database:
            found = asyncio.run(_measure(folder, database, rounds, chosen))
    told = as_table(found)
    Console().print(told, markup=False, soft_wrap=True)
    if save:
        target = RESULTS / f"{date.today().isoformat()}-gesprekken.json"  # noqa: DTZ011 - names a file of this machine
        report.lay_down(target, found, found.about, "Each part of a call on the real exchange", told)


async def _measure(folder: Path, database: embedded.Embedded, rounds: int, chosen: Sequence[Scenario]) -> Uitslag:
    tijden: dict[str, dict[str, list[float]]] = {one.naam: defaultdict(list) for one in chosen}
    async with AsyncExitStack() as stack:
        spel = await _opgezet(stack, folder, database)
        await actief(spel.opstelling)
        for ronde in range(rounds):
            for scenario in chosen:
                took = await scenario.speel(spel)
                for naam, seconden in took.items():
                    tijden[scenario.naam][naam].append(1000 * seconden)
                Console(stderr=True).print(f"{ronde + 1}/{rounds} {scenario.naam}", highlight=False)
    about = report.machine() | {"load": f"{os.getloadavg()[0]:.1f}"}
    return Uitslag(about, rounds, tijden)


async def _opgezet(stack: AsyncExitStack, folder: Path, database: embedded.Embedded) -> Spel:
    """The exchange, its node and every telephone; all of it ends with the stack."""
    sip, tls, binnen, node, ng, toetsen, trunk, web = (vrije_poort() for _ in range(8))
    poorten = Poorten(sip=sip, tls=tls, media=MEDIA, binnen=binnen, node=node, ng=ng, toetsen=toetsen)
    lijn = f"sip:127.0.0.1:{trunk}"
    opstelling = Opstelling(folder / "centrale", poorten=poorten, trunks=[lijn])
    for naam in GELUIDEN:
        path = folder / "geluiden" / f"{naam}.wav"
        if naam == "muziek":
            path.parent.mkdir(exist_ok=True)
            lange_toon(path, MUZIEK_HZ)
        else:
            toon(path, TONEN.get(naam, ANDERS_HZ), GELUID_SECONDEN)
    meerwijde = await gemeente(database, beleid(), slug=GEMEENTE, naam="Meerwijde")
    opzet = Opzet(database.app_dsn, meerwijde, poorten, lijn, str(folder / "geluiden"), web)
    (folder / "opzet.json").write_bytes(msgspec.json.encode(opzet))
    await opstelling.start()
    stack.callback(opstelling.stop)
    telefoons = {naam: await stack.enter_async_context(one) for naam, one in _telefoons(folder, opstelling, trunk)}
    mic = microfoon(folder / "noor.wav", AGENT_HZ, 60)
    spel = Spel(opstelling, folder, web, mic, telefoons, await Node.begin(folder))
    stack.push_async_callback(spel.einde)
    for wie in ("ann", "bob", "stil"):
        await telefoons[wie].aangemeld()
    return spel


def _telefoons(
    folder: Path, opstelling: Opstelling, trunk: int
) -> Iterator[tuple[str, AbstractAsyncContextManager[Telefoon]]]:
    """Everybody's telephone: three outside, one of them encrypted; the citizen's on the trunk; three of agents."""
    home, ports = opstelling.home, opstelling.poorten
    pem = folder / "veilig.pem"
    pem.write_text((home / "sleutel.pem").read_text() + (home / "certificaat.pem").read_text())
    buiten = ";regint=0;audio_codecs=PCMA;dtmfmode=rtpevent"
    accounts = {
        "beller": f"<sip:0600000001@127.0.0.1;transport=udp>{buiten}",
        "tweede": f"<sip:0600000002@127.0.0.1;transport=udp>{buiten}",
        "veilig": f'<sip:+31600000003@127.0.0.1;transport=tls>;outbound="sip:127.0.0.1:{ports.tls};transport=tls"'
                  f";mediaenc=srtp-mand{buiten}",
        "burger": f"<sip:{BURGER}@127.0.0.1:{trunk};transport=udp>;answermode=auto{buiten}",
        **{wie: _van_medewerker(opstelling, wie, "auto") for wie in ("ann", "bob")},
        "stil": _van_medewerker(opstelling, "stil", "manual"),
    }  # fmt: skip
    stemmen = folder / "stemmen"
    stemmen.mkdir()
    for naam, account in accounts.items():
        spreekt = lange_toon(stemmen / f"{naam}.wav", STEM[naam])
        yield naam, telefoon(
            folder / "telefoons", naam, account, spreekt, pem if naam == "veilig" else None,
            sip=trunk if naam == "burger" else 0,
        )  # fmt: skip


def _van_medewerker(opstelling: Opstelling, wie: str, answers: str) -> str:
    return (
        f'<sip:{wie}@meent;transport=udp>;outbound="sip:127.0.0.1:{opstelling.poorten.sip}";answermode={answers};'
        f"regint=300;audio_codecs=PCMA;auth_user={wie};auth_pass={opstelling.wachtwoord(wie)}"
    )


def beleid() -> Beleid:
    """Three numbers: one with a menu, one that is closed, one whose queue holds one caller."""

    def rij(vaardigheid: str, **anders: object) -> Wachtrij:
        return msgspec.convert({
            "vaardigheid": vaardigheid, "tijden": "altijd", "gesloten": "gesloten", "muziek": "muziek",
            "nawerk_seconden": 0, "overgaan_seconden": OVERGAAN_SECONDEN, "terugbel_toets": "5", "plaats_seconden": 0,
        } | anders, Wachtrij)  # fmt: skip

    def telefoon_van(naam: str, **vaardigheden: int) -> Inzet:
        return Inzet(naam.title(), vaardigheden, Toestel.TELEFOON, naam)

    return Beleid(
        nummers={
            OPEN: Nummer("open", Doel("menu", "hoofd"), "kcc"),
            DICHT: Nummer("dicht", Doel("wachtrij", "dicht"), "kcc"),
            VOL: Nummer("vol", Doel("wachtrij", "vol"), "kcc"),
        },
        menus={"hoofd": Menu("welkom", {"1": Doel("wachtrij", "kcc")}, Doel("wachtrij", "kcc"), 5, 3)},
        wachtrijen={
            "kcc": rij("algemeen"), "dicht": rij("algemeen", tijden="nooit"),
            "vol": rij("zeldzaam", overloop=[Overloop("lengte", Doel("aanbod"), 1)]),
        },
        tijden={"altijd": ALTIJD, "nooit": Openingstijden({})},
        geluiden={naam: Geluid(1, {"nl": GELUID_SECONDEN}) for naam in GELUIDEN},
        medewerkers={
            "ann": telefoon_van("ann", algemeen=1), "bob": telefoon_van("bob", algemeen=1),
            "stil": telefoon_van("stil", algemeen=2, zeldzaam=1),
            "noor": Inzet("Noor", {"algemeen": 1}),
        },
    )  # fmt: skip


def as_table(found: Uitslag) -> str:
    """What people read: medians, and how far they lie apart."""
    lines = [
        f"Median of {found.rondes} times, in ms; load {found.about['load']}."
        " A tone is heard when 40 ms of it have sounded.", "",
        "| | median | least | most | the trial (ms) |", "|---|--:|--:|--:|---|",
    ]  # fmt: skip
    for scenario in SCENARIOS:
        lines += list(_rijen(scenario, found.tijden.get(scenario.naam, {})))
    return "\n".join(lines)


def _rijen(scenario: Scenario, tijden: Mapping[str, Sequence[float]]) -> Iterator[str]:
    for naam, (tekst, proef) in scenario.rijen.items():
        if times := tijden.get(naam):
            cells = " | ".join(_ms(value) for value in (statistics.median(times), min(times), max(times)))
            yield f"| {tekst} | {cells} | {proef} |"


def _ms(value: float) -> str:
    """Below ten a tenth is told."""
    return f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"


if __name__ == "__main__":
    main()
