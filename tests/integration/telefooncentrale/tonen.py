"""Which tone was heard when: a Fourier transform over pieces of what a telephone recorded.

A telephone writes down what arrives, so work of others makes no silence in it: a packet that came late breaks the wave
in one piece, and that piece says nothing. Silence was sent, or nothing was.
"""

import wave
from io import BytesIO
from pathlib import Path

import numpy as np

STIL = 150.0
"""Root mean square below which nothing sounds; a G.711 silence stays under ten."""
VENSTER_SECONDEN = 0.1
RATE, KOP = 8000, 44
"""Samples a second of a telephone of ours, and octets of the header of its file."""
GEBROKEN = -1
AFWIJKING = 12.0


def gehoord(path: Path, *, afwijking: float = AFWIJKING, hz: tuple[int, ...] = ()) -> list[tuple[int, float]]:
    """Stretches of (Hz, seconds), 0 for silence; pieces that say nothing belong to what sounds around them.

    hz      what may be expected; another tone is none of them, so it says nothing either
    """
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)[:: file.getnchannels()]
    stretches: list[tuple[int, float]] = []
    for tone in _tonen(samples, rate, hz, afwijking):
        if tone == GEBROKEN:
            continue
        if stretches and stretches[-1][0] == tone:
            stretches[-1] = (tone, round(stretches[-1][1] + VENSTER_SECONDEN, 1))
        else:
            stretches.append((tone, VENSTER_SECONDEN))
    return stretches


def volgorde(path: Path, *hz: int, minstens: float = 0.4) -> list[int]:
    """The tones that sounded long enough, in order, without silence and without what fell on a border."""
    found = [tone for tone, seconden in gehoord(path, hz=hz) if tone > 0 and seconden >= minstens]
    return [tone for i, tone in enumerate(found) if i == 0 or found[i - 1] != tone]


def tonen_vanaf(path: Path, octet: int) -> tuple[list[int], int]:
    """Of a file that a telephone is writing: the loudest tone of each whole piece from there, and how far that went."""
    begin = max(octet, KOP)
    with path.open("rb") as file:
        file.seek(begin)
        raw = file.read()
    found, rest = tonen(np.frombuffer(raw[: len(raw) // 2 * 2], "<i2").astype(float))
    return found, begin + (len(raw) // 2 - len(rest)) * 2


def samen(opname: bytes, *hz: int, minstens: float = 0.4) -> list[set[int]]:
    """Which of these tones sound at once in a WAV of ours, one set after the other, each for long enough."""
    with wave.open(BytesIO(opname)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    size, found = int(RATE * VENSTER_SECONDEN), list[tuple[set[int], float]]()
    for at in range(0, len(samples) - size + 1, size):
        spectrum = np.abs(np.fft.rfft(samples[at : at + size] * np.hanning(size), n=RATE)) / size
        heard = {tone for tone in hz if spectrum[tone - 5 : tone + 6].max() > STIL}
        before = found[-1][1] if found and found[-1][0] == heard else 0.0
        found = [*(found[:-1] if before else found), (heard, before + VENSTER_SECONDEN)]
    return [heard for heard, seconden in found if heard and seconden >= minstens]


def tonen(samples: "np.ndarray") -> "tuple[list[int], np.ndarray]":
    """The loudest tone of each whole piece, and the samples that are no whole piece yet."""
    size = int(RATE * VENSTER_SECONDEN)
    return _tonen(samples, RATE, (), AFWIJKING), samples[len(samples) // size * size :]


def _tonen(samples: "np.ndarray", rate: int, hz: tuple[int, ...], afwijking: float) -> list[int]:
    size = int(rate * VENSTER_SECONDEN)
    return [_tone(samples[at : at + size], rate, hz, afwijking) for at in range(0, len(samples) - size + 1, size)]


def _tone(piece: "np.ndarray", rate: int, hz: tuple[int, ...], afwijking: float) -> int:
    if np.sqrt(np.mean(piece**2)) < STIL:
        return 0
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), n=rate))
    loudest = int(np.argmax(spectrum))
    near = min(hz or (loudest,), key=lambda tone: abs(tone - loudest))
    return near if abs(near - loudest) < afwijking else GEBROKEN
