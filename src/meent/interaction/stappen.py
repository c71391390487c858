"""A form of several steps: each is the same form with more in it, and nothing waits on the server before the last one.

Decisions 0060 and 0061.
"""

from collections.abc import Mapping, Sequence

CONTROLE = "controle"
"""Code of the last step, which shows what was filled in."""
NIET_MEE = ("formulierbewijs", "stap", "naar")
"""Fields of the step itself, which do not go along to the next."""


def waar(form: Mapping[str, str], codes: Sequence[str]) -> tuple[int, int]:
    """The step that was sent, and the one to go to: the next, or one that was asked for."""
    now = codes.index(form["stap"]) if form.get("stap") in codes else 0
    return now, codes.index(form["naar"]) if form.get("naar") in codes else now + 1


def hoort_bij(namen: Sequence[str], naam: str) -> bool:
    """Whether a field is one of these, which are names, or how names begin when they end on a dash."""
    return any(naam == one or (one.endswith("-") and naam.startswith(one)) for one in namen)
