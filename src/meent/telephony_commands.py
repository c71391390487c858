"""`meent telephony`: the telephone exchange of this machine (ARCHITECTURE §11)."""

import asyncio
import json
import signal
from pathlib import Path

import click

from meent.integration.netwerk import Networks
from meent.integration.telefooncentrale.aanwezigheid import Aanwezigheid, Stand, Toegang
from meent.integration.telefooncentrale.doorgeven import Doorgeven
from meent.integration.telefooncentrale.keuring import keur
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from meent.integration.telefooncentrale.verbinding import Echt, Gesimuleerd, Verbinding
from meent.settings import data_folder, read


def opstelling() -> Opstelling:
    """The exchange as the settings describe it."""
    low, _, high = read("MEENT_MEDIA_PORTS").partition("-")
    binnen, node, ng, toetsen = map(int, read("MEENT_SIP_INNER_PORTS").split(","))
    certificate, key, ca = map(read, ("MEENT_SIP_CERTIFICATE", "MEENT_SIP_KEY", "MEENT_SIP_CA"))
    return Opstelling(
        folder=data_folder() / "telefonie", host=read("MEENT_SIP_HOST"), naam=read("MEENT_SIP_NAME"),
        poorten=Poorten(
            sip=int(read("MEENT_SIP_PORT")), tls=int(read("MEENT_SIP_TLS_PORT")), media=(int(low), int(high)),
            binnen=binnen, node=node, ng=ng, toetsen=toetsen,
        ),
        trunks=read("MEENT_SIP_TRUNKS").split(), netwerken=read("MEENT_SIP_TRUNK_NETWORKS").split(),
        lijn_srtp=read("MEENT_SIP_TRUNK_SRTP") == "yes", toestel_srtp=read("MEENT_SIP_PHONE_SRTP") == "yes",
        certificaat=Path(certificate) if certificate else None, sleutel=Path(key) if key else None,
        ca=Path(ca) if ca else None, doorgeven=Doorgeven(tuple(read("MEENT_TURN").split()), read("MEENT_TURN_SECRET")),
    )  # fmt: skip


def verbinding() -> Verbinding | None:
    """The exchange of the contact centre, as MEENT_TELEFONIE has it. raises click.ClickException for another word."""
    match read("MEENT_TELEFONIE"):
        case "":
            return None
        case "simulator":
            return Gesimuleerd()
        case "centrale":
            return Echt(opstelling())
    raise click.ClickException("Zet MEENT_TELEFONIE op centrale of op simulator, of laat die leeg.")


def started(exchange: Verbinding | None) -> Verbinding | None:
    """The same, running: what will not start is told here, and not by a server that falls. raises OpstellingFout."""
    if isinstance(exchange, Echt):
        asyncio.run(exchange.opstelling.start())
    return exchange


@click.group("telephony")
def telephony_group() -> None:
    """The telephone exchange of this machine: Kamailio for SIP, rtpengine for the sound."""


@telephony_group.command("up")
@click.option("--detach", is_flag=True, help="Leave it running; `meent telephony down` ends it.")
def telephony_up(detach: bool) -> None:
    """Write the configuration, start both, and end them at Ctrl-C. No root needed."""
    exchange = opstelling()
    asyncio.run(exchange.start())
    p = exchange.poorten
    click.echo(f"De telefooncentrale luistert op {exchange.host}: SIP {p.sip}, TLS {p.tls}. Bestanden: {exchange.home}")
    if detach:
        return
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    exchange.stop()
    click.echo("De telefooncentrale is gestopt.")


@telephony_group.command("down")
def telephony_down() -> None:
    """End what `up --detach` started; conversations end with it."""
    opstelling().stop()
    click.echo("De telefooncentrale is gestopt.")


@telephony_group.command("check")
@click.option("--json", "as_json", is_flag=True)
def telephony_check(as_json: bool) -> None:
    """What is missing on this machine, and how to install it."""
    found = asyncio.run(keur(opstelling()))
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in found]))
    else:
        for one in found:
            sign = "✔" if one.is_goed else "✘" if one.is_nodig else "–"
            click.echo(f"{sign} {one.onderwerp}: {one.verteld}" + (f" → {one.raad}" if one.raad else ""))
    if not all(one.is_goed for one in found if one.is_nodig):
        raise SystemExit(1)


@telephony_group.command("device")
@click.argument("name")
def telephony_device(name: str) -> None:
    """What a SIP telephone NAME must be told to register here. The password follows from the name."""
    exchange = opstelling()
    click.echo(f"server      {exchange.naam or exchange.host}:{exchange.poorten.sip}")
    click.echo(f"gebruiker   {name}\nwachtwoord  {exchange.wachtwoord(name)}")


@telephony_group.group("presence")
def presence_group() -> None:
    """Who of the back office is free, as Microsoft Graph tells it."""


@presence_group.command("login")
def presence_login() -> None:
    """Let somebody of the municipality sign in at Microsoft, once; the key lies in MEENT_DATA."""
    asyncio.run(_login())


@presence_group.command("show")
@click.argument("ids", nargs=-1, required=True)
def presence_show(ids: tuple[str, ...]) -> None:
    """Each of these people, by object id at Microsoft, and how it is with him."""
    for wie, stand in asyncio.run(_show(ids)).items():
        click.echo(f"{wie}  {stand}")


async def _login() -> None:
    graph = _aanwezigheid()
    try:
        code = await graph.begin()
        click.echo(f"Ga naar {code.verification_uri} en vul deze code in: {code.user_code}")
        await graph.voltooi(code)
    finally:
        await graph.close()
    click.echo("U bent aangemeld. De sleutel wordt vanzelf vernieuwd.")


async def _show(ids: tuple[str, ...]) -> dict[str, Stand]:
    graph = _aanwezigheid()
    try:
        return await graph.standen(ids)
    finally:
        await graph.close()


def _aanwezigheid() -> Aanwezigheid:
    organisatie, programma = read("MEENT_GRAPH_TENANT"), read("MEENT_GRAPH_CLIENT")
    if not (organisatie and programma):
        raise click.ClickException("Zet MEENT_GRAPH_TENANT en MEENT_GRAPH_CLIENT (docs/settings.md).")
    return Aanwezigheid(Toegang(organisatie, programma), data_folder() / "graph.json", Networks())
