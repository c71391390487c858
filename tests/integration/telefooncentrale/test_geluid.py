"""Sounds that are made here: tones, sentences, and several as one."""

import math
import wave
from array import array
from shutil import which

import numpy as np
import pytest

from meent.integration.telefooncentrale import geluid
from meent.integration.telefooncentrale.geluid import GeluidOntbreekt, SpraakOntbreekt
from tests.integration.telefooncentrale.tonen import gehoord


def test_a_tone_is_that_tone(tmp_path):
    assert gehoord(geluid.toon(tmp_path / "a.wav", 880, 1.0), hz=(440, 880)) == [(880, 1.0)]


@pytest.mark.skipif(not which("espeak-ng"), reason="no espeak-ng on this machine (apt-get install espeak-ng)")
@pytest.mark.parametrize("tekst", ["Welkom bij de gemeente Meerwijde.", "-v en; rm", "é ü ' \" $HOME"])
def test_a_sentence_is_spoken(tmp_path, tekst):
    """A text is said, whatever is in it: a dash is no option, a quote no command."""
    samples = geluid.read(geluid.zeg(tmp_path / "zin.wav", tekst))
    assert len(samples) > geluid.RATE // 4
    assert np.sqrt(np.mean(np.array(samples, float) ** 2)) > 300
    assert [path.name for path in tmp_path.iterdir()] == ["zin.wav"]


def test_without_espeak_it_is_said_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(geluid, "which", lambda name: None)
    with pytest.raises(SpraakOntbreekt, match="apt-get install espeak-ng"):
        geluid.zeg(tmp_path / "zin.wav", "Welkom")


@pytest.mark.parametrize(("hz", "sterkte"), [(500, 1.0), (3000, 1.0), (5000, 0.05)])
def test_speech_keeps_what_a_telephone_can_carry(hz, sterkte):
    """What lies above 4 kHz would come back as a whistle at another height."""
    seconds, rate = 1, geluid.SPEECH_RATE
    spoken = array("h", (int(10_000 * math.sin(2 * math.pi * hz * i / rate)) for i in range(rate * seconds)))
    heard = np.array(geluid.to_telephone_rate(spoken), float)[400:-400]
    assert len(heard) == geluid.RATE * seconds - 800
    loudness = math.sqrt(float(np.mean(heard**2))) / (10_000 / math.sqrt(2))
    assert loudness > 0.9 if sterkte == 1.0 else loudness < sterkte


def test_several_are_one_and_made_once(tmp_path):
    one, other = geluid.toon(tmp_path / "1.wav", 600, 0.5), geluid.toon(tmp_path / "2.wav", 1200, 0.5)
    whole = geluid.aaneen([one, other], tmp_path / "samen")
    assert gehoord(whole, hz=(600, 1200)) == [(600, 0.5), (1200, 0.5)]
    assert geluid.aaneen([one, other], tmp_path / "samen") == whole
    assert geluid.aaneen([one], tmp_path / "samen") == one
    assert len(list((tmp_path / "samen").iterdir())) == 1


@pytest.mark.parametrize("shape", [(2, 2, 8000), (1, 1, 8000), (1, 2, 16000)])
def test_a_sound_that_would_not_sound_right_is_refused(tmp_path, shape):
    path = tmp_path / "anders.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(shape[0])
        file.setsampwidth(shape[1])
        file.setframerate(shape[2])
        file.writeframes(b"\0" * 800)
    with pytest.raises(GeluidOntbreekt):
        geluid.aaneen([path], tmp_path)


@pytest.mark.parametrize("octets", [b"", b"RIFF", b"\xff" * 500])
def test_a_file_that_is_no_sound_is_refused(tmp_path, octets):
    path = tmp_path / "geen.wav"
    path.write_bytes(octets)
    with pytest.raises(GeluidOntbreekt):
        geluid.aaneen([path, path], tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    for paths in ([tmp_path / "weg.wav"], [tmp_path / "weg.wav"] * 2):
        with pytest.raises(GeluidOntbreekt):
            geluid.aaneen(paths, tmp_path)
