"""Kanaal: what changes of one kind are announced on. Notificaties API 1.0.1.

The channels of our own registers are there without anybody asking: see `eigen_kanalen.py`.
"""

from typing import Annotated

from msgspec import Meta

from meent.engine.declare import Operation, Resource, Scopes, Unique
from meent.engine.marks import Exact, Shape, Uri
from meent.services.notificaties.api import LEZEN, NOTIFICATIES, PUBLICEREN
from meent.services.notificaties.notificatie import Notificatie, publish


class Kanaal(Shape, kw_only=True):
    naam: Annotated[Exact[str], Meta(max_length=50, min_length=1)]
    documentatie_link: Annotated[Uri, Meta(max_length=200)] = ""
    filters: list[Annotated[str, Meta(max_length=100, min_length=1)]] = []


KANAAL = Resource(
    Kanaal,
    api=NOTIFICATIES,
    path="/kanaal",
    scopes=Scopes(read=LEZEN, create=PUBLICEREN),
    privacy="none",
    operations=("list", "create", "retrieve"),
    named=(
        Operation(
            "POST",
            "/notificaties",
            act=publish,
            scopes=PUBLICEREN,
            body=Notificatie,
            document={
                "id": "notificaties_create",
                "summary": "Geeft een bericht door aan alle abonnees die erom vroegen.",
                "without": ("Content-Type",),
                "failing": ("400",),
            },
        ),
    ),
    unique=(Unique(("naam",), on="naam", reason="Er is al een kanaal met deze naam."),),
    paginated=False,
    weergave=lambda k: k.naam,
    document={
        "description": "Waarop veranderingen van één soort worden aangekondigd, met de kenmerken waarop te kiezen is.",
        "ids": {"retrieve": "read"},
        "expand": {"documentatieLink": False},
        "without": {"*": ("Content-Type",)},
    },
)
