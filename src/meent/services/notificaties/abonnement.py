"""Abonnement: who wants to hear of which changes, and where. Notificaties API 1.0.1."""

from typing import Annotated

from msgspec import Meta

from meent.engine.declare import Resource, Scopes
from meent.engine.marks import Extra, Group, Hidden, Server, Shape, Uri
from meent.services.notificaties import regels
from meent.services.notificaties.api import CONSUMEREN, LEZEN, NOTIFICATIES


class FilterGroup(Group, kw_only=True):
    filters: dict[str, Annotated[str, Meta(max_length=1000, min_length=1)]] = {}
    naam: Annotated[str, Meta(min_length=1)]


class Abonnement(Shape, kw_only=True):
    """
    auth             value of the header Authorization of every delivery; never shown again
    send_cloudevents messages as CloudEvents 1.0 instead of the standard's own form
    basis            address of this municipality as the subscriber knows it: links in messages begin with it
    """

    callback_url: Annotated[Uri, Meta(min_length=1)]
    auth: Annotated[Hidden[str], Meta(min_length=1)]
    kanalen: list[FilterGroup]
    send_cloudevents: Extra[bool] = False
    basis: Hidden[Server[str]] = ""


ABONNEMENT = Resource(
    Abonnement,
    api=NOTIFICATIES,
    path="/abonnement",
    scopes=Scopes(read=LEZEN, create=CONSUMEREN, update=CONSUMEREN, delete=CONSUMEREN),
    privacy="none",
    operations=("list", "create", "retrieve", "update", "partial_update", "delete"),
    defaults=(regels.read_base,),
    rules=(
        regels.require_existing_kanalen,
        regels.require_filters_of_kanaal,
        regels.require_sendable_auth,
        regels.require_working_callback,
    ),
    paginated=False,
    weergave=lambda a: a.callback_url,
    document={
        "description": "Wie van welke veranderingen wil horen, en waar.",
        "ids": {"retrieve": "read", "delete": "delete"},
        "expand": {"callbackUrl": False},
        "without": {"*": ("Content-Type",)},
    },
)
