"""The table of rules that can be tried from outside, in the order in which they are."""

from meent.tools.conform.rules import (
    algemeen,
    audittrail,
    autorisaties,
    besluiten,
    bewerkingen,
    catalogi,
    contacten,
    documenten,
    fouten,
    klanten,
    rechten,
    zaakdelen,
    zaken,
)
from meent.tools.conform.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *fouten.RULES,
    *algemeen.RULES,
    *catalogi.RULES,
    *zaken.RULES,
    *zaakdelen.RULES,
    *documenten.RULES,
    *besluiten.RULES,
    *audittrail.RULES,
    *autorisaties.RULES,
    *bewerkingen.RULES,
    *klanten.RULES,
    *contacten.RULES,
    *rechten.RULES,
)
