"""A peer in the shape of Microsoft Direct Routing, which refuses what Teams would. No part of Microsoft is in it.

What it demands is what learn.microsoft.com tells of "Direct Routing - SIP protocol" and "Connect your SBC": TLS with a
certificate, OPTIONS from us before anything else, our full name in Contact (never an address), numbers as +E.164, sound
by SRTP with keys in the SDP. What cannot be tried without Microsoft stands in decision 0057.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count

from tests.integration.telefooncentrale.srtp import SUITE, Sleutel, Stem
from tests.integration.telefooncentrale.stappen import ANDERE_HZ

GEDULD_SECONDEN = 25.0
NAAM = "sip.teams.test"
MEER = "104 13 "
"""Payloads of Teams that we do not speak, before the one that we do."""
HETZELFDE = ("via", "record-route", "from", "call-id", "cseq")
NUMMERS = count(1)
E164 = re.compile(r"sip:\+[1-9]\d{4,14}@")
CRYPTO = re.compile(rf"^a=crypto:(\d+) {SUITE} inline:([A-Za-z0-9+/=]{{40}})", re.MULTILINE)


@dataclass
class Bericht:
    """A SIP message; headers in their order, names in small letters."""

    begin: str
    headers: list[tuple[str, str]]
    body: str = ""

    @classmethod
    async def lees(cls, reader: asyncio.StreamReader) -> "Bericht":
        head = b"\r\n"
        while head == b"\r\n":  # a sign of life between messages
            head = await reader.readuntil(b"\r\n")
        head += await reader.readuntil(b"\r\n\r\n")
        begin, *lines = head.decode().rstrip("\r\n").split("\r\n")
        headers = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        made = cls(begin, headers)
        made.body = (await reader.readexactly(int(made.een("content-length") or 0))).decode()
        return made

    def alle(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known == name]

    def een(self, name: str) -> str:
        return next(iter(self.alle(name)), "")

    @property
    def methode(self) -> str:
        """Of a request; "" of an answer."""
        return "" if self.begin.startswith("SIP/2.0 ") else self.begin.split()[0]

    @property
    def code(self) -> int:
        return int(self.begin.split()[1])


def gebreken(bericht: Bericht, naam: str) -> list[str]:
    """Why Teams would not take this request of an exchange with this name."""
    contact, route = bericht.een("contact"), [*bericht.alle("record-route"), ""][0]
    wrong = []
    if "sips:" in "".join([bericht.begin, contact, route]):
        wrong.append("sips")
    if not bericht.een("via").startswith("SIP/2.0/TLS"):
        wrong.append("Via is not TLS")
    if not re.match(rf"<sip:[^>]*@{re.escape(naam)}[:;>]", contact):
        wrong.append(f"Contact without our name: {contact}")
    if bericht.methode != "INVITE":
        return wrong
    if f"sip:{naam}" not in route:
        wrong.append(f"top Record-Route without our name: {route}")
    for who, value in (("called", bericht.begin), ("From", bericht.een("from"))):
        if not E164.search(value):
            wrong.append(f"{who} is not +E.164: {value}")
    if naam not in bericht.een("from"):
        wrong.append(f"From without our name: {bericht.een('from')}")
    if bericht.een("replaces") or bericht.een("require"):
        wrong.append("Replaces or Require")
    if not re.search(r"^m=audio \d+ RTP/SAVP .*\b(0|8)\b", bericht.body, re.MULTILINE):
        wrong.append("no SRTP with G.711")
    if not CRYPTO.search(bericht.body):
        wrong.append(f"no key for {SUITE}")
    return wrong


class Geweigerd(Exception):
    """The exchange did not take the call; the code stands in it."""


@dataclass
class Gesprek:
    """One call: what each side of it is named, where requests go, and its sound."""

    call_id: str
    eigen: str
    hun: str
    doel: str
    stem: Stem
    route: list[str]
    cseq: int = 0


class Teams:
    """`gehoord` is all that came, in order; `fouten` is what was not as it must be, and was refused for it.

    naam    of the exchange whose trunk this is
    poort   that we listen at; `hun` is the port of the exchange
    """

    def __init__(self, naam: str, poort: int, hun: int, context: ssl.SSLContext) -> None:
        self.naam, self.poort, self.hun, self.context = naam, poort, hun, context
        self.gehoord: list[Bericht] = []
        self.fouten: list[str] = []
        self.gesprekken: list[Gesprek] = []
        self._kent_ons = False
        self._new = asyncio.Event()
        self._lines: list[asyncio.StreamWriter] = []
        self._reading: list[asyncio.Task[None]] = []

    @classmethod
    @asynccontextmanager
    async def open(
        cls, naam: str, poort: int, hun: int, server: ssl.SSLContext, client: ssl.SSLContext
    ) -> "AsyncIterator[Teams]":
        made = cls(naam, poort, hun, client)
        listening = await asyncio.start_server(made._luister, "127.0.0.1", poort, ssl=server)
        try:
            yield made
        finally:
            listening.close()
            for task in made._reading:
                task.cancel()
            for line in made._lines:
                line.close()
            for gesprek in made.gesprekken:
                gesprek.stem.stop()

    async def wacht(self, methode: str) -> Bericht:
        """The next request of this kind."""
        return await self._eerste(lambda bericht: bericht.methode == methode)

    async def antwoord_op(self, gesprek: Gesprek, methode: str) -> Bericht:
        """The last word on our newest request of this kind."""
        cseq = f"{gesprek.cseq} {methode}"
        return await self._eerste(lambda b: not b.methode and b.code >= 200 and b.een("cseq") == cseq)

    async def _eerste(self, is_it: Callable[[Bericht], bool]) -> Bericht:
        async with asyncio.timeout(GEDULD_SECONDEN):
            while True:
                for i, bericht in enumerate(self.gehoord):
                    if is_it(bericht):
                        return self.gehoord.pop(i)
                self._new.clear()
                await self._new.wait()

    # --- who is called ------------------------------------------------------------------------------------------------

    async def _luister(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                bericht = await Bericht.lees(reader)
                if bericht.methode not in ("", "ACK"):
                    await self._antwoord(bericht, writer)
                self.gehoord.append(bericht)
                self._new.set()

    async def _antwoord(self, bericht: Bericht, writer: asyncio.StreamWriter) -> None:
        is_new = "tag=" not in bericht.een("to")
        wrong = gebreken(bericht, self.naam) if is_new else []
        if bericht.methode == "INVITE" and not self._kent_ons:
            wrong.append("INVITE before OPTIONS")
        self.fouten += wrong
        if wrong:
            writer.write(antwoord(bericht, "403 Forbidden"))
        elif bericht.methode == "INVITE" and is_new:
            await self._neem_op(bericht, writer)
        else:
            self._kent_ons = self._kent_ons or bericht.methode == "OPTIONS"
            writer.write(antwoord(bericht, "200 OK"))

    async def _neem_op(self, invite: Bericht, writer: asyncio.StreamWriter) -> None:
        stem = await Stem.open(ANDERE_HZ)
        mark = f";tag=teams{next(NUMMERS)}"
        self.gesprekken.append(Gesprek(
            invite.een("call-id"), invite.een("to") + mark, invite.een("from"), tussen_haken(invite.een("contact")),
            stem, invite.alle("record-route"),
        ))  # fmt: skip
        number, _ = CRYPTO.findall(invite.body)[0]
        for status, body in (("100 Trying", ""), ("180 Ringing", ""), ("200 OK", sdp(stem, number))):
            writer.write(antwoord(invite, status, mark, self._contact, body))
        luister_en_zeg(stem, invite.body)

    # --- who calls ----------------------------------------------------------------------------------------------------

    async def bel(self, van: str, naar: str, *, versleuteld: bool = True) -> Gesprek:
        """Calls the exchange; returns when it answered. raises Geweigerd."""
        stem = await Stem.open(ANDERE_HZ)
        called = f"{naar}@{self.naam}:{self.hun};user=phone"
        gesprek = Gesprek(
            f"{next(NUMMERS)}@teams.test", f"<sip:{van}@{NAAM}:5061;user=phone>;tag=t{next(NUMMERS)}",
            f"<sip:{called}>", f"sip:{called};transport=tls", stem, [],
        )  # fmt: skip
        self.gesprekken.append(gesprek)
        offer = sdp(stem, "1", MEER)
        await self.vraag(gesprek, "INVITE", body=offer if versleuteld else offer.replace("RTP/SAVP", "RTP/AVP"))
        told = await self.antwoord_op(gesprek, "INVITE")
        if told.code != 200:
            raise Geweigerd(told.code)
        gesprek.hun, gesprek.doel = told.een("to"), tussen_haken(told.een("contact"))
        gesprek.route = told.alle("record-route")[::-1]
        await self.vraag(gesprek, "ACK")
        luister_en_zeg(stem, told.body)
        return gesprek

    async def ververs(self, gesprek: Gesprek) -> None:
        """The session goes on, as it was: Teams asks so every few minutes. raises Geweigerd."""
        await self.vraag(gesprek, "INVITE", body=sdp(gesprek.stem, "1", MEER))
        told = await self.antwoord_op(gesprek, "INVITE")
        if told.code != 200 or self.naam not in told.een("contact"):
            raise Geweigerd(told.code, told.een("contact"))
        await self.vraag(gesprek, "ACK")

    async def vraag(self, gesprek: Gesprek, methode: str, *, body: str = "", extra: str = "") -> None:
        """A request within a call, over a line of ours; ACK has the number of its INVITE."""
        gesprek.cseq += methode != "ACK"
        lines = [
            f"{methode} {gesprek.doel} SIP/2.0",
            f"Via: SIP/2.0/TLS {NAAM}:{self.poort};branch=z9hG4bK{next(NUMMERS)}", "Max-Forwards: 70",
            *(f"Route: {route}" for route in gesprek.route), f"From: {gesprek.eigen}", f"To: {gesprek.hun}",
            f"Call-ID: {gesprek.call_id}", f"CSeq: {gesprek.cseq} {methode}", f"Contact: {self._contact}",
            *([extra] if extra else []), *inhoud(body),
        ]  # fmt: skip
        if not self._reading:
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", self.hun, ssl=self.context, server_hostname=self.naam
            )
            self._reading.append(asyncio.create_task(self._luister(reader, writer)))
            self._uit = writer
        self._uit.write("\r\n".join(lines).encode())

    @property
    def _contact(self) -> str:
        return f"<sip:api-du-a-euwe@127.0.0.1:{self.poort};transport=tls;x-i=4f1c>"


def antwoord(request: Bericht, status: str, mark: str = "", contact: str = "", body: str = "") -> bytes:
    same = [f"{name}: {value}" for name, value in request.headers if name in HETZELFDE]
    lines = [f"SIP/2.0 {status}", *same, f"To: {request.een('to')}{mark}"]
    return "\r\n".join([*lines, *([f"Contact: {contact}"] if contact else []), *inhoud(body)]).encode()


def inhoud(body: str) -> list[str]:
    kind = ["Content-Type: application/sdp"] if body else []
    return [*kind, f"Content-Length: {len(body)}", "", body]


def sdp(stem: Stem, number: str, more: str = "") -> str:
    """Encrypted A-law and nothing else, or beside what else Teams offers."""
    lines = [
        "v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=session", "c=IN IP4 127.0.0.1", "b=CT:10000000", "t=0 0",
        f"m=audio {stem.poort} RTP/SAVP {more}8 101", f"a=crypto:{number} {SUITE} inline:{stem.eigen.inline}|2^31",
        "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", "a=ptime:20", "a=sendrecv",
        *(["a=rtpmap:104 SILK/16000", "a=rtpmap:13 CN/8000"] if more else []), "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def luister_en_zeg(stem: Stem, body: str) -> None:
    """To where the other's SDP says, with its key."""
    (port,) = re.findall(r"^m=audio (\d+) RTP/SAVP ", body, re.MULTILINE)
    _, key = CRYPTO.findall(body)[0]
    stem.zeg(("127.0.0.1", int(port)), Sleutel(base64.b64decode(key)))


def tussen_haken(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]
