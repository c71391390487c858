"""A whole conversation with an agent in Firefox: `python -m trust.firefox`.

A telephone (baresip) calls our own exchange and is put through to our own page in headless Firefox. It hears the tone
of the agent, and the page plays what the telephone says. Firefox is driven by WebDriver BiDi, which it speaks itself.
Not part of the tests: it needs `apt-get install firefox-esr` beside the exchange. The tests have Chromium.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import SocketTerug, Toestel
from meent.interaction import session as sessions
from meent.interaction.assets import asset
from tests.integration.telefooncentrale.chromium import CIJFERS, TELEFOON, koekje, schermen
from tests.integration.telefooncentrale.conftest import opstelling_in
from tests.integration.telefooncentrale.stappen import AGENT_HZ, Geluiden, Oor, bel, neem_op, verbind
from tests.integration.telefooncentrale.telefoons import telefoon, vrije_poort
from tests.listening import listening

FIREFOX = "firefox-esr"
GEDULD_SECONDEN = 25
BELLER = "<sip:0600000001@127.0.0.1;transport=udp>;regint=0;audio_codecs=PCMA;dtmfmode=rtpevent"
VOORKEUREN = {
    "media.navigator.streams.fake": True,
    "media.navigator.audio.fake_frequency": AGENT_HZ,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
}
"""Of a test only: a false microphone that says a tone, on this machine."""


STERKTE = """async () => {
  const gesprek = [...window.telefoon.gesprekken.values()][0];
  let sterkte = 0;
  (await gesprek.pc.getStats()).forEach((een) => { if (een.type === "inbound-rtp") sterkte = een.audioLevel ?? 0; });
  return sterkte;
}"""


class Bladzijde:
    """One page of Firefox, over WebDriver BiDi (W3C): a web socket with numbered commands."""

    def __init__(self, lijn: aiohttp.ClientWebSocketResponse) -> None:
        self._lijn, self._nummers, self.context = lijn, count(1), ""

    async def doe(self, method: str, **params: Any) -> dict[str, Any]:
        nummer = next(self._nummers)
        await self._lijn.send_str(json.dumps({"id": nummer, "method": method, "params": params}))
        while True:
            antwoord = await self._lijn.receive_json(timeout=GEDULD_SECONDEN)
            if antwoord.get("id") == nummer:
                if antwoord["type"] == "error":
                    raise RuntimeError(f"{method}: {antwoord['message']}")
                return dict(antwoord["result"])

    async def reken(self, functie: str, vraag: object = None) -> Any:
        """What a function of JavaScript gives, as JSON."""
        uit = await self.doe(
            "script.evaluate", expression=f"(async () => JSON.stringify(await ({functie})({json.dumps(vraag)})))()",
            target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        if uit["type"] == "exception":
            raise RuntimeError(uit["exceptionDetails"]["text"])
        return json.loads(uit["result"]["value"]) if uit["result"]["type"] == "string" else None


@asynccontextmanager
async def firefox(folder: Path) -> AsyncIterator[Bladzijde]:
    """Headless, with a profile of its own."""
    await asyncio.to_thread(_profiel, folder)
    poort = vrije_poort()
    draait = await asyncio.create_subprocess_exec(
        FIREFOX, "--headless", "--no-remote", "--profile", str(folder), f"--remote-debugging-port={poort}",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with aiohttp.ClientSession() as client, _lijn(client, poort) as lijn:
            pagina = Bladzijde(lijn)
            await pagina.doe("session.new", capabilities={})
            tabs = (await pagina.doe("browsingContext.getTree"))["contexts"]
            pagina.context = tabs[0]["context"]
            yield pagina
    finally:
        draait.terminate()
        await draait.wait()


def _profiel(folder: Path) -> None:
    folder.mkdir()
    regels = (f"user_pref({json.dumps(naam)}, {json.dumps(waarde)});" for naam, waarde in VOORKEUREN.items())
    (folder / "user.js").write_text("\n".join(regels))


@asynccontextmanager
async def _lijn(client: aiohttp.ClientSession, poort: int) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """When it listens, which takes some seconds."""
    async with asyncio.timeout(GEDULD_SECONDEN):
        while True:
            try:
                lijn = await client.ws_connect(f"http://127.0.0.1:{poort}/session")
                break
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)
    try:
        yield lijn
    finally:
        await lijn.close()


async def gesprek(folder: Path) -> dict[str, Any]:
    """From the INVITE to both hearing each other; what Firefox says of the connection. raises AssertionError."""
    opstelling, oor, tonen = opstelling_in(folder), Oor(), folder / "tonen"
    tonen.mkdir()
    geluiden = Geluiden(tonen)
    await opstelling.start()
    try:
        async with (
            Aansluiting.open(opstelling, oor, geluiden) as aan,
            listening(schermen(aan.legs)) as base,
            telefoon(folder, "beller", BELLER, geluiden("beller")) as beller,
            firefox(folder / "profiel") as page,
        ):
            cookie = {"name": sessions.COOKIE, "value": {"type": "string", "value": koekje("noor", "meerwijde")}}
            await page.doe("storage.setCookie", cookie=cookie | {"domain": "127.0.0.1"})
            headset = f"{base}/meerwijde/klantcontact/headset"
            await page.doe("browsingContext.navigate", context=page.context, url=headset, wait="complete")
            asked = {"script": f"{base}{asset('telefoon.js')}", "adres": "/meerwijde/telefoon", "neemOp": True}
            assert await page.reken(TELEFOON, asked), await page.reken("() => window.standen")
            assert await oor.wacht(SocketTerug, GEDULD_SECONDEN) == SocketTerug(1, "noor")
            await beller.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.sip}")
            id = (await neem_op(aan, oor)).gesprek
            await bel(aan, id, "p1", "noor", toestel=Toestel.BROWSER)
            await verbind(aan, oor, id, "p1")
            await beller.hoort(AGENT_HZ, 1.0, binnen=GEDULD_SECONDEN)
            cijfers = {"sterkte": await _klinkt(page), **dict(await page.reken(CIJFERS))}
            await aan.legs.hang_up(id, "p1")
            await aan.legs.hang_up(id, "A")
            await aan.media.release(id)
            return cijfers
    finally:
        opstelling.stop()


async def _klinkt(page: Bladzijde) -> float:
    """How loud what the page plays is, once it sounds. raises AssertionError when it stays silent.

    Firefox measures tones on a machine with loudspeakers only; but in this conversation nobody speaks but the caller.
    """
    for _ in range(GEDULD_SECONDEN * 5):
        if (sterkte := float(await page.reken(STERKTE) or 0)) > 0.1:
            return sterkte
        await asyncio.sleep(0.2)
    raise AssertionError(await page.reken("() => window.standen"))


def main() -> int:
    if shutil.which(FIREFOX) is None:
        print(f"{FIREFOX} is er niet: apt-get install {FIREFOX}")  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory(prefix="meent-firefox-") as folder:
        Path(folder).chmod(0o755)
        cijfers = asyncio.run(gesprek(Path(folder)))
    print(f"De telefoon en Firefox hoorden elkaar: {cijfers}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
