"""What somebody records becomes what the telephone plays: WAV of any common kind in, 8,000 samples a second out."""

import math
import wave
from array import array
from io import BytesIO

import pytest

from meent.integration.telefooncentrale.opname import OpnameFout, gesproken, uit_wav


def bestand(hz=440.0, rate=44_100, seconden=0.5, breedte=2, kanalen=1, sterkte=0.5):
    """A tone as a WAV file, of samples of so many bytes."""
    top = 2 ** (8 * breedte - 1) - 1
    golf = [int(top * sterkte * math.sin(2 * math.pi * hz * i / rate)) for i in range(int(rate * seconden))]
    ruw = b"".join(
        (bytes([waarde + 128]) if breedte == 1 else waarde.to_bytes(breedte, "little", signed=True)) * kanalen
        for waarde in golf
    )
    whole = BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(kanalen)
        file.setsampwidth(breedte)
        file.setframerate(rate)
        file.writeframes(ruw)
    return whole.getvalue()


def sterkte_van(opname, hz):
    """How strong one tone is in it, as a part of full scale (Goertzel, in plain sums)."""
    with wave.open(BytesIO(opname.inhoud)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        samples = array("h", file.readframes(file.getnframes()))[200:3000]
    hoek = [2 * math.pi * hz * i / 8000 for i in range(len(samples))]
    re = sum(s * math.cos(a) for s, a in zip(samples, hoek, strict=True))
    im = sum(s * math.sin(a) for s, a in zip(samples, hoek, strict=True))
    return 2 * math.hypot(re, im) / len(samples) / 32767


@pytest.mark.requirement("contact-8")
@pytest.mark.parametrize(("rate", "breedte", "kanalen"), [
    (8_000, 2, 1), (11_025, 1, 1), (16_000, 2, 2), (44_100, 2, 2), (48_000, 3, 1), (96_000, 4, 2),
])  # fmt: skip
def test_a_tone_stays_that_tone(rate, breedte, kanalen):
    """As loud and as high as it was recorded, whatever the device wrote."""
    opname = uit_wav(bestand(rate=rate, breedte=breedte, kanalen=kanalen))
    assert opname.seconden == pytest.approx(0.5, abs=0.05)
    assert sterkte_van(opname, 440) == pytest.approx(0.5, rel=0.05)


def test_what_a_telephone_cannot_carry_does_not_come_back_as_another_tone():
    """6,000 Hz folded to 2,000 would whistle through every sentence."""
    assert sterkte_van(uit_wav(bestand(hz=6_000.0, rate=48_000)), 2_000) < 0.01


@pytest.mark.parametrize(("inhoud", "tekst"), [
    (b"", "WAV"), (b"ID3 een liedje", "WAV"), (bestand()[:60], "bijna niets"), (bestand(rate=4_000), "8.000"),
    (bestand(sterkte=0.001), "stil"), (bestand(rate=8_000, seconden=121), "langer"),
], ids=["leeg", "mp3", "afgebroken", "te laag", "stil", "te lang"])  # fmt: skip
def test_what_would_not_sound_is_refused_with_what_to_do(inhoud, tekst):
    with pytest.raises(OpnameFout, match=tekst):
        uit_wav(inhoud)


def test_a_text_is_spoken_as_the_telephone_plays_it():
    assert gesproken("Wij zijn nu gesloten.", "nl").seconden > 0.5
