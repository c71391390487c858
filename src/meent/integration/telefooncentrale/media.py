"""The sound of a conversation, by rtpengine 10.5 without a kernel module: prompt, music and bridge at once.

One media call per conversation. Every party but the first has a `via-branch` and a tag of its own, equal to its name;
with `port-latching` the media address of a party then never changes, so the trunk needs no re-INVITE and no REFER.
Traps that shape this code, each found by trial (contact.md 6.1):

- the same tag for two parties breaks the encryption of a browser: a fresh tag per attempt;
- transport and ICE on an *answer* take the encryption of a trunk away: those stand on the offer only;
- an offer without `to-tag` may adopt a party that was never finished: always name it.

What is known of a conversation lies in a small file as well: a node that is killed and starts again goes on with it.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from meent.integration.telefooncentrale.centrale import BELLER, CentraleFout, Toestel
from meent.integration.telefooncentrale.geluid import aaneen, wav
from meent.integration.telefooncentrale.ng import MediaGeweigerd, Ng
from meent.integration.telefooncentrale.opgenomen import samples_van
from meent.integration.telefooncentrale.opstelling import OPNAMEN

ZONDER_EINDE = 10_000
"""Times that rtpengine repeats what must never end: of the shortest music that is hours."""
LIST_MAX = 10_000
NAAM = re.compile("[0-9A-Za-z-]+")
VIRTUEEL = "V"
"""Who "calls" whoever is called first in a call-back; nobody ever stands behind it."""
REPLACE = ("origin", "session-connection")
LATCH = ("port-latching", "SDES-off", "trust-address")
ANSWER: dict[str, Any] = {"flags": ["port-latching", "trust-address"]}
PLAIN: dict[str, Any] = {
    "transport_protocol": "RTP/AVP", "ICE": "remove", "rtcp_mux": ["demux"], "flags": [*LATCH],
}  # fmt: skip
VERSLEUTELD: dict[str, Any] = {
    "transport_protocol": "RTP/SAVP", "ICE": "remove", "rtcp_mux": ["demux"], "DTLS": "off",
    "flags": ["port-latching", "trust-address"],
}  # fmt: skip
VERSLEUTELD_TOESTEL = VERSLEUTELD | {"SDES": ["no-AEAD_AES_256_GCM", "no-AEAD_AES_128_GCM"]}
"""Without GCM: rtpengine 10.5 writes those keys without their padding, and telephones then decrypt nothing."""
WEB: dict[str, Any] = {
    "transport_protocol": "UDP/TLS/RTP/SAVPF", "ICE": "force", "rtcp_mux": ["offer", "require"],
    "flags": [*LATCH, "generate-mid"],
}  # fmt: skip
COPY: dict[str, Any] = {"transport_protocol": "RTP/AVP", "flags": ["SDES-off"]}
G711 = {"8": "PCMA/8000", "0": "PCMU/8000"}
NIEMAND = (
    "v=0\r\no=meent 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 9 RTP/AVP {payloads}\r\n{maps}a=sendrecv\r\n"
)
IEDEREEN = "m=audio 9 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"

log = logging.getLogger("meent.telefonie")


class GeenG711(CentraleFout):
    """De beller biedt geen geluid aan dat wij spreken (G.711); zijn centrale moet PCMA of PCMU aanbieden."""


class OnbekendGesprek(CentraleFout):
    """Dit gesprek of deze partij heeft geen geluid (meer)."""


class Partij(msgspec.Struct):
    """Somebody who is connected.

    sdp      what this party told of itself: the caller's offer, somebody else's answer
    maatje   with whom it is connected, "" for nobody
    muziek   what it hears on hold, "" when it is not
    """

    sdp: str
    toestel: Toestel
    maatje: str = ""
    muziek: str = ""
    is_stil: bool = False


class Poging(msgspec.Struct):
    """Somebody who was offered sound and has not answered."""

    toestel: Toestel
    naar: str


class Geluid(msgspec.Struct):
    """All that is known of the sound of one conversation."""

    partijen: dict[str, Partij] = {}
    pogingen: dict[str, Poging] = {}
    is_opgenomen: bool = False


class RtpMedia:
    """See `centrale.Media`.

    folder        for what must outlive this process, and for sounds that were put together
    geluid        from the name of a sound to its file
    lijn_srtp     whether the trunk is offered encrypted sound (SDES); the trunk itself must be TLS then
    toestel_srtp  the same of telephones
    """

    def __init__(
        self, ng: Ng, folder: Path, geluid: Callable[[str], Path], *, lijn_srtp: bool = False,
        toestel_srtp: bool = False,
    ) -> None:  # fmt: skip
        self._ng, self._geluid = ng, geluid
        self._notes, self._sounds, self._recorded = folder / "gesprekken", folder / "geluid", folder / OPNAMEN
        for made in (self._notes, self._sounds):
            made.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, Geluid] = {}
        self._profiles = {
            Toestel.BROWSER: WEB, Toestel.TELEFOON: VERSLEUTELD_TOESTEL if toestel_srtp else PLAIN,
            Toestel.LIJN: VERSLEUTELD if lijn_srtp else PLAIN,
        }  # fmt: skip

    async def greet(self, gesprek: str, offer: str) -> str:
        nobody = niemand(offer)
        self._known[gesprek] = Geluid({BELLER: Partij(offer, Toestel.LIJN)})
        await self._offer(gesprek, BELLER, "menu", offer, PLAIN)
        told = await self._answer(gesprek, BELLER, "menu", nobody)
        self._note(gesprek)
        return told

    async def call_first(self, gesprek: str, poging: str, toestel: Toestel) -> str:
        if gesprek in self._known:  # the one before did not answer; what it was offered must not be adopted
            await self.release(gesprek)
        self._known[gesprek] = Geluid(pogingen={poging: Poging(toestel, VIRTUEEL)})
        told = await self._offer(gesprek, VIRTUEEL, poging, niemand(IEDEREEN), self._profiles[toestel])
        self._note(gesprek)
        return told

    async def play(self, gesprek: str, geluiden: Sequence[str], *, repeat: int = 1, aan: str = BELLER) -> None:
        self._partij(gesprek, aan)
        file = aaneen([self._geluid(name) for name in geluiden], self._sounds)
        await self._ng.command(
            "play media", call_id=gesprek, from_tag=aan, file=str(file), repeat_times=repeat or ZONDER_EINDE
        )

    async def stop_playing(self, gesprek: str, *, aan: str = BELLER) -> None:
        try:
            await self._ng.command("stop media", call_id=gesprek, from_tag=aan)
        except MediaGeweigerd:  # nothing sounds
            log.debug("niets_te_stoppen")

    async def offer(self, gesprek: str, poging: str, toestel: Toestel, *, naar: str = BELLER) -> str:
        other = self._partij(gesprek, naar)
        told = await self._offer(gesprek, naar, poging, other.sdp, self._profiles[toestel])
        self._known[gesprek].pogingen[poging] = Poging(toestel, naar)
        self._note(gesprek)
        return told

    async def connect(self, gesprek: str, poging: str, answer: str) -> None:
        known = self._geluid_van(gesprek)
        offered = known.pogingen.get(poging)
        if offered is None:
            if poging in known.partijen:  # told twice
                return
            raise OnbekendGesprek(OnbekendGesprek.__doc__)
        if offered.naar in known.partijen:
            await self.stop_playing(gesprek, aan=offered.naar)
        await self._answer(gesprek, offered.naar, poging, answer)
        del known.pogingen[poging]
        known.partijen[poging] = Partij(answer, offered.toestel)
        if offered.naar in known.partijen:
            self._pair(known, offered.naar, poging)
            await self._let_hear(gesprek, offered.naar)
        self._note(gesprek)
        for name, partij in known.partijen.items():  # who was connected with it until now has lost its music as well
            if partij.muziek:
                await self.play(gesprek, [partij.muziek], repeat=0, aan=name)

    async def hold(self, gesprek: str, partij: str, geluid: str) -> None:
        maatje = self._partij(gesprek, partij).maatje
        for silent in filter(None, (partij, maatje)):
            await self._ng.command("block media", call_id=gesprek, from_tag=silent)
            self._partij(gesprek, silent).is_stil = True
        self._partij(gesprek, partij).muziek = geluid
        self._note(gesprek)
        await self.play(gesprek, [geluid], repeat=0, aan=partij)

    async def join(self, gesprek: str, partij: str, andere: str) -> None:
        one, other = self._partij(gesprek, partij), self._partij(gesprek, andere)
        for each in (partij, andere):
            await self.stop_playing(gesprek, aan=each)
        if one.maatje != andere or other.maatje != partij:
            # The first party keeps its tag only: whoever was called has a branch, and is addressed by it again.
            caller, called = (partij, andere) if partij == BELLER or andere != BELLER else (andere, partij)
            first, second = self._partij(gesprek, caller), self._partij(gesprek, called)
            await self._offer(gesprek, caller, called, first.sdp, self._profiles[second.toestel])
            await self._answer(gesprek, caller, called, second.sdp)
            self._pair(self._known[gesprek], partij, andere)
        for each in (partij, andere):
            await self._let_hear(gesprek, each)
        self._note(gesprek)

    async def copy(self, gesprek: str, partij: str, luisteraar: str, toestel: Toestel = Toestel.TELEFOON) -> str:
        """What a party *says*: rtpengine 10.5 does not mix, so the other side needs a second copy."""
        self._partij(gesprek, partij)
        told = await self._ng.command(
            "subscribe request", call_id=gesprek, from_tag=partij, to_tag=luisteraar, replace=REPLACE,
            **(WEB if toestel is Toestel.BROWSER else COPY),
        )  # fmt: skip
        return str(told["sdp"])

    async def copy_answered(self, gesprek: str, luisteraar: str, answer: str) -> None:
        await self._ng.command(
            "subscribe answer", call_id=gesprek, to_tag=luisteraar, sdp=answer, flags=["allow-transcoding"]
        )

    async def copy_ended(self, gesprek: str, luisteraar: str) -> None:
        try:
            await self._ng.command("unsubscribe", call_id=gesprek, to_tag=luisteraar)
        except MediaGeweigerd:  # it was gone
            log.debug("geen_kopie")

    async def record(self, gesprek: str, *, on: bool) -> None:
        known = self._geluid_van(gesprek)
        if on != known.is_opgenomen:
            # rtpengine 10.5 knows no pause; what begins after a stop is a file of its own.
            await self._ng.command("start recording" if on else "stop recording", call_id=gesprek)
        known.is_opgenomen = on
        self._note(gesprek)

    async def recorded(self, gesprek: str) -> bytes | None:
        if gesprek in self._known and self._known[gesprek].is_opgenomen:
            await self.record(gesprek, on=False)
        paths = self._recordings(gesprek, "pcaps")
        samples = await asyncio.to_thread(samples_van, paths) if paths else None
        return wav(samples) if samples else None

    async def forget_recorded(self, gesprek: str) -> None:
        for folder in ("pcaps", "metadata", "tmp"):
            for path in self._recordings(gesprek, folder):
                path.unlink(missing_ok=True)

    def _recordings(self, gesprek: str, folder: str) -> list[Path]:
        """Files of a conversation: rtpengine puts its id in their names."""
        if not NAAM.fullmatch(gesprek):
            return []
        return sorted((self._recorded / folder).glob(f"*{gesprek}-*"))

    async def release(self, gesprek: str) -> None:
        self._known.pop(gesprek, None)
        self._file(gesprek).unlink(missing_ok=True)
        try:
            await self._ng.command("delete", call_id=gesprek, delete_delay=0)
        except MediaGeweigerd:  # it was gone
            log.debug("niets_te_beeindigen")

    async def running(self) -> frozenset[str]:
        told = await self._ng.command("list", limit=LIST_MAX)
        return frozenset(map(str, told.get("calls", ())))

    # --- rtpengine --------------------------------------------------------------------------------------------------

    async def _offer(self, gesprek: str, van: str, naar: str, sdp: str, profile: dict[str, Any]) -> str:
        told = await self._ng.command(
            "offer", call_id=gesprek, from_tag=van, to_tag=naar, via_branch=naar, sdp=sdp, replace=REPLACE, **profile
        )
        return str(told["sdp"])

    async def _answer(self, gesprek: str, van: str, naar: str, sdp: str) -> str:
        told = await self._ng.command(
            "answer", call_id=gesprek, from_tag=van, to_tag=naar, via_branch=naar, sdp=sdp, replace=REPLACE, **ANSWER
        )
        return str(told["sdp"])

    async def _let_hear(self, gesprek: str, partij: str) -> None:
        known = self._partij(gesprek, partij)
        known.muziek = ""
        if known.is_stil:
            await self._ng.command("unblock media", call_id=gesprek, from_tag=partij)
            known.is_stil = False

    # --- what is known ----------------------------------------------------------------------------------------------

    def _geluid_van(self, gesprek: str) -> Geluid:
        if gesprek not in self._known:
            try:
                self._known[gesprek] = msgspec.json.decode(self._file(gesprek).read_bytes(), type=Geluid)
            except (OSError, msgspec.DecodeError) as fault:
                raise OnbekendGesprek(OnbekendGesprek.__doc__) from fault
        return self._known[gesprek]

    def _partij(self, gesprek: str, partij: str) -> Partij:
        found = self._geluid_van(gesprek).partijen.get(partij)
        if found is None:
            raise OnbekendGesprek(OnbekendGesprek.__doc__)
        return found

    def _pair(self, known: Geluid, one: str, other: str) -> None:
        for partij in known.partijen.values():
            if partij.maatje in (one, other):
                partij.maatje = ""
        known.partijen[one].maatje, known.partijen[other].maatje = other, one

    def _file(self, gesprek: str) -> Path:
        return self._notes / f"{re.sub('[^0-9A-Za-z-]', '_', gesprek)}.json"

    def _note(self, gesprek: str) -> None:
        """Not forced to disk: it must outlive this process, not the machine that the sound is on."""
        file = self._file(gesprek)
        partial = file.with_suffix(".deel")
        partial.write_bytes(msgspec.json.encode(self._known[gesprek]))
        partial.rename(file)


def niemand(sdp: str) -> str:
    """An answer of "nobody there yet" to this offer: its first G.711 codec and its digits, at the discard port.

    raises  GeenG711
    """
    line = re.search(r"^m=audio \d+ \S+ ([\d ]+)", sdp, re.MULTILINE)
    payloads = line[1].split() if line else []
    maps = dict(re.findall(r"^a=rtpmap:(\d+) (\S+)", sdp, re.MULTILINE))
    audio = [p for p in payloads if (maps.get(p) or G711.get(p, "")).upper() in G711.values()][:1]
    if not audio:
        raise GeenG711(GeenG711.__doc__)
    digits = [p for p in payloads if maps.get(p, "").lower() == "telephone-event/8000"][:1]
    told = "".join(f"a=rtpmap:{p} {maps.get(p) or G711[p]}\r\n" for p in audio + digits)
    return NIEMAND.format(payloads=" ".join(audio + digits), maps=told)
