"""Lists of values that the standard uses in more than one register."""

from typing import Literal

AardRelatie = Literal["vervolg", "bijdrage", "onderwerp"]
OmschrijvingGeneriek = Literal[
    "adviseur", "behandelaar", "belanghebbende", "beslisser",
    "initiator", "klantcontacter", "zaakcoordinator", "mede_initiator",
]  # fmt: skip
"""What somebody does in a case, whatever a municipality calls it."""
