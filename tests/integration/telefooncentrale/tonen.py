"""Which tone was heard when: a Fourier transform over pieces of what a telephone recorded."""

import wave
from pathlib import Path

import numpy as np

STIL = 150.0
"""Root mean square below which nothing sounds; a G.711 silence stays under ten."""
VENSTER_SECONDEN = 0.125


def gehoord(path: Path, *, afwijking: float = 12.0, hz: tuple[int, ...] = ()) -> list[tuple[int, float]]:
    """Stretches of (Hz, seconds), 0 for silence and -1 for a tone that was not expected."""
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)[:: file.getnchannels()]
    size = int(rate * VENSTER_SECONDEN)
    stretches: list[tuple[int, float]] = []
    for start in range(0, len(samples) - size + 1, size):
        tone = _tone(samples[start : start + size], rate, hz, afwijking)
        if stretches and stretches[-1][0] == tone:
            stretches[-1] = (tone, stretches[-1][1] + VENSTER_SECONDEN)
        else:
            stretches.append((tone, VENSTER_SECONDEN))
    return stretches


def volgorde(path: Path, *hz: int, minstens: float = 0.4) -> list[int]:
    """The tones that sounded long enough, in order, without silence and without what fell on a border."""
    found = [tone for tone, seconden in gehoord(path, hz=hz) if tone > 0 and seconden >= minstens]
    return [tone for i, tone in enumerate(found) if i == 0 or found[i - 1] != tone]


def _tone(piece: "np.ndarray", rate: int, hz: tuple[int, ...], afwijking: float) -> int:
    if np.sqrt(np.mean(piece**2)) < STIL:
        return 0
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), n=rate))
    loudest = float(np.argmax(spectrum) * rate / rate)
    near = min(hz or (int(loudest),), key=lambda tone: abs(tone - loudest))
    return near if abs(near - loudest) < afwijking else -1
