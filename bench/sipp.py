"""Scenarios for sipp (Debian: sip-tester): who calls, who answers, and the probe whose sound is looked at."""

SDP = """\
v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio {port} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
"""
STROOM = "[rtpstream_audio_port]"
"""sipp fills in where it listens for the sound that it sends itself."""
SPEEL = '<nop><action><exec rtp_stream="{geluid},-1,8,PCMA/8000"/></action></nop>'
KOP = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]"
VAN = "From: <sip:0612[pid][call_number]@[local_ip]:[local_port]>;tag=[pid]v[call_number]"
HIER = "Contact: <sip:meter@[local_ip]:[local_port]>"
ANTWOORD = ("[last_Via:]", "[last_From:]", "[last_To:];tag=[pid]n[call_number]", "[last_Call-ID:]", "[last_CSeq:]")


def beller(nummer: str, hold_ms: int, geluid: str = "", poort: int = 0) -> str:
    """Calls, talks so long, and hangs up; with a port of somebody else as the place of its sound it only signals."""
    naar = f"sip:{nummer}@[remote_ip]:[remote_port]"
    in_gesprek = [KOP, "[routes]", VAN, f"To: <{naar}>[peer_tag_param]", "Call-ID: [call_id]", "Max-Forwards: 70"]
    return _scenario(
        _zend(f"INVITE {naar} SIP/2.0", KOP, VAN, f"To: <{naar}>", "Call-ID: [call_id]", "CSeq: 1 INVITE", HIER,
              "Max-Forwards: 70", body=SDP.format(port=poort or STROOM), more='start_rtd="1" retrans="500"'),
        '<recv response="100" optional="true"/>', '<recv response="180" optional="true"/>',
        '<recv response="200" rtd="1" rrs="true"/>',
        _zend("ACK [next_url] SIP/2.0", *in_gesprek, "CSeq: 1 ACK"),
        SPEEL.format(geluid=geluid) if geluid else "",
        f'<pause milliseconds="{hold_ms}"/>',
        _zend("BYE [next_url] SIP/2.0", *in_gesprek, "CSeq: 2 BYE", more='retrans="500"'),
        '<recv response="200"/>',
    )  # fmt: skip


def medewerker(geluid: str, rinkel_ms: int) -> str:
    """Rings so long, answers, and says the sound until somebody hangs up."""
    return _scenario(
        '<recv request="INVITE" rrs="true"/>',
        _zend("SIP/2.0 180 Ringing", *ANTWOORD, "[last_Record-Route:]", HIER),
        f'<pause milliseconds="{rinkel_ms}"/>',
        _zend("SIP/2.0 200 OK", *ANTWOORD, "[last_Record-Route:]", HIER, body=SDP.format(port=STROOM),
              more='retrans="500"'),
        '<recv request="ACK"/>',
        SPEEL.format(geluid=geluid),
        '<recv request="BYE"/>',
        _zend("SIP/2.0 200 OK", "[last_Via:]", "[last_From:]", "[last_To:]", "[last_Call-ID:]", "[last_CSeq:]"),
    )  # fmt: skip


def _scenario(*steps: str) -> str:
    return '<?xml version="1.0"?>\n<scenario name="meent">\n' + "\n".join(filter(None, steps)) + "\n</scenario>\n"


def _zend(*lines: str, body: str = "", more: str = "") -> str:
    kind = ("Content-Type: application/sdp", "Content-Length: [len]") if body else ("Content-Length: 0",)
    return f"<send {more}><![CDATA[\n" + "\n".join((*lines, *kind, "", body)) + "\n]]></send>"
