"""`meent conform URL`, `meent conform compare` and `meent conform verify`."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from meent.settings import data_folder, shared_folder
from meent.tools.conform import show
from meent.tools.conform.findings import Report
from meent.tools.conform.published import StandaardOntbreekt
from meent.tools.conform.run import Run, Step
from meent.tools.conform.signed import SpoorOngeldig, load_key
from meent.tools.conform.target import APIS, DoelOngeldig, Key, Limits, Target, target_of
from meent.tools.conform.traffic import Http
from meent.tools.conform.verify import Verified, read_traces, verify

KEY_FILE = "conform-sleutel"
FAULTS = (DoelOngeldig, StandaardOntbreekt, SpoorOngeldig, show.VerslagOnleesbaar)
MAX_FILE = 200_000_000
Path_ = click.Path(path_type=Path, exists=True, dir_okay=False)


class WithRun(click.Group):
    """A group in which an address stands for the command `run`: `meent conform URL` is what people type."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FAULTS as fault:
            raise click.ClickException(str(fault)) from fault


@click.group("conform", cls=WithRun)
def conform_group() -> None:
    """Judge any supplier's ZGW or Klantinteracties server by the published documents and rules: `meent conform URL`."""


@conform_group.command("run")
@click.argument("url", default="")
@click.option("--settings", type=Path_, help="TOML with addresses and secrets: docs/howto/judge-a-server.md.")
@click.option("--client-id", default="")
@click.option("--secret", default="", help="Shared secret to sign JWTs with.")
@click.option("--token", default="", help="A ready token, instead of client id and secret.")
@click.option("--api-key", "keys", multiple=True, help="Key of one API, as klantinteracties=…: sent as `Token …`.")
@click.option("--second-client-id", default="", help="A second client id, without rights yet: rules of rights need it.")
@click.option("--second-secret", default="")
@click.option("--base", multiple=True, help="Address of one API, as zaken=https://…/api/v1. May be repeated.")
@click.option("--version", "versions", multiple=True, help="Published version to judge by, as zaken=1.5.1.")
@click.option("--api", "apis", multiple=True, type=click.Choice(APIS), help="Only this API. May be repeated.")
@click.option("--name", default="", help="What the report calls the supplier.")
@click.option("--call-seconds", type=click.FloatRange(1, 300), default=Limits.call_seconds, show_default=True)
@click.option("--run-seconds", type=click.FloatRange(5, 86_400), default=Limits.run_seconds, show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as JSON.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as a page.")
@click.option("--traces", type=click.Path(path_type=Path, file_okay=False), help="Folder for a file per trace.")
@click.option("--everything", is_flag=True, help="Show what went well too.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def run_command(
    url: str,
    settings: Path | None,
    client_id: str,
    secret: str,
    token: str,
    keys: tuple[str, ...],
    second_client_id: str,
    second_secret: str,
    base: tuple[str, ...],
    versions: tuple[str, ...],
    apis: tuple[str, ...],
    name: str,
    call_seconds: float,
    run_seconds: float,
    out: Path | None,
    html: Path | None,
    traces: Path | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Judge the server at URL; exit code 1 when it does anything otherwise than the standard.

    The client must have all rights: what it may not do cannot be told from what the server refuses. Rules are tried
    with a catalogus of our own, PROEF, and with partijen, actoren and contacts of our own; all else is only read.
    """
    target = target_of(
        url, settings=settings, key=Key(client_id, secret, token), bases=pairs(base), versions=pairs(versions),
        keys=pairs(keys),
        second=Key(second_client_id, second_secret) if second_client_id else None, apis=apis, name=name,
        limits=Limits(call_seconds, run_seconds),
    )  # fmt: skip
    if not is_known(target):
        raise DoelOngeldig("Geef --client-id en --secret, --token of --api-key; zonder mag een client niets.")
    console = Console(stderr=as_json, highlight=False)
    with steps(Console(stderr=True, highlight=False)) as step:
        report = asyncio.run(judged(target, step))
    write(report, out, html, traces)
    if as_json:
        click.echo(json.dumps(report.as_dict()))
    else:
        show.tell(report, console, everything=everything)
    if not report.is_good:
        raise SystemExit(1)


def is_known(target: Target) -> bool:
    """Whether there is something to make ourselves known with, at each API."""
    has_usual = target.key.token or (target.key.client_id and target.key.secret)
    return bool(has_usual) or (bool(target.bases) and set(target.bases) <= set(target.keys))


async def judged(target: Target, step: Step) -> Report:
    key = load_key(data_folder() / KEY_FILE)
    return await Run(target, Http(), shared_folder() / "standards", key, step=step)()


@conform_group.command("compare")
@click.argument("reports", nargs=-1, required=True, type=Path_)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the table as a page.")
@click.option("--everything", is_flag=True, help="Show rows in which nobody failed too.")
@click.option("--json", "as_json", is_flag=True)
def compare_command(reports: tuple[Path, ...], html: Path | None, everything: bool, as_json: bool) -> None:
    """Lay REPORTS (as --out wrote them) side by side."""
    found = show.side_by_side([show.read_report(contents(path)) for path in reports])
    if html:
        html.write_text(show.comparison(found), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(found))
    else:
        show.print_side_by_side(found, Console(highlight=False), everything=everything)


@conform_group.command("verify")
@click.argument("file", type=Path_)
@click.option("--key", default="", help="The public key that must have signed; without it any key will do.")
@click.option("--json", "as_json", is_flag=True)
def verify_command(file: Path, key: str, as_json: bool) -> None:
    """Check that the trace, or the traces of a report, in FILE were not changed, and judge them again."""
    standards = shared_folder() / "standards"
    found = [verify(name, trace, standards, key) for name, trace in read_traces(contents(file)).items()]
    if as_json:
        click.echo(json.dumps([v.as_dict() for v in found]))
    else:
        for one in found:
            tell_verified(one)
    if any(v.faults for v in found):
        raise SystemExit(1)


def tell_verified(one: Verified) -> None:
    click.echo(f"{'✘' if one.faults else '✔'} {one.line}")
    for sentence in one.faults:
        click.echo(f"    {sentence}")
    click.echo(f"    sleutel {one.key}")
    for who, told in (("aanvraag", one.request), ("antwoord", one.answer), ("regel", one.rules)):
        for sentence in told:
            click.echo(f"    {who}: {sentence}")
    if one.unseen:
        click.echo(f"    {one.unseen}")
    click.echo(f"    brak de standaard: {one.blames}")


def pairs(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        name, is_there, value = text.partition("=")
        if not is_there:
            raise DoelOngeldig(f"'{text}' is geen naam=waarde.")
        found[name] = value
    return found


def contents(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE:
        raise show.VerslagOnleesbaar(f"{path} is groter dan {MAX_FILE} bytes.")
    return path.read_bytes()


def write(report: Report, out: Path | None, html: Path | None, traces: Path | None) -> None:
    if out:
        out.write_text(json.dumps(report.as_dict()), encoding="utf-8")
    if html:
        html.write_text(show.page(report), encoding="utf-8", errors="replace")
    if traces:
        traces.mkdir(parents=True, exist_ok=True)
        for number, trace in report.traces.items():
            (traces / f"spoor-{number}.json").write_text(json.dumps(trace), encoding="utf-8")


@contextmanager
def steps(console: Console) -> Iterator[Step]:
    """Progress: a bar on a terminal, else a line for each new part of the work."""
    if not console.is_terminal:
        yield plain_steps(lambda line: print_line(line))
        return
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def plain_steps(echo: Callable[[str], None]) -> Step:
    last = ""

    def step(what: str, done: int, total: int) -> None:
        nonlocal last
        part = what.partition(" ")[0]
        if part != last or done % 25 == 0:
            echo(f"{what} ({done} van {total})")
        last = part

    return step


def print_line(line: str) -> None:
    sys.stderr.write(line + "\n")
