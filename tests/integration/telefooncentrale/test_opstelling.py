"""Setting the exchange up: as whom it runs, what is written, that it is found again, and what is told when it fails."""

import json
import os
import pwd
import signal
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from meent.cli import main
from meent.integration.telefooncentrale import opstelling as module
from meent.integration.telefooncentrale.keuring import keur
from meent.integration.telefooncentrale.opstelling import Opstelling, OpstellingFout, Poorten, filled
from meent.telephony_commands import opstelling as described
from tests.integration.telefooncentrale.conftest import opstelling_in


async def test_runs_and_answers_as_nobody(opstelling):
    """A program that strangers talk to may not be root."""
    assert await opstelling.silent() == []
    me = os.geteuid()
    expected = pwd.getpwnam("nobody").pw_uid if me == 0 else me
    for name in ("kamailio", "rtpengine"):
        assert os.stat(f"/proc/{opstelling.pid_of(name)}").st_uid == expected


async def test_started_again_it_is_found(opstelling):
    """A server that restarts must not end the conversations that are going on."""
    before = [opstelling.pid_of(name) for name in ("kamailio", "rtpengine")]
    await replace(opstelling).start()
    assert [opstelling.pid_of(name) for name in ("kamailio", "rtpengine")] == before


def test_who_has_yet_to_become_the_program_is_waited_for(tmp_path, monkeypatch):
    """For an instant a child has no command line; who takes it for gone stops what was just started."""
    made = opstelling_in(tmp_path)
    made.home.mkdir(parents=True, exist_ok=True)
    answers = iter([False, False, True])
    monkeypatch.setattr(Opstelling, "_is_ours", lambda self, pid: next(answers))
    made._launch("kamailio", ["sleep", "30"])
    os.kill(pid := int((made.home / "kamailio.pid").read_text()), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert next(answers, None) is None


def test_secrets_are_for_us_alone(opstelling):
    for name in ("geheim", "kamailio.cfg", "sleutel.pem"):
        assert (opstelling.home / name).stat().st_mode & 0o077 == 0, name
    assert "@" not in (opstelling.home / "tls.cfg").read_text()


def test_a_password_follows_from_the_name(opstelling):
    assert opstelling.wachtwoord("toestel-1") == replace(opstelling).wachtwoord("toestel-1")
    assert opstelling.wachtwoord("toestel-1") != opstelling.wachtwoord("toestel-2")


async def test_findings_when_all_is_well(opstelling):
    assert [one.onderwerp for one in await keur(opstelling) if one.is_nodig and not one.is_goed] == []


async def test_findings_when_nothing_is_there(tmp_path, monkeypatch):
    """Each finding that is not good says what to do."""
    made = opstelling_in(tmp_path)
    monkeypatch.setattr("meent.integration.telefooncentrale.keuring.which", lambda *args, **given: None)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", made.poorten.sip))
        wrong = {one.onderwerp: one for one in await keur(made) if not one.is_goed}
    assert {"kamailio", "rtpengine", "espeak-ng", "kamailio nu", f"poort {made.poorten.sip} (SIP)"} <= wrong.keys()
    assert all(one.raad for one in wrong.values())
    assert "apt-get install kamailio" in wrong["kamailio"].raad


async def test_a_program_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "which", lambda *args, **given: None)
    with pytest.raises(OpstellingFout, match="apt-get install rtpengine-daemon"):
        await opstelling_in(tmp_path).start()


async def test_what_stops_at_once_tells_its_last_words(programs, plek):
    """Two exchanges on one port: the second must say so, and leave nothing behind."""
    made = opstelling_in(plek / "twee")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", made.poorten.tls))
        taken.listen()
        with pytest.raises(OpstellingFout, match="kamailio"):
            await made.start()
    assert made.pid_of("rtpengine") is None
    assert not (made.home / "rtpengine.pid").exists()


def test_a_stranger_with_the_number_of_ours_is_left_alone(tmp_path):
    """After a restart of the machine the number in the file is somebody else's."""
    made = Opstelling(tmp_path)
    made.home.mkdir(parents=True, exist_ok=True)
    (made.home / "kamailio.pid").write_text(str(os.getpid()))
    assert made.pid_of("kamailio") is None
    made.stop()


