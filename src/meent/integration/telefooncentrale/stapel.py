"""The SIP of one node, by sippy 2.5: signalling only, and all of it to and from Kamailio on this machine.

Everything here runs in one thread: the one that imported this module, because sippy binds its loop to it (`draad.py`).
What happens is told with a callback that must not block; a leg is a number that `sip.py` gives or gets.
sippy's own way to tell of a fault prints whole messages, with numbers of people in them: that is replaced.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

from sippy import Network_server, SipTransactionManager, Udp_server
from sippy.CCEvents import (
    CCEventConnect,
    CCEventDisconnect,
    CCEventFail,
    CCEventInfo,
    CCEventRedirect,
    CCEventRing,
    CCEventTry,
    CCEventUpdate,
)
from sippy.Core import EventDispatcher
from sippy.Core.EventDispatcher import ED2
from sippy.MsgBody import MsgBody
from sippy.SipAddress import SipAddress
from sippy.SipCallId import SipCallId
from sippy.SipConf import SipConf
from sippy.SipContact import SipContact
from sippy.SipFrom import SipFrom
from sippy.SipHeader import SipHeader
from sippy.SipRoute import SipRoute
from sippy.SipTo import SipTo
from sippy.SipURL import SipURL
from sippy.UA import UA
from sippy.UaStateConnected import UaStateConnected

from meent.integration.telefooncentrale.centrale import SDP_MAX
from meent.integration.telefooncentrale.feiten import (
    Cijfer,
    Feiten,
    Gemist,
    Gevallen,
    Nieuw,
    Opgenomen,
    Over,
    Voorval,
)

NAAM = "Meent"
BENEN_MAX = 4000
"""Legs at once in one node; who comes beyond it hears busy (503), and Kamailio tries the next node."""
ADRES = re.compile(r"[0-9A-Za-z+*#._-]{1,64}")
"""What a caller or a called party may be named, for us: a number or a simple name."""
VIA = re.compile(r"SIP\s*/\s*2\.0\s*/\s*(?:UDP|TCP|TLS|WSS?)\s+[\w.\[\]:-]+", re.IGNORECASE)
TOETS = re.compile(r"^Signal\s*=\s*([0-9*#A-D])\s*$", re.MULTILINE)
PLAATS = re.compile(r"^(?:m=audio \d+|c=.*)", re.MULTILINE)
"""Where somebody wants to hear."""
RICHTING = re.compile(r"^a=(sendrecv|sendonly|recvonly|inactive)", re.MULTILINE)
SPIEGEL = {"sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}
REDENEN = {404: "Not Found", 480: "Temporarily Unavailable", 486: "Busy Here", 487: "Request Terminated",
           488: "Not Acceptable Here", 503: "Service Unavailable", 603: "Decline"}  # fmt: skip

log = logging.getLogger("meent.telefonie")


class Stil:
    """sippy writes every message to its log; ours keeps none, because they hold numbers of people."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **given: None


def _tell(what: str, f: object = None, extra: object = None) -> None:
    log.warning("sip_fout", exc_info=True, extra={"wat": what.partition(" from ")[0]})


for _module in (EventDispatcher, Network_server, SipTransactionManager, Udp_server):
    _module.dump_exception = _tell


def loop() -> None:
    """Runs sippy's loop, for as long as the process lives."""
    ED2.loop()


def call(function: Callable[..., None], *args: Any) -> None:
    """From any thread: carries this out in ours, and soon."""
    ED2.callFromThread(function, *args)


class Transacties(SipTransactionManager.SipTransactionManager):  # type: ignore[misc]
    """sippy's, without its habit to let timers go off after the end."""

    def shutdown(self) -> None:
        for transaction in (*self.tclient.values(), *self.tserver.values()):
            for timer in filter(None, (getattr(transaction, f"te{letter}", None) for letter in "ABCDEFG")):
                timer.cancel()
        super().shutdown()

    def unregConsumer(self, consumer: Any, call_id: str, compact: bool = False) -> None:
        if self.req_consumers is not None:
            super().unregConsumer(consumer, call_id)


