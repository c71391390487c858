"""What was noticed about a persoonslijst: which rule, and where. Never what stood there: a report is no register."""

from typing import Any, Literal

import msgspec

Ernst = Literal["fout", "let op"]


class Bevinding(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """One thing that somebody must look at.

    code        number of a precondition (PRE030), or a word of our own: vorm, waarde, volgorde, niet-aangekondigd, …
    categorie   actual number of the category; empty when it is about the whole list
    stapel      counted from 1, as people count; 0 when it is about all of them
    voorkomen   0 is the actual one
    element     number of the element, such as 02.40, or of a group
    uitleg      one Dutch sentence, without a value
    """

    code: str
    categorie: str = ""
    stapel: int = 0
    voorkomen: int = 0
    element: str = ""
    uitleg: str = ""
    ernst: Ernst = "fout"

    @property
    def plaats(self) -> str:
        """Where, for people: `08.85.10, stapel 1, historie 2`."""
        if not self.categorie:
            return "de hele lijst"
        rubriek = f"{self.categorie}.{self.element}" if self.element else f"categorie {self.categorie}"
        stapel = f", stapel {self.stapel}" if self.stapel else ""
        return rubriek + stapel + (f", historie {self.voorkomen}" if self.voorkomen else "")

    def as_dict(self) -> dict[str, Any]:
        return msgspec.structs.asdict(self)
