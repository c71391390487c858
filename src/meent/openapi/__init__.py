"""The OpenAPI documents of the registers, made from their declarations; the engine knows nothing of this.

document.py   one document as a whole, and where declarations say what no rule gives
paths.py      operations, parameters, bodies, answers, scopes
schemas.py    shapes, fields and marks as schemas
fixed.py      what is the same in every API: faults, audit trail, GeoJSON
"""

from meent.openapi.document import as_json, document

__all__ = ["as_json", "document"]