class Stapel:
    """A SIP node.

    adres    (host, port) that it listens on, loopback
    edge     (host, port) of Kamailio, which all requests go to
    domein   name of the exchange: who is called sees it behind our number (RFC 3261 8.1.1.3)
    meld     told what happens
    """

    def __init__(
        self, adres: tuple[str, int], edge: tuple[str, int], domein: str, meld: Callable[[Voorval], None]
    ) -> None:
        self.adres, self.edge, self.domein, self.meld = adres, edge, domein, meld
        self._benen: dict[int, Any] = {}
        self._config: dict[str, Any] = {}
        self._numbers = 0

    def open(self) -> None:
        SipConf.my_uaname = NAAM
        SipConf.my_address, SipConf.my_port = self.adres
        self._config = {"_sip_address": self.adres[0], "_sip_port": self.adres[1], "_sip_logger": Stil()}
        self._config["_sip_tm"] = Transacties(self._config, self._request)

    def close(self) -> None:
        if self._config:
            self._config["_sip_tm"].shutdown()

    # --- what we are asked ------------------------------------------------------------------------------------------

    def bel(self, been: int, adres: str, van: str, naam: str, sdp: str, headers: dict[str, str]) -> None:
        ua = self._ua(been)
        event = CCEventTry((None, van or "anonymous", adres, MsgBody(sdp), None, naam or None))
        event.extra_headers = tuple(SipHeader(s=f"{name}: {value}") for name, value in headers.items())
        event.onUacSetupComplete = self._met_domein
        ua.recvEvent(event)

    def _met_domein(self, ua: Any) -> None:
        ua.lUri.getUrl().host = ua.rUri.getUrl().host = self.domein

    def neem_op(self, been: int, sdp: str) -> None:
        if (ua := self._benen.get(been)) is not None and not ua.isConnected():
            ua.recvEvent(CCEventConnect((200, "OK", MsgBody(sdp))))
            self._tell_facts(been)

    def hang_op(self, been: int, code: int) -> None:
        ua = self._benen.pop(been, None)
        if ua is None:
            return
        ua.event_cb = lambda event, ua: None
        is_ours_to_refuse = ua.origin == "caller" and not ua.isConnected()
        ua.recvEvent(CCEventFail((code, REDENEN.get(code, "Failed"))) if is_ours_to_refuse else CCEventDisconnect())

    def neem_over(self, been: int, facts: Feiten) -> None:
        """A dialogue that another process had: from its facts an agent in the state "connected"."""
        ua = self._ua(been)
        ua.origin = "callee"
        ua.cId = SipCallId(facts.call_id)
        ua.lTag = facts.eigen_tag
        ua.lUri, ua.rUri = SipFrom(facts.eigen_uri), SipTo(facts.hun_uri)
        ua.lUri.parse()
        ua.rUri.parse()
        ua.lCSeq, ua.rCSeq = facts.cseq_eigen, facts.cseq_hun or None
        ua.rTarget = SipURL(facts.doel)
        ua.routes = [SipRoute(route) for route in facts.route]
        for route in ua.routes:
            route.parse()
        ua.rAddr = ua.routes[0].getUrl().getTAddr() if ua.routes else ua.rTarget.getTAddr()
        ua.lSDP = MsgBody(facts.sdp) if facts.sdp else None
        self._config["_sip_tm"].regConsumer(ua, str(ua.cId))
        ua.changeState((UaStateConnected,))

    # --- what comes in ----------------------------------------------------------------------------------------------

    def _request(self, request: Any, transaction: Any) -> Any:
        """A request that belongs to no dialogue we know."""
        method, version = request.getMethod(), request.sipver
        request.sipver = "SIP/2.0"  # sippy answers in the version it was asked in, whatever that was
        if version != request.sipver:
            return (request.genResponse(505, "Version Not Supported"), None, None)
        if request.getHFBody("to").getTag() is not None:
            return (request.genResponse(481, "Call Leg/Transaction Does Not Exist"), None, None)
        if method == "OPTIONS":  # Kamailio's dispatcher asks whether this node lives
            return (request.genResponse(200, "OK"), None, None)
        if method != "INVITE":
            return (request.genResponse(501, "Not Implemented"), None, None)
        if refused := self._refused(request):
            return (request.genResponse(*refused), None, None)
        self._numbers -= 1  # of our own making: those of `sip.py` are positive
        ua = self._ua(self._numbers)
        ua.van = caller_of(request)
        return ua.recvRequest(request, transaction)

    def _refused(self, request: Any) -> tuple[int, str] | None:
        """Why this INVITE starts no call, before sippy builds anything on it."""
        try:
            is_sound = is_well_formed(request)
        except (IndexError, AttributeError, ValueError, TypeError):
            is_sound = False
        if not is_sound:
            return 400, "Bad Request"
        if request.countHFs("require"):
            return 420, "Bad Extension"
        body = request.getBody()
        if body is None or body.getType() != "application/sdp" or not 0 < len(str(body)) <= SDP_MAX:
            return 488, "Not Acceptable Here"
        if "m=audio " not in str(body):
            return 488, "Not Acceptable Here"
        key = (str(request.getHFBody("call-id")), request.getHFBody("from").getTag())
        if any((str(ua.cId), ua.rUri and ua.rUri.getTag()) == key for ua in self._benen.values()):
            return 482, "Merged Request"  # the same call by another way; the first one rings already
        if len(self._benen) >= BENEN_MAX:
            return 503, "Service Unavailable"
        return None

    def _ua(self, been: int) -> Any:
        ua = UA(self._config, event_cb=lambda event, ua: self._heard(been, ua, event), nh_address=self.edge)
        # sippy's own Contact carries a display name that some peers cannot read.
        url = SipURL(username="meent", host=self.adres[0], port=self.adres[1])
        ua.lContact = SipContact(address=SipAddress(url=url, hadbrace=True))
        ua.useRefer = False
        self._benen[been] = ua
        return ua

    def _heard(self, been: int, ua: Any, event: Any) -> None:
        """One event of sippy, told in ours."""
        match event:
            case CCEventTry():
                _, _, called, body, _, _ = event.getData()
                self.meld(Nieuw(been, f"{ua.cId} {ua.rUri.getTag()}", ua.van, str(called), str(body)))
            case CCEventRing() if event.getData() and event.getData()[0] > 100:
                self.meld(Over(been))
            case CCEventConnect() if ua.origin == "callee":
                self._answered(been, event.getData()[2])
            case CCEventFail() | CCEventRedirect():
                self._benen.pop(been, None)
                self.meld(Gemist(been, event.getData()[0]))
            case CCEventDisconnect():
                self._benen.pop(been, None)
                self.meld(Gevallen(been))
            case CCEventUpdate():
                self._again(been, ua, str(event.getData() or ""))
            case CCEventInfo():
                found = TOETS.search(str(event.getData() or "").replace("\r", ""))
                self._tell_facts(been)
                if found:
                    self.meld(Cijfer(been, found[1]))

    def _answered(self, been: int, body: Any) -> None:
        if body is None:  # without SDP there is nothing to connect
            self.hang_op(been, 488)
            self.meld(Gemist(been, 488))
            return
        self._tell_facts(been)
        self.meld(Opgenomen(been, str(body)))

    def _again(self, been: int, ua: Any, sdp: str) -> None:
        """An INVITE in a call. Who refreshes the session or holds gets our answer again; we never move the sound."""
        theirs = getattr(ua, "hun_sdp", "")
        is_moved = bool(sdp and theirs) and PLAATS.findall(sdp) != PLAATS.findall(theirs)
        if is_moved or ua.lSDP is None:
            ua.recvEvent(CCEventFail((488, REDENEN[488])))
        else:
            way = RICHTING.search(sdp)
            mirrored = f"a={SPIEGEL[way[1]]}" if way else "a=sendrecv"
            ua.recvEvent(CCEventConnect((200, "OK", MsgBody(RICHTING.sub(mirrored, str(ua.lSDP))))))
        self._tell_facts(been)

    def _tell_facts(self, been: int) -> None:
        ua = self._benen.get(been)
        if ua is None or not ua.isConnected():
            return
        if ua.rSDP is not None:
            ua.hun_sdp = str(ua.rSDP)
        self.meld(Feiten(
            been=been, call_id=str(ua.cId), eigen_tag=str(ua.lUri.getTag()), hun_tag=str(ua.rUri.getTag()),
            cseq_eigen=int(ua.lCSeq), cseq_hun=int(ua.rCSeq or 0), doel=str(ua.rTarget), eigen_uri=str(ua.lUri),
            hun_uri=str(ua.rUri), route=tuple(map(str, ua.routes)), sdp=str(ua.lSDP or ""),
        ))  # fmt: skip


