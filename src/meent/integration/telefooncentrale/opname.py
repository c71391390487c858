"""What somebody recorded or typed, as the telephone plays it. Taken in: WAV with PCM of any common rate and width."""

import sys
import wave
from array import array
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from meent.integration.telefooncentrale.geluid import RATE, TOP, read, to_telephone_rate, wav, zeg

DUUR_MAX_SECONDEN, DUUR_MIN_SECONDEN = 120.0, 0.3
RATE_MAX = 96_000
STIL = TOP // 100
"""Whoever records with a microphone that is off gets this or less."""


class OpnameFout(ValueError):
    """Wat er aan de opname niet klopt, en wat te doen."""


class Opname(NamedTuple):
    """A whole WAV file for the exchange, and how long it sounds."""

    inhoud: bytes
    seconden: float


def uit_wav(bestand: bytes) -> Opname:
    """raises OpnameFout"""
    samples, rate = _read(bestand)
    seconden = len(samples) / rate
    if seconden > DUUR_MAX_SECONDEN:
        raise OpnameFout("Deze opname is langer dan 2 minuten. Maak de opname korter.")
    if seconden < DUUR_MIN_SECONDEN:
        raise OpnameFout("In deze opname staat bijna niets. Neem opnieuw op.")
    if max(abs(s) for s in samples) <= STIL:
        raise OpnameFout("Deze opname is stil. Kijk of de microfoon aan stond.")
    return _opname(samples if rate == RATE else to_telephone_rate(samples, rate))


def gesproken(tekst: str, taal: str) -> Opname:
    """raises SpraakOntbreekt without espeak-ng, GeluidOntbreekt when it can make nothing of the text"""
    with TemporaryDirectory() as folder:
        return _opname(read(zeg(Path(folder) / "tekst.wav", tekst, taal)))


def _opname(samples: "array[int]") -> Opname:
    return Opname(wav(samples), round(len(samples) / RATE, 1))


def _read(bestand: bytes) -> tuple["array[int]", int]:
    try:
        with wave.open(BytesIO(bestand)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            wanted = int(rate * DUUR_MAX_SECONDEN) + rate  # a header may promise hours
            frames = file.readframes(wanted)
    except (wave.Error, EOFError, RuntimeError) as fault:
        raise OpnameFout("Dit is geen WAV-bestand dat wij kunnen lezen. Sla de opname op als WAV (PCM).") from fault
    if not (RATE <= rate <= RATE_MAX and 1 <= channels <= 2 and 1 <= width <= 4):
        raise OpnameFout("Sla de opname op als WAV met 8.000 tot 96.000 Hz, mono of stereo.")
    frames = frames[: len(frames) // (channels * width) * channels * width]
    samples = _as_16_bits(frames, width)
    return (_mono(samples) if channels == 2 else samples), rate


def _as_16_bits(frames: bytes, width: int) -> "array[int]":
    """WAV keeps 8 bits without a sign, and wider samples with the small end first."""
    if width == 1:
        return array("h", ((byte - 128) << 8 for byte in frames))
    high = bytearray(len(frames) // width * 2)
    high[0::2], high[1::2] = frames[width - 2 :: width], frames[width - 1 :: width]
    samples = array("h", bytes(high))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _mono(samples: "array[int]") -> "array[int]":
    return array("h", ((a + b) // 2 for a, b in zip(samples[0::2], samples[1::2], strict=True)))
