"""A whole telephone call, from a SIP telephone to the desk in a browser, with sound in both directions.

`make demo-telefonie` in one terminal, and in another `python -m trust.telefoontje`: a telephone (baresip) calls the
number of the municipality, hears the prompt, presses 3, and is answered by the agent of the demo in headless Chromium.
Each says a tone of its own, so it is known who heard whom. Each step is a line with the second at which it was done.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect
from rich.console import Console

from meent.integration.telefooncentrale.geluid import toon
from meent.settings import read
from meent.tools.demo.gemeenten import GEMEENTEN
from meent.tools.demo.telefonie import bezoeker, nummers
from tests.integration.telefooncentrale.chromium import GELUID, microfoon
from tests.integration.telefooncentrale.telefoons import telefoon
from tests.interaction.browser import ARGUMENTS, CHROMIUM

BELLER_HZ, MEDEWERKER_HZ = 550, 880
"""Neither is what the queue plays (440)."""
GEDULD_SECONDEN = 60.0
BELLER = "<sip:0600000001@127.0.0.1;transport=udp>;regint=0;audio_codecs=PCMA;dtmfmode=rtpevent"
LUISTER = """
window.gehoord = {};
const Echt = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Echt {
  constructor(...hoe) {
    super(...hoe);
    this.addEventListener("track", (een) => {
      const context = new AudioContext();
      const meter = context.createAnalyser();
      meter.fftSize = 8192;
      context.createMediaStreamSource(new MediaStream([een.track])).connect(meter);
      const sterkte = new Float32Array(meter.frequencyBinCount);
      setInterval(() => {
        meter.getFloatFrequencyData(sterkte);
        const top = sterkte.reduce((best, v, i) => (i > 0 && v > sterkte[best] ? i : best), 1);
        const hz = Math.round(top * context.sampleRate / meter.fftSize);
        if (sterkte[top] > -45) window.gehoord[hz] = (window.gehoord[hz] ?? 0) + 1;
      }, 100);
    });
  }
};
"""
"""Counts the loudest tone of what the page plays, ten times a second."""


class Verslag:
    """Tells each step, and when it was done."""

    def __init__(self) -> None:
        self.console, self.begin = Console(), time.monotonic()

    def __call__(self, what: str) -> None:
        self.console.print(f"{time.monotonic() - self.begin:6.1f} s  {what}", highlight=False)


@asynccontextmanager
async def werkplek(base: str, slug: str, mic: Path) -> AsyncIterator[Page]:
    """The desk of the agent that a visitor may be, his telephone on, ready for a call."""
    persona = next(bezoeker(g) for g in GEMEENTEN if g.slug == slug)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, *GELUID, f"--use-file-for-fake-audio-capture={mic}"]
        )
        context = await browser.new_context(permissions=["microphone"], locale="nl-NL")
        context.set_default_timeout(GEDULD_SECONDEN * 1000)
        page = await context.new_page()
        await page.add_init_script(LUISTER)
        await page.goto(base)
        await page.locator(f"form:has(input[value='{persona}']) button").click()
        await page.goto(f"{base}/{slug}/klantcontact/werkplek")
        await page.get_by_role("button", name="Zet mijn telefoon aan").click()
        await expect(page.get_by_text("Wij horen u.")).to_be_visible()
        await page.get_by_role("button", name="Klaar voor een gesprek").click()
        yield page
        await browser.close()


async def hoort(page: Page, hz: int) -> None:
    """Until the page played this tone for half a second in all. raises AssertionError with what it did play."""
    until = time.monotonic() + GEDULD_SECONDEN
    while (heard := await page.evaluate("window.gehoord")) is not None:
        if sum(times for tone, times in heard.items() if abs(int(tone) - hz) < 12) >= 5:
            return
        if time.monotonic() > until:
            raise AssertionError(f"the browser does not hear {hz} Hz but {heard}")
        await asyncio.sleep(0.1)


async def bel(base: str, slug: str, edge: str, folder: Path, vertel: Verslag) -> None:
    number = next(nummers(g)[0] for g in GEMEENTEN if g.slug == slug)
    spreekt = toon(folder / "beller.wav", BELLER_HZ, 60.0)
    async with (
        werkplek(base, slug, microfoon(folder / "medewerker.wav", MEDEWERKER_HZ)) as page,
        telefoon(folder, "beller", BELLER, spreekt) as beller,
    ):
        vertel("medewerker: telefoon aan in de browser, klaar voor een gesprek")
        await beller.bel(f"sip:{number}@{edge}")
        await beller.wacht("CALL_ESTABLISHED")
        vertel(f"beller: {number} neemt op")
        await beller.hoort_iets()
        vertel("beller: hoort een stem")
        await beller.druk("3")
        opnemen = page.get_by_role("button", name="Opnemen")
        await expect(opnemen).to_be_visible(timeout=GEDULD_SECONDEN * 1000)
        vertel("medewerker: de telefoon gaat over")
        await opnemen.click()
        await beller.hoort(MEDEWERKER_HZ)
        vertel(f"beller: hoort de medewerker ({MEDEWERKER_HZ} Hz)")
        await hoort(page, BELLER_HZ)
        vertel(f"medewerker: hoort de beller ({BELLER_HZ} Hz)")
        await page.get_by_role("button", name="Ophangen").click()
        await beller.wacht("CALL_CLOSED")
        vertel("medewerker: hangt op; de lijn van de beller is verbroken")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m trust.telefoontje", description=__doc__.partition("\n")[0])
    base, edge = f"http://127.0.0.1:{read('MEENT_PORT')}", f"127.0.0.1:{read('MEENT_SIP_PORT')}"
    parser.add_argument("--base", default=base, help="where the demo is")
    parser.add_argument("--edge", default=edge, help="where its exchange listens for SIP")
    parser.add_argument("--gemeente", default="meerwijde", choices=[g.slug for g in GEMEENTEN])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meent-telefoontje-") as folder:
        try:
            asyncio.run(bel(asked.base, asked.gemeente, asked.edge, Path(folder), Verslag()))
        except (AssertionError, TimeoutError) as fault:
            sys.exit(f"Het gesprek lukte niet: {fault}")


if __name__ == "__main__":
    main()
