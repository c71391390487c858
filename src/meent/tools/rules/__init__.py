"""The registers of rules and requirements, what the tests say of them, and the proof that those tests can fail."""

from meent.tools.rules.proof import prove
from meent.tools.rules.register import requirements, rules

__all__ = ["prove", "requirements", "rules"]
