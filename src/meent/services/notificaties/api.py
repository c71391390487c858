"""The Notificaties API as a whole: version and scopes."""

from meent.engine.declare import Api

NOTIFICATIES = Api("notificaties", "nrc", "1.0.1", "Notificaties API")

PUBLICEREN = ("notificaties.publiceren",)
CONSUMEREN = ("notificaties.consumeren",)
LEZEN = (*CONSUMEREN, *PUBLICEREN)
