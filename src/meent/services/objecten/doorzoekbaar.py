"""Texts for reading are found by their words: each record of such an object lays its words down (decision 0063)."""

from collections.abc import Callable
from typing import Any

from meent.basis.objectsoorten import KENNISARTIKEL
from meent.engine.declare import Along, Resource


class Doorzoekbaar(Along):
    """Stands after Records, of which it takes the record that was laid down. Whoever writes, it is found at once."""

    def part(self, resource: Resource[Any], numbers: Callable[[], int], *, old: bool, new: bool) -> str:
        if not new:
            return ""
        return (
            "doorzoekbaar AS (INSERT INTO objecttekst (tenant_id, object, index, woorden)"
            " SELECT $1, v.object, v.index, object_tekst(v.data) FROM vastgelegd v CROSS JOIN rij z"
            f" WHERE z.object_type = '{KENNISARTIKEL}'::uuid ON CONFLICT DO NOTHING)"
        )
