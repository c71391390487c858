"""Base64 as it stands in a JSON string, decoded while it arrives (RFC 4648 §4, RULES D-18).

Line breaks, which MIME encoders put in, are passed over when they are written as JSON wants them (`\\r\\n`). Everything
else that is not of the alphabet is refused. Where the text is cut makes no difference.
"""

import binascii
import re

_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {b'"': b'"', b"\\": b"\\", b"/": b"/", b"b": b"\b", b"f": b"\f", b"n": b"", b"r": b"", b"t": b"\t"}
_NONE_OF_US = b"\xff"
_END = re.compile(rb'(?<!\\)(?:\\\\)*"')
_CUT = re.compile(rb"(\\+)((?:u[0-9a-fA-F]{0,3})?)\Z")
_REST = re.compile(rb"[A-Za-z0-9+/]{2,3}=?=?")

REASONS = {
    "invalid-base64": "Dit is geen geldige base64. Codeer het bestand als base64 (RFC 4648), zonder spaties.",
    "incorrect-base64-padding": "Deze base64 is niet compleet: vul de tekst met = aan tot een veelvoud van 4.",
}


class Ongeldig(Exception):
    """Content that cannot be taken: told as a fault of the field it came in, with all other faults."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


class OngeldigeBase64(Ongeldig):
    """What was sent is not base64; `code` is the standard's."""

    def __init__(self, code: str) -> None:
        super().__init__(code, REASONS[code])


class StringText:
    """The inside of one JSON string, from behind its opening quote, without its escapes.

    is_json  False once an escape was met that JSON does not have
    is_done  its closing quote has been met
    """

    def __init__(self) -> None:
        self.is_json, self.is_done = True, False
        self._cut = b""

    def take(self, chunk: bytes, at: int) -> tuple[bytes, int]:
        """The text in the chunk from `at` on, and the place behind it or behind the closing quote."""
        end = chunk.find(b'"', at)
        upto = end if end >= 0 else len(chunk)
        if not self._cut and chunk.find(b"\\", at, upto) < 0:
            self.is_done = end >= 0
            return chunk[at:upto], upto + self.is_done
        return self._take_escaped(chunk, at)

    def _take_escaped(self, chunk: bytes, at: int) -> tuple[bytes, int]:
        text = self._cut + chunk[at:]
        offset = at - len(self._cut)
        if found := _END.search(text):
            self._cut, self.is_done = b"", True
            return self._plain(text[: found.end() - 1]), offset + found.end()
        self._cut = _cut_off(text)
        return self._plain(text[: len(text) - len(self._cut)]), len(chunk)

    def _plain(self, text: bytes) -> bytes:
        if b"\\\\" not in text:
            text = text.replace(b"\\/", b"/")  # some languages escape each slash, and there is one in every 64
        return _ESCAPE.sub(self._meant, text) if b"\\" in text else text

    def _meant(self, escape: "re.Match[bytes]") -> bytes:
        number, letter = escape.groups()
        if number is None:
            self.is_json = self.is_json and letter in _PLAIN
            return _PLAIN.get(letter, _NONE_OF_US)
        code = int(number, 16)
        return b"" if code in (10, 13) else bytes((code,)) if code < 128 else _NONE_OF_US


def _cut_off(text: bytes) -> bytes:
    """The unfinished escape at the end."""
    found = _CUT.search(text)
    if found is None or len(found.group(1)) % 2 == 0:
        return b""
    return b"\\" + found.group(2)


class Base64:
    """Text in, bytes out."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_padded = False

    def feed(self, text: bytes) -> bytes:
        """The bytes of all groups of four that are complete. Raises OngeldigeBase64."""
        text = self._rest + text if self._rest else text
        whole = len(text) & ~3
        if not whole:
            self._rest = text
            return b""
        if self._is_padded:
            raise OngeldigeBase64("invalid-base64")
        groups, self._rest = text[:whole], text[whole:]
        self._is_padded = groups.endswith(b"=")
        try:
            return binascii.a2b_base64(groups, strict_mode=True)
        except binascii.Error:
            raise OngeldigeBase64("invalid-base64") from None

    def finish(self) -> None:
        """Raises OngeldigeBase64 when something is left that is no group of four."""
        if not self._rest:
            return
        is_cut_off = self._rest.strip(b"=") == b"" if self._is_padded else _REST.fullmatch(self._rest)
        raise OngeldigeBase64("incorrect-base64-padding" if is_cut_off else "invalid-base64")
