"""Sounds as rtpengine plays them: WAV, one channel, 8,000 samples a second of 16 bits. All are made, none is shipped.

A tone is for tests and for an installation that has nothing yet; a sentence is spoken by espeak-ng, where it is.
"""

import hashlib
import math
import subprocess
import wave
from array import array
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from operator import mul
from pathlib import Path
from shutil import which

from meent.integration.telefooncentrale.centrale import CentraleFout

RATE = 8000
SPEECH_RATE = 22050
"""Of what espeak-ng writes."""
TOP = 32767
SPREEK_MAX_SECONDEN = 30.0
TEKST_MAX = 2000
TAPS = 64
CUT_OFF_HZ = 3600


class GeluidOntbreekt(CentraleFout):
    """Dit geluid is er niet, of het is geen WAV met 1 kanaal, 8000 Hz en 16 bits."""


class SpraakOntbreekt(CentraleFout):
    """Voor gesproken teksten is espeak-ng nodig: apt-get install espeak-ng."""


def toon(path: Path, hz: float, seconden: float) -> Path:
    """A pure tone at half of full scale, so that a Fourier transform tells who heard it."""
    return write(path, tonen([hz], seconden))


def tonen(hz: Sequence[float], seconden: float) -> "array[int]":
    """These tones at once, together at half of full scale."""
    steps, top = [2 * math.pi * one / RATE for one in hz], TOP / 2 / max(1, len(hz))
    return array("h", (int(top * sum(math.sin(step * i) for step in steps)) for i in range(int(RATE * seconden))))


def zeg(path: Path, tekst: str, taal: str = "nl") -> Path:
    """A sentence, spoken by espeak-ng.

    raises  SpraakOntbreekt; GeluidOntbreekt when espeak-ng can make nothing of it
    """
    program = which("espeak-ng")
    if program is None:
        raise SpraakOntbreekt(SpraakOntbreekt.__doc__)
    raw = path.with_suffix(".22050.wav")
    # "--" so that a text that begins with a dash is no option.
    command = [program, "-v", taal, "-s", "150", "-w", str(raw), "--", tekst[:TEKST_MAX]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SPREEK_MAX_SECONDEN, check=False)
    if done.returncode or not raw.exists():
        raise GeluidOntbreekt(f"espeak-ng kan deze tekst niet uitspreken: {done.stderr.strip()[:200]}")
    samples = read(raw, rate=SPEECH_RATE)
    raw.unlink()
    return write(path, to_telephone_rate(samples))


def aaneen(paths: Sequence[Path], folder: Path) -> Path:
    """Several sounds as one file, made once; one sound is its own file."""
    if len(paths) == 1:
        read(paths[0])
        return paths[0]
    name = hashlib.sha256("\n".join(f"{path}:{_stamp(path)}" for path in paths).encode()).hexdigest()[:24]
    whole = folder / f"{name}.wav"
    if not whole.exists():
        samples = array("h")
        for path in paths:
            samples.extend(read(path))
        write(whole, samples)
    return whole


def read(path: Path, rate: int = RATE) -> "array[int]":
    """The samples; raises GeluidOntbreekt for anything that would not sound as it should."""
    try:
        with wave.open(str(path), "rb") as file:
            shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as fault:
        raise GeluidOntbreekt(f"{GeluidOntbreekt.__doc__} ({path.name})") from fault
    if shape != (1, 2, rate) or not frames:
        raise GeluidOntbreekt(f"{GeluidOntbreekt.__doc__} ({path.name})")
    return array("h", frames)


def write(path: Path, samples: "array[int]") -> Path:
    return bewaar(path, wav(samples))


def bewaar(path: Path, inhoud: bytes) -> Path:
    """Written beside and renamed, so that nobody plays half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".deel")
    partial.write_bytes(inhoud)
    partial.chmod(0o644)  # the media server is another account
    return partial.rename(path)


def wav(samples: "array[int]") -> bytes:
    """A whole file, as rtpengine plays it and a browser too."""
    whole = BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return whole.getvalue()


def to_telephone_rate(samples: "array[int]", rate: int = SPEECH_RATE) -> "array[int]":
    """So many samples a second to 8,000, never from fewer: a windowed-sinc filter, coefficients per phase."""
    common = math.gcd(RATE, rate)
    phases, step, taps = RATE // common, rate // common, _taps(rate)
    padded = array("h", [0] * taps) + samples + array("h", [0] * taps)
    out = array("h")
    for n in range(len(samples) * phases // step):
        whole, phase = divmod(n * step, phases)
        heard = sum(map(mul, _coefficients(rate, phase), padded[whole + taps // 2 : whole + taps // 2 + taps]))
        out.append(max(-TOP, min(TOP, round(heard))))
    return out


def _taps(rate: int) -> int:
    """As many as keep the filter as sharp in hertz as it is for speech."""
    return max(TAPS, TAPS * rate // SPEECH_RATE // 2 * 2)


@lru_cache(maxsize=4096)
def _coefficients(rate: int, phase: int) -> tuple[float, ...]:
    common = math.gcd(RATE, rate)
    taps, ratio = _taps(rate), 2 * CUT_OFF_HZ / rate
    places = [k - taps // 2 - phase / (RATE // common) for k in range(taps)]
    raw = [ratio * _sinc(ratio * x) * (0.5 + 0.5 * math.cos(2 * math.pi * x / taps)) for x in places]
    return tuple(c / sum(raw) for c in raw)


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as fault:
        raise GeluidOntbreekt(f"{GeluidOntbreekt.__doc__} ({path.name})") from fault
