"""A server of another supplier: it keeps to the standard, and does otherwise wherever the standard says nothing.

Meent behind a wrapper that takes away all that is practice or a choice of ours at once. Nothing in it may fail.
"""

import json
import re
from typing import Any

from tests.tools.conform.kapot import Answer, Asked, Broken

CODES = (
    "required", "null", "blank", "max_length", "invalid_choice", "unique", "not_found", "permission_denied",
    "method_not_allowed", "unknown-parameters", "message_kanaal", "kenmerken_inconsistent", "self-forbidden",
    "not_authenticated", "precondition_failed", "future_not_allowed", "date-in-future", "zaak-mismatch",
)  # fmt: skip
"""Codes that no text of the standard prints for a rule: here each is called otherwise."""
PRINTED = re.compile("/resultaattypen|/applicaties$")
"""Where the text prints `required` as the code: ztc-004 and on, ac-003."""
KLANTINTERACTIES = re.compile(r".*/klantinteracties/api/v1/.*")
OURS = {"nummer": None, "afgehandeldOp": None}
"""Members of Klantinteracties that nobody promised to fill in."""


class Otherwise(Broken):
    """The ASGI application as that supplier has it."""

    async def _ask(self, scope: dict[str, Any], asked: Asked) -> Answer:
        """Unknown questions and strange filters are passed over, except where the text forbids that."""
        if asked.method == "GET" and "/autorisaties/" not in asked.path:
            asked.query = [(k, v) for k, v in asked.query if k != "bestaatNiet"]
        answer = await super()._ask(scope, asked)
        if KLANTINTERACTIES.match(asked.path):
            self._as_peer(answer, asked)
        if answer.status == 412:
            answer.status = 406
        if answer.status >= 400:
            for code in CODES if not PRINTED.search(asked.path) else ():
                answer.body = answer.body.replace(f'"{code}"'.encode(), f'"e.{code}"'.encode())
            answer.body = answer.body.replace(b'"status":412', b'"status":406')
        if answer.status < 300 and answer.body.startswith((b"{", b"[")) and "/download" not in asked.path:
            self._with_more(answer, asked)
        return answer

    @staticmethod
    def _as_peer(answer: Answer, asked: Asked) -> None:
        """The document knows no refusal, so this supplier has one of his own; and fills in less."""
        if answer.status >= 400:
            answer.headers["content-type"] = "application/json"
            answer.show({"detail": "Dat kan niet."})
        elif answer.body and isinstance(found := answer.json, dict) and asked.method != "GET":
            sent = asked.json if isinstance(asked.json, dict) else {}
            answer.show(found | {name: v for name, v in OURS.items() if name in found and not sent.get(name)})

    @staticmethod
    def _with_more(answer: Answer, asked: Asked) -> None:
        """Members that no document has, in every object; and no audit member that is not required."""
        found = json.loads(answer.body)
        rows = found.get("results", [found]) if isinstance(found, dict) else found
        for row in rows:
            if isinstance(row, dict):
                row |= {} if b'"fields"' in asked.body else {"vanOns": 1}
                if "audittrail" in asked.path:
                    row.pop("applicatieWeergave", None)
        answer.body = json.dumps(found).encode()
