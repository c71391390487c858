"""What rtpengine recorded of a conversation, as sound: its pcap files put together and made into samples.

A file holds the packets of every party as they came in, decrypted; each stretch between start and stop is a file of its
own. Read is G.711 alone: what was typed on a telephone (RFC 4733) travels beside it and is left out.
"""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator
from operator import add
from pathlib import Path
from typing import NamedTuple

from meent.integration.telefooncentrale.geluid import RATE, TOP

MAGIC = (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1")
"""Of a pcap file with the small end first: in microseconds, in nanoseconds."""
RAW_IP, ETHERNET = 101, 1
KOP_OCTETTEN, PAKKET_OCTETTEN, RTP_OCTETTEN, UDP_OCTETTEN = 24, 16, 12, 8
PCMU, PCMA = 0, 8
STIL = {PCMU: b"\xff", PCMA: b"\xd5"}
SPRONG = RATE // 2
"""So far the clock of a party may differ from when its packets come; more is a party that began anew."""
RUST = RATE // 2
"""Samples of silence between two stretches, so that a pause is heard as one."""


class Pakket(NamedTuple):
    """What one party said in some 20 ms. `op`: seconds; `klok`: of the party itself, in samples."""

    op: float
    bron: int
    soort: int
    klok: int
    geluid: bytes


def samples_van(paths: Iterable[Path]) -> "array[int]":
    """All stretches in the order of their beginning, everybody at half of what he said so that two fit together."""
    stretches = sorted(filter(None, (list(pakketten(path.read_bytes())) for path in paths)), key=lambda s: s[0].op)
    whole = array("h")
    for stretch in stretches:
        if whole:
            whole.extend(array("h", bytes(2 * RUST)))
        whole.extend(_mix(stretch))
    return whole


def pakketten(raw: bytes) -> Iterator[Pakket]:
    """The G.711 packets of a file; a file that breaks off in the middle ends there."""
    if raw[:4] not in MAGIC:
        return
    unit = 1e-6 if raw[:4] == MAGIC[0] else 1e-9
    skip = {RAW_IP: 0, ETHERNET: 14}.get(struct.unpack_from("<I", raw, 20)[0])
    at = KOP_OCTETTEN
    while skip is not None and at + PAKKET_OCTETTEN <= len(raw):
        seconds, part, size = struct.unpack_from("<III", raw, at)
        at += PAKKET_OCTETTEN
        if found := _pakket(raw[at + skip : at + size], seconds + part * unit):
            yield found
        at += size


def _pakket(ip: bytes, op: float) -> Pakket | None:
    """RTP in UDP in IP; None for anything else."""
    version = ip[0] >> 4 if ip else 0
    rtp = ip[{4: (ip[0] & 15) * 4 if ip else 0, 6: 40}.get(version, len(ip)) + UDP_OCTETTEN :]
    if len(rtp) <= RTP_OCTETTEN or rtp[0] >> 6 != 2 or rtp[1] & 127 not in (PCMU, PCMA):
        return None
    klok, bron = struct.unpack_from(">II", rtp, 4)
    begin = RTP_OCTETTEN + 4 * (rtp[0] & 15)
    if rtp[0] & 16:  # an extension of the header
        begin += 4 + 4 * int.from_bytes(rtp[begin + 2 : begin + 4])
    end = len(rtp) - (rtp[-1] if rtp[0] & 32 else 0)
    return Pakket(op, bron, rtp[1] & 127, klok, rtp[begin:end])


def _mix(stretch: list[Pakket]) -> "array[int]":
    """Everybody's own track, and all of them added; decoding a whole track at once is what keeps this fast."""
    tracks = [_linear(soort, track) for (_, soort), track in _tracks(stretch).items()]
    length = max(map(len, tracks))
    whole = tracks[0] + array("h", bytes(2 * (length - len(tracks[0]))))
    for track in tracks[1:]:
        whole[: len(track)] = _sum(whole[: len(track)], track)
    return whole


def _tracks(stretch: list[Pakket]) -> dict[tuple[int, int], bytearray]:
    """(party, codec) -> octets from the beginning of the stretch, with silence where he said nothing.

    Each packet at its place: by the clock of its party, which begins where its first packet came in.
    """
    begin, found = stretch[0].op, dict[tuple[int, int], bytearray]()
    nul: dict[int, int] = {}
    for pakket in stretch:
        came = round((pakket.op - begin) * RATE)
        at = pakket.klok - nul.setdefault(pakket.bron, pakket.klok - came)
        if abs(at - came) > SPRONG:
            nul[pakket.bron], at = pakket.klok - came, came
        at = max(0, at)
        track = found.setdefault((pakket.bron, pakket.soort), bytearray())
        if at > len(track):
            track.extend(STIL[pakket.soort] * (at - len(track)))
        track[at : at + len(pakket.geluid)] = pakket.geluid
    return found


def _sum(one: "array[int]", other: "array[int]") -> "array[int]":
    try:
        return array("h", map(add, one, other))
    except OverflowError:  # three at once
        return array("h", (max(-TOP, min(TOP, a + b)) for a, b in zip(one, other, strict=True)))


def _linear(soort: int, track: bytearray) -> "array[int]":
    low, high = _TABLES[soort]
    octets = bytearray(2 * len(track))
    octets[0::2], octets[1::2] = track.translate(low), track.translate(high)
    samples = array("h", bytes(octets))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _alaw(octet: int) -> int:
    """ITU-T G.711, A-law, as 16 bits."""
    octet ^= 0x55
    size, step = (octet & 15) * 16 + 8, octet >> 4 & 7
    size = size if step == 0 else (size + 256) << (step - 1)
    return size if octet & 0x80 else -size


def _ulaw(octet: int) -> int:
    """ITU-T G.711, mu-law, as 16 bits."""
    octet = ~octet & 0xFF
    size = (((octet & 15) * 8 + 132) << (octet >> 4 & 7)) - 132
    return -size if octet & 0x80 else size


def _tables(samples: Iterable[int]) -> tuple[bytes, bytes]:
    """Half of each of 256 samples, the low octets and the high ones: translating twice is decoding."""
    both = [struct.pack("<h", sample // 2) for sample in samples]
    return bytes(pair[0] for pair in both), bytes(pair[1] for pair in both)


_TABLES = {PCMA: _tables(map(_alaw, range(256))), PCMU: _tables(map(_ulaw, range(256)))}
