"""The agent in headless Chromium: our own check page, a tone as the microphone, and the loudest of what it hears."""

import math
import wave
from array import array
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright
from starlette.applications import Starlette

from meent.interaction import session as sessions
from meent.interaction.assets import asset
from meent.interaction.identity import DemoRolePicker
from meent.interaction.screens import routes
from meent.interaction.seams import TenantInfo
from meent.interaction.visit import Deps
from tests.interaction.browser import ARGUMENTS, CHROMIUM

SECRET = b"only for tests, never in a server"
GEMEENTEN = (
    TenantInfo("meerwijde", "Meerwijde", "voorbeeld", id=1), TenantInfo("zuiderkoog", "Zuiderkoog", "zuiderkoog", id=2),
)  # fmt: skip
NUMMERS = {one.slug: one.id for one in GEMEENTEN}
CHROME_RATE = 48_000
GELUID = [
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
METER = """(een) => {
    const pc = een.detail.pc;
    const context = new AudioContext();
    const meter = context.createAnalyser();
    meter.fftSize = 8192;
    const stroom = new MediaStream(pc.getReceivers().map((r) => r.track));
    context.createMediaStreamSource(stroom).connect(meter);
    const sterkte = new Float32Array(meter.frequencyBinCount);
    setInterval(() => {
      meter.getFloatFrequencyData(sterkte);
      const top = sterkte.reduce((best, v, i) => (i > 0 && v > sterkte[best] ? i : best), 1);
      if (sterkte[top] > -45) window.gehoord.push(Math.round(top * context.sampleRate / meter.fftSize));
    }, 100);
  }"""
"""The loudest tone of each tenth of a second goes to window.gehoord."""
TELEFOON = """async ({script, adres, neemOp}) => {
  const {Telefoon} = await import(script);
  const stil = {echoCancellation: false, noiseSuppression: false, autoGainControl: false};
  const telefoon = window.telefoon = new Telefoon(adres, {microfoon: stil});
  window.standen = [];
  window.gehoord = [];
  telefoon.addEventListener("stand", (een) => window.standen.push(een.detail.stand));
  telefoon.addEventListener("gaatover", (een) => neemOp && telefoon.neemOp(een.detail.leg));
  telefoon.addEventListener("opgehangen", () => window.standen.push("opgehangen"));
  telefoon.addEventListener("opgenomen", METER);
  return telefoon.begin();
}""".replace("METER", METER)
CIJFERS = """async () => {
  const out = {};
  const gesprek = [...window.telefoon.gesprekken.values()][0];
  (await gesprek.pc.getStats()).forEach((een) => {
    if (een.type === "inbound-rtp") out.verloren = een.packetsLost;
    if (een.type === "transport") { out.srtp = een.srtpCipher; out.dtls = een.dtlsState; }
    if (een.type === "codec") out.codec = een.mimeType;
  });
  return out;
}"""


def microfoon(path: Path, hz: float, seconden: int = 20) -> Path:
    """Chromium's false microphone wants 48 kHz."""
    samples = array("h", (int(16000 * math.sin(2 * math.pi * hz * i / CHROME_RATE)) for i in range(CHROME_RATE)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(CHROME_RATE)
        file.writeframes(samples.tobytes() * seconden)
    return path


def koekje(user: str, gemeente: str, role: str = "kcc") -> str:
    identity = sessions.Identity(user, user.title(), {gemeente: (role,)}, "dienstverlening klantcontact")
    return sessions.seal(sessions.Session.begin(identity, datetime.now(UTC)), SECRET)


class Telefoons:
    """What app.py does: from the name of a municipality to its number."""

    def __init__(self, legs: Any, nummers: Mapping[str, int]) -> None:
        self.legs, self.nummers = legs, nummers

    async def serve(self, slug: str, user: str, kanaal: Any) -> None:
        await self.legs.browser.serve(self.nummers[slug], user, kanaal)


def schermen(legs: object, nummers: Mapping[str, int] = NUMMERS, **more: object) -> Starlette:
    """Our own routes, and the telephones of those municipalities; what a telephone does not need is not there."""
    given = {
        "tenants": lambda: GEMEENTEN, "identity": DemoRolePicker(lambda: GEMEENTEN), "session_secret": SECRET,
        "telefoon": Telefoons(legs, nummers), **more,
    }  # fmt: skip
    absent = {one.name: None for one in fields(Deps) if one.default is MISSING and one.default_factory is MISSING}
    deps = Deps(**absent | given)
    return Starlette(routes=routes(deps))


@asynccontextmanager
async def agent(base: str, user: str, spreekt: Path, *, gemeente: str = "meerwijde") -> AsyncIterator[Page]:
    """An agent whose telephone is open, and who answers at once."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, *GELUID, f"--use-file-for-fake-audio-capture={spreekt}"]
        )
        context = await browser.new_context(permissions=["microphone"])
        await context.add_cookies([{"name": sessions.COOKIE, "value": koekje(user, gemeente), "url": base}])
        page = await context.new_page()
        await page.goto(f"{base}/{gemeente}/klantcontact/headset")
        asked = {"script": asset("telefoon.js"), "adres": f"/{gemeente}/telefoon", "neemOp": True}
        assert await page.evaluate(TELEFOON, asked), await page.evaluate("window.standen")
        yield page
        await browser.close()


@asynccontextmanager
async def teamleider(base: str) -> AsyncIterator[Page]:
    """Els at the page for listening in; what she hears goes to window.gehoord."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *GELUID])
        context = await browser.new_context()
        await context.add_cookies(
            [{"name": sessions.COOKIE, "value": koekje("els", "meerwijde", "teamleider"), "url": base}]
        )
        page = await context.new_page()
        await page.goto(f"{base}/meerwijde/meeluisteren")
        await page.get_by_role("button", name="Zet mijn geluid aan").click()
        await page.evaluate(f"window.gehoord = []; window.meentTelefoon.addEventListener('opgenomen', {METER})")
        yield page
        await browser.close()
