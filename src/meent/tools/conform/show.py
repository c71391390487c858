"""A report for people: a page, lines on the screen, several suppliers side by side."""

from importlib.resources import files
from typing import Any

import jinja2
import msgspec
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from meent.tools.conform.findings import FORMAT, WORST, Check, Report, counts
from meent.tools.conform.target import APIS

TOLD_MAX, BODY_MAX = 12, 4_000
WORDS = {"passed": "goed", "failed": "fout", "remark": "opmerking", "not tried": "niet geprobeerd", "absent": "–"}
HEADINGS = {
    "reach": "Bereikbaarheid", "scratch": "Iets nieuws maken", "rule": "De regels van de standaard",
    "advice": "Advies: wat de standaard niet voorschrijft",
    "document": "Elk antwoord naast het gepubliceerde document", "served": "Het document dat de server zelf aanbiedt",
}  # fmt: skip
KINDS = {
    "reach": "bereik", "scratch": "maken", "rule": "regel", "document": "antwoord", "served": "eigen document",
}  # fmt: skip
"""Kind of a check, which its id begins with -> what people read."""
GROUNDS = {"standard": "standaard", "advice": "advies"}
COLOURS = {"passed": "green", "failed": "bold red", "remark": "yellow", "not tried": "dim", "absent": "dim"}


class VerslagOnleesbaar(Exception):
    """Dit bestand is geen verslag van `meent conform`."""


def template(name: str) -> jinja2.Template:
    text = files("meent.tools.conform").joinpath(name).read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True).from_string(text)


def page(report: Report) -> str:
    """One self-contained HTML page."""
    checks = sorted(report.checks, key=lambda c: WORST.index(c.verdict))
    kinds = [(s, found) for s in HEADINGS if (found := [c for c in checks if section(c) == s])]
    apis = {api: counts(c.verdict for c in checks if c.api == api) for api in report.bases}
    return template("report.html").render(
        report=report, kinds=kinds, headings=HEADINGS, words=WORDS, conclusion=conclusion(report), told_max=TOLD_MAX,
        body_max=BODY_MAX, apis=apis,
    )  # fmt: skip


def section(check: Check) -> str:
    """Under which heading: rules that are advice stand apart."""
    return "advice" if (check.kind, check.ground) == ("rule", "advice") else check.kind


def conclusion(report: Report) -> str:
    found = report.summary
    if found["failed"]:
        return f"Op {found['failed']} van {len(report.checks)} onderdelen doet de server het anders dan de standaard."
    if not found["passed"]:
        return "Er was niets te toetsen: de server gaf geen enkel goed antwoord."
    return "Nergens deed de server het anders dan de standaard."


def tell(report: Report, console: Console, *, everything: bool = False) -> None:
    """What went wrong, and how many went well; colours never stand alone."""
    for kind, heading in HEADINGS.items():
        found = [c for c in report.checks if section(c) == kind]
        shown = [c for c in found if everything or c.verdict == "failed"]
        if not found:
            continue
        numbers = ", ".join(f"{n} {WORDS[v]}" for v, n in counts(c.verdict for c in found).items() if n)
        console.print(Text(f"{heading}: {numbers}", style="bold"))
        for check in sorted(shown, key=lambda c: WORST.index(c.verdict)):
            console.print(Text(f"  {WORDS[check.verdict]:<10} {check.id.partition(' ')[2]}  {check.title}"))
            for sentence in check.told[:TOLD_MAX]:
                console.print(Text(f"             {sentence}"))
    if report.absent:
        console.print(Text(f"Biedt de server niet aan: {', '.join(report.absent)}"))
    for line in report.left:
        console.print(Text(f"Bleef staan: {line}"))
    console.print(Text(conclusion(report), style="green" if report.is_good else "bold red"))


# --- side by side ----------------------------------------------------------------------------------------------------


def read_report(content: bytes) -> dict[str, Any]:
    """A report as `--json` wrote it. VerslagOnleesbaar when it is none."""
    try:
        found = msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise VerslagOnleesbaar("Dit bestand is geen JSON.") from fault
    is_ours = isinstance(found, dict) and found.get("meent_conform") == FORMAT and isinstance(found.get("checks"), list)
    wanted = ("id", "title", "verdict")
    if not is_ours or not all(isinstance(c, dict) and set(wanted) <= set(c) for c in found["checks"]):
        raise VerslagOnleesbaar("Dit bestand is geen verslag van `meent conform`.")
    if not all(c["verdict"] in WORDS and str(c["id"]).partition(" ")[0] in KINDS for c in found["checks"]):
        raise VerslagOnleesbaar("Dit verslag bevat een uitkomst die niet bestaat.")
    return dict(found)


def side_by_side(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows of checks with a verdict for each supplier; what went wrong first, then what differs."""
    by_id = [{str(c["id"]): c for c in r["checks"]} for r in reports]
    ids = dict.fromkeys(i for checks in by_id for i in checks)
    rows = []
    for id_ in ids:
        verdicts = [str(checks[id_]["verdict"]) if id_ in checks else "absent" for checks in by_id]
        first = next(checks[id_] for checks in by_id if id_ in checks)
        ground = GROUNDS["advice" if first.get("ground") == "advice" else "standard"]
        rows.append({"id": id_, "title": str(first["title"]), "ground": ground, "verdicts": verdicts})
    rows.sort(key=lambda r: ("failed" not in r["verdicts"], len(set(r["verdicts"])) == 1, r["ground"] == "advies"))
    totals = [{"failed": sum(c["verdict"] == "failed" for c in r["checks"]), "all": len(r["checks"])} for r in reports]
    apis = [
        {"api": api, "totals": [per_api(checks, api) for checks in by_id]}
        for api in APIS
        if any(c.get("api") == api for checks in by_id for c in checks.values())
    ]
    return {"names": [str(r.get("name", "?")) for r in reports], "totals": totals, "apis": apis, "rows": rows}


def comparison(found: dict[str, Any]) -> str:
    """Suppliers side by side as one self-contained HTML page."""
    return template("compare.html").render(**found, words=WORDS, kinds=KINDS)


def per_api(checks: dict[str, Any], api: str) -> dict[str, int]:
    """How many of its checks failed, and how many there were; none when the supplier does not offer it."""
    verdicts = [c["verdict"] for c in checks.values() if c.get("api") == api]
    return {"failed": verdicts.count("failed"), "all": len(verdicts)}


def print_side_by_side(found: dict[str, Any], console: Console, *, everything: bool) -> None:
    table = Table("Onderdeel", "Waarover", "Soort", *(Column(Text(n)) for n in found["names"]))
    failed = (f"{t['failed']} van {t['all']} fout" for t in found["totals"])
    table.add_row("", "", "", *failed)
    for one in found["apis"]:
        cells = (f"{t['failed']} van {t['all']} fout" if t["all"] else WORDS["absent"] for t in one["totals"])
        table.add_row("", one["api"], "", *cells, end_section=one is found["apis"][-1])
    for row in found["rows"]:
        if everything or "failed" in row["verdicts"]:
            told = (Text(WORDS[v], style=COLOURS[v]) for v in row["verdicts"])
            kind, _, name = row["id"].partition(" ")
            table.add_row(Text(f"{KINDS[kind]} {name}"), Text(row["title"]), row["ground"], *told)
    console.print(table)
