"""Lines as records of Logboek Dataverwerkingen (LDV), one JSON object each.

No user stands in such a record, as the standard asks; who it was stands in the audit trail and in our own log. The
operation is the line; a call of another application that told its own operation is a foreign one.
"""

from typing import Any

from meent.verwerkingen.inzage import Regel

OK = 1
"""status_code: a line is written only with what it tells of, so nothing that failed has one."""


def as_ldv(regel: Regel, gemeente: str) -> dict[str, Any]:
    """One record.

    gemeente   where the log is: its slug
    start_time, end_time   milliseconds since 1970; the line is written before the answer leaves, so they are the same
    """
    millis = int(regel.moment.timestamp() * 1000)
    record: dict[str, Any] = {
        "trace_id": regel.trace.hex(),
        "operation_id": regel.id.bytes[8:].hex(),
        "parent_operation_id": None,
        "status_code": OK,
        "name": f"{regel.handeling} {regel.resource}",
        "start_time": millis,
        "end_time": millis,
        "resource": {"service.name": "meent", "service.namespace": gemeente},
        "attributes": {
            "dpl.core.processing_activity_id": regel.activiteit or (f"urn:uuid:{regel.doel}" if regel.doel else ""),
            "meent.application": regel.applicatie,
            "meent.data_categories": regel.gegevens,
            "meent.object": f"urn:uuid:{regel.object}",
        },
    }
    if regel.betrokkene is not None:
        record["attributes"]["dpl.core.data_subject_id"] = regel.betrokkene.hex()
    if regel.aanroeper is not None:
        record["foreign_operation"] = {
            "trace_id": regel.trace.hex(), "operation_id": regel.aanroeper.hex(), "entity": regel.applicatie,
        }  # fmt: skip
    return record
