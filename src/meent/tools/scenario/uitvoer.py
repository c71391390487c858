"""Writes what a report says: JSON, the council paper as page and PDF, appendix, workbook. All of it, or nothing.

The same model gives the same bytes: there is no clock in it, and every chance comes from the seed of the model.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import typst
from jinja2 import Environment, PackageLoader, StrictUndefined

from meent.tools.scenario.bijlage import appendix
from meent.tools.scenario.nacalculatie import digest_of
from meent.tools.scenario.rapport import Rapport
from meent.tools.scenario.stuk import Stuk, as_data, council_paper, place
from meent.tools.scenario.werkboek import workbook

TEMPLATES = Environment(
    loader=PackageLoader("meent.tools.scenario", "."), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
PDF_SOURCE = Path(__file__).with_name("raadsstuk.typ")


class UitvoerGeweigerd(Exception):
    """The folder for the papers cannot be written; nothing was."""


def rendered(found: Rapport) -> dict[str, bytes]:
    """The files of one report, by name."""
    paper = council_paper(found)
    return {
        "uitkomst.json": as_json(found),
        "raadsstuk.html": as_page(paper),
        "raadsstuk.pdf": as_pdf(paper),
        "bijlage.html": as_page(appendix(found)),
        "werkboek.xlsx": workbook(found.model, found.gelezen),
    }


def as_page(stuk: Stuk) -> bytes:
    return TEMPLATES.get_template("raadsstuk.html").render(stuk=as_data(stuk)).encode()


def as_pdf(stuk: Stuk) -> bytes:
    """A tagged PDF, without a date, so that it is the same tomorrow."""
    made = typst.compile(PDF_SOURCE, sys_inputs={"stuk": json.dumps(as_data(stuk), ensure_ascii=False)})
    assert isinstance(made, bytes)
    return made


def as_json(found: Rapport) -> bytes:
    """Every outcome, every figure with its source and place. Amounts are eurocents."""
    model = found.model
    content: dict[str, Any] = {
        "model": model.kop,
        "bedragen": "eurocent",
        "rangorde": found.rangorde,
        "scenarios": found.uitkomsten,
        "kansen": found.kansen,
        "gevoeligheid": found.gevoeligheid,
        "deelname": found.deelname,
        "opties": {
            key: {"waarde": round(100 * o.waarde), "met_stop": round(100 * o.met_stop),
                  "zonder_stop": round(100 * o.zonder_stop), "stoppen_bij": o.stoppen_bij}
            for key, o in found.opties.items()
        },
        "grootheden": {
            name: {**as_builtins(q), "plaats": place(found, "grootheden", name)} for name, q in model.grootheden.items()
        },
        "afgeleid": {
            name: {**as_builtins(d), "verwacht": float(found.waarden[name]), "plaats": place(found, "afgeleid", name)}
            for name, d in model.afgeleid.items()
        },
        "regels": {"nul": model.nulalternatief.regels, **{key: s.regels for key, s in model.scenarios.items()}},
    }  # fmt: skip
    plain = as_builtins(content)
    plain["digest"] = digest_of(plain)
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def as_builtins(value: Any) -> Any:
    """Plain values; a figure of the model stays a number."""
    return msgspec.json.decode(msgspec.json.Encoder(decimal_format="number").encode(value))


def write_all(out: Path, papers: dict[str, dict[str, bytes]]) -> list[Path]:
    """A folder per model under `out`, each put in its place when it is whole. Raises UitvoerGeweigerd.

    What stood in such a folder before is replaced; other folders stay as they are.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".scenario-", dir=out) as scratch:
            for name, files in papers.items():
                folder = Path(scratch) / name
                folder.mkdir()
                for file, content in files.items():
                    (folder / file).write_bytes(content)
            return [_put(Path(scratch) / name, out / name) for name in papers]
    except OSError as error:
        reason = f"De map {out} is niet te beschrijven ({error.strerror}); er is niets geschreven."
        raise UitvoerGeweigerd(reason) from error


def _put(made: Path, target: Path) -> Path:
    """The folder in its place. An old one is moved aside first: two renames, so nobody reads half a paper."""
    if target.exists():
        os.replace(target, old := made.with_name(f"{made.name}.oud"))
        os.replace(made, target)
        shutil.rmtree(old)
    else:
        os.replace(made, target)
    return target