def test_no_blank_is_left_open():
    with pytest.raises(KeyError):
        filled("listen=@ONBEKEND@", {})
    assert filled("$si @HOST@ $var(x)", {"HOST": "127.0.0.1"}) == "$si 127.0.0.1 $var(x)"


def test_settings_describe_the_exchange(monkeypatch, tmp_path):
    settings = {
        "MEENT_DATA": str(tmp_path), "MEENT_SIP_HOST": "192.0.2.1", "MEENT_SIP_NAME": "sip.meerwijde.example",
        "MEENT_SIP_PORT": "6060", "MEENT_SIP_TLS_PORT": "6061", "MEENT_SIP_INNER_PORTS": "1,2,3,4",
        "MEENT_MEDIA_PORTS": "5000-5100", "MEENT_SIP_TRUNKS": "sip:a.example sip:b.example;transport=tls",
        "MEENT_SIP_CA": "ca.pem", "MEENT_SIP_TRUNK_NETWORKS": "198.51.100.0/24", "MEENT_SIP_TRUNK_SRTP": "yes",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    made = described()
    assert (made.folder, made.host, made.naam) == (tmp_path / "telefonie", "192.0.2.1", "sip.meerwijde.example")
    assert made.poorten == Poorten(6060, 6061, (5000, 5100), binnen=1, node=2, ng=3, toetsen=4)
    assert made.trunks == ["sip:a.example", "sip:b.example;transport=tls"]
    assert (made.ca, made.certificaat) == (Path("ca.pem"), None)
    assert (made.netwerken, made.lijn_srtp) == (["198.51.100.0/24"], True)


@pytest.mark.requirement("contact-49")
def test_from_outside_only_trunks_may_call(tmp_path):
    """An exchange on a public address that takes calls of anybody is found within the hour."""
    public = replace(opstelling_in(tmp_path), host="192.0.2.1", trunks=["sip:192.0.2.9"], netwerken=["198.51.100.0/24"])
    public.prepare()
    told = (public.home / "kamailio.cfg").read_text()
    assert 'if (ds_is_from_list("2", "1") || src_ip == 198.51.100.0/24) {' in told
    assert 'if (1) { sl_send_reply("403", "Forbidden"); exit; }' in told
    assert "2 sip:192.0.2.9" in (public.home / "dispatcher.list").read_text()
    assert "listen=udp:127.0.0.1" in told


@pytest.mark.parametrize(("wrong", "told"), [
    ({"lijn_srtp": True, "trunks": ["sip:lijn.example"]}, "transport=tls"),
    ({"netwerken": ["52.112.0.0/14) || (1 == 1"]}, "geen netwerk"),
    ({"netwerken": ["52.112.0.0/8"]}, "geen netwerk"),
    ({"naam": "bestaat-niet.invalid"}, "MEENT_SIP_NAME"),
])  # fmt: skip
def test_a_trunk_that_cannot_be_is_told_before_anything_starts(tmp_path, wrong, told):
    """Keys of the sound over a line that everybody can read, or a network that lets everybody in."""
    with pytest.raises(OpstellingFout, match=told):
        replace(opstelling_in(tmp_path), **wrong).prepare()


def test_commands(opstelling, monkeypatch):
    """`meent telephony check` and `device` look at the exchange that the settings describe."""
    monkeypatch.setattr("meent.telephony_commands.opstelling", lambda: opstelling)
    told = CliRunner().invoke(main, ["telephony", "check"])
    assert told.exit_code == 0, told.output
    assert "✔ kamailio nu: draait en antwoordt" in told.output
    rows = json.loads(CliRunner().invoke(main, ["telephony", "check", "--json"]).output)
    assert {row["onderwerp"] for row in rows} >= {"kamailio", "rtpengine nu", "sippy"}
    device = CliRunner().invoke(main, ["telephony", "device", "toestel-1"])
    assert opstelling.wachtwoord("toestel-1") in device.output
