"""The page of a report in a browser: accessible, light and dark, and readable on a telephone."""

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from meent.app import App
from meent.tools.conform import show
from tests.interaction.browser import ARGUMENTS, CHROMIUM
from tests.interaction.test_pages import AXE, RULES
from tests.tools.conform.conftest import Proefbank
from tests.tools.conform.kapot import FAULTS, Broken

pytestmark = [
    pytest.mark.skipif(not os.path.exists(CHROMIUM), reason="no Chromium on this machine (apt-get install chromium)"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: run `python hatch_build.py`"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_for_everybody(scheme: str, app: App, proefbank: Proefbank, tmp_path: Path) -> None:
    """A buyer with weak eyes compares suppliers too."""
    fault = next(f for f in FAULTS if f.name == "another code")
    report = await proefbank.run(Broken(app, fault), "Z-03", "E-01", "E-02")
    page_file, table_file = tmp_path / "blad.html", tmp_path / "naast.html"
    page_file.write_text(show.page(report))
    side = show.side_by_side([report.as_dict(), proefbank.whole.as_dict()])
    table_file.write_text(show.comparison(side))
    script = await asyncio.to_thread(AXE.read_text, "utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(color_scheme=scheme, bypass_csp=True, viewport={"width": 320, "height": 700})
        for file in (page_file, table_file):
            await page.goto(f"file://{file}")
            await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320
            await page.evaluate(script)
            found = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]] == []
        await browser.close()
