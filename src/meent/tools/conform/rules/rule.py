"""What a rule is that can be tried from outside."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from meent.tools.conform.scratch import Scratch

Attempt = Callable[[Scratch], Awaitable[None]]


class Rule(NamedTuple):
    """A numbered rule and how it is tried.

    number    as in the register of rules, which also has its title
    apis      that must be there; the first is the one it belongs to
    attempt   raises Failed when the server does otherwise, NotTried when that cannot be seen
    advice    not in the text of the standard, but practice or our own choice: otherwise is a remark, never a fault
    part      name of this part, where a rule is tried in two
    title     where the register of rules has none
    """

    number: str
    apis: tuple[str, ...]
    attempt: Attempt
    advice: bool = False
    part: str = ""
    title: str = ""

    @property
    def id(self) -> str:
        return f"{self.number} {self.part}".strip()
