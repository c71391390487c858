"""Packets of a media server as sound: what was said when, however it travelled (G.711, RFC 3550)."""

import struct

import pytest

from meent.integration.telefooncentrale.opgenomen import PCMA, PCMU, RUST, STIL, samples_van

HARD = {PCMA: 0xAA, PCMU: 0x80}
ZACHT = 4
"""Half of the smallest that A-law knows: it has no silence."""
TWINTIG_MS = 160


def rtp(klok, geluid, *, bron=1, soort=PCMA, kop=0x80, meer=b""):
    return struct.pack(">BBHII", kop, soort, 0, klok, bron) + meer + geluid


def pcap(*pakketten, magic=0xA1B2C3D4):
    """(seconds, RTP) in UDP in IPv4, as rtpengine writes them."""
    file = struct.pack("<IHHIIII", magic, 2, 4, 0, 0, 65_535, 101)
    for op, inhoud in pakketten:
        ip = b"\x45" + bytes(19) + struct.pack(">HHHH", 4000, 5000, 8 + len(inhoud), 0) + inhoud
        file += struct.pack("<IIII", int(op), round(op % 1 * 1e6), len(ip), len(ip)) + ip
    return file


def gehoord(tmp_path, *files):
    for number, file in enumerate(files):
        (tmp_path / f"{number}.pcap").write_bytes(file)
    return samples_van(tmp_path.glob("*.pcap"))


def hard(soort=PCMA):
    return bytes([HARD[soort]]) * TWINTIG_MS


@pytest.mark.parametrize(("soort", "hoogst"), [(PCMA, 32_256), (PCMU, 32_124)])
def test_the_loudest_and_the_softest_are_half_of_what_g711_says(tmp_path, soort, hoogst):
    zacht = STIL[soort] * TWINTIG_MS
    heard = gehoord(tmp_path, pcap((0, rtp(0, hard(soort), soort=soort)), (0.02, rtp(160, zacht, soort=soort))))
    assert abs(heard[0]) == hoogst // 2
    assert abs(heard[-1]) <= ZACHT


def test_two_who_speak_at_once_are_both_heard_and_each_at_his_own_time(tmp_path):
    """The second begins 20 ms later; one of his packets came late, and belongs where he said it."""
    heard = gehoord(tmp_path, pcap(
        (5.0, rtp(1_000, hard())), (5.02, rtp(1_160, hard())), (5.02, rtp(77, hard(), bron=2)),
        (5.09, rtp(237, hard(), bron=2)),
    ))  # fmt: skip
    een = heard[-1]
    assert list(heard) == [een + ZACHT] * 160 + [een * 2] * 160 + [een] * 160


def test_who_was_silent_for_a_while_or_begins_anew_is_put_where_it_was_heard(tmp_path):
    heard = gehoord(tmp_path, pcap((1, rtp(0, hard())), (3, rtp(900_000, hard()))))
    assert (len(heard), heard[8_000], abs(heard[16_000]) > ZACHT) == (16_160, ZACHT, True)


def test_a_pause_is_a_silence_and_stretches_stand_in_their_order(tmp_path):
    heard = gehoord(tmp_path, pcap((9, rtp(0, hard()[:80]))), pcap((2, rtp(0, hard()))))
    assert (len(heard), list(heard[160:-80])) == (160 + RUST + 80, [0] * RUST)


def test_keys_and_what_is_no_sound_are_left_out_and_a_file_that_breaks_off_ends_there(tmp_path):
    """A card number that is typed travels as telephone-event beside the voice."""
    met_kop = rtp(160, hard(), kop=0x91, meer=bytes(4) + struct.pack(">HH", 0xBEDE, 1) + bytes(4))
    file = pcap((1, rtp(0, hard())), (1, rtp(0, b"\x05\x00\x00\x00", soort=101)), (1, b"geen"), (1.02, met_kop))
    assert len(gehoord(tmp_path, file + pcap((2, rtp(0, hard())))[24:70], b"geen pcap", b"")) == 320
