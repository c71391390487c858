"""What stands in a stored document where scheme, host and municipality go: so it stays right when we move.

It is the control character DELETE, which no request may hold: one byte, so that replacing it in a page of a hundred
documents takes a twentieth of the time of a longer one (ARCHITECTURE §4).
"""

PLACEHOLDER = "\x7f"
PLACEHOLDER_BYTES = PLACEHOLDER.encode()


def holds_placeholder(body: bytes) -> bool:
    """Whether a request body contains it, plain or as a JSON escape."""
    return PLACEHOLDER_BYTES in body or b"\\u007f" in body or b"\\u007F" in body


def as_plain(text: str) -> str:
    """Text that came with a header or a token, without what would become a link of ours or cannot be stored."""
    return text.replace(PLACEHOLDER, "").replace("\x00", "")
