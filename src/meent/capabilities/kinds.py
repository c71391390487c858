"""Kinds of text that the standard asks of us: numbers of people and organisations, addresses, durations."""

import re
from typing import Annotated, Any

from msgspec import Meta

from meent.basis.nummers import is_elfproef
from meent.basis.periode import Periode
from meent.engine.check import Check, Context, matching, parsed, text_check
from meent.engine.fields import Field
from meent.engine.marks import Kind

_EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z")


class _Email(Kind):
    def check(self, f: Field) -> Check:
        return matching(_EMAIL, "invalid", "Dit is geen e-mailadres.")(f)


class _Number(Kind):
    """Nine digits that meet the elfproef."""

    def check(self, f: Field) -> Check:
        text = text_check(f)

        def check(value: Any, name: str, context: Context) -> Any:
            value = text(value, name, context)
            if len(value) < 9:
                context.faults.add(name, "invalid-length", "Dit nummer moet 9 cijfers hebben.")
            elif len(value) == 9 and not is_elfproef(value):
                context.faults.add(name, "invalid", "Dit nummer klopt niet: het voldoet niet aan de elfproef.")
            return value

        return check


class _Duration(Kind):
    may_be_blank = False

    def check(self, f: Field) -> Check:
        return parsed(_same_duration, "Schrijf een duur als P30D of P1Y2M.")(f)


Email = Annotated[str, _Email("email", "text"), Meta(max_length=254)]
Duration = Annotated[str, _Duration("duration", "text")]
Rsin = Annotated[str, _Number("rsin", "text"), Meta(max_length=9)]
Bsn = Annotated[str, _Number("bsn", "text"), Meta(max_length=9)]


def _same_duration(value: str) -> str:
    Periode.parse(value)
    return value