def is_well_formed(request: Any) -> bool:
    """Whether the parts of an INVITE that a call is built on are what they must be (RFC 3261 8.1.1, 20).

    May raise whatever sippy's parsers do with what is none.
    """
    number, method = request.getHFBody("cseq").getCSeq()
    address, contact = request.getRURI(), request.getHFBody("contact").getUrl()
    hops = [int(str(body)) for body in request.getHFBodys("max-forwards")]
    return all((
        method == request.getMethod(), 0 <= number < 2**31,
        ADRES.fullmatch(address.username or ""), 0 < address.getPort() < 2**16, contact.host,
        all(0 <= hop < 2**8 for hop in hops), request.getHFBody("from").getTag(),
        all(request.countHFs(name) == 1 for name in ("from", "to", "call-id", "cseq", "contact")),
        all(VIA.match(str(via)) for via in request.getHFBodys("via")),
    ))  # fmt: skip


def caller_of(request: Any) -> str:
    """The name or number of who calls; "" when it is withheld. What the trunk asserts goes before what a caller says.

    Kamailio lets P-Asserted-Identity through from a trunk only.
    """
    if any("none" not in str(header).lower() for header in request.getHFBodys("privacy")):
        return ""
    for header in ("p-asserted-identity", "from"):
        for body in request.getHFBodys(header):
            name = str(body.getUrl().username or "")
            if ADRES.fullmatch(name):
                return "" if name.lower() == "anonymous" else name
    return ""
