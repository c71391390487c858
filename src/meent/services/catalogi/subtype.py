"""What types share: scopes, filters, and columns that follow from the zaaktype or from the other versions."""

from meent.engine.declare import Filter, Scopes
from meent.engine.marks import Doc
from meent.services.catalogi.api import SCHRIJVEN

DEPRECATED = Doc(required=False, extra=(("deprecated", True),))
"""What the standard keeps for older clients."""

ZAAKTYPE_VAN_RIJ = "FROM zaaktype t WHERE t.tenant_id = z.tenant_id AND t.id = z.zaaktype"


def of_zaaktype(column: str) -> str:
    """SQL for a column of the zaaktype under which the row `z` hangs."""
    return f"(SELECT t.{column} {ZAAKTYPE_VAN_RIJ})"


def over_versies(others: str) -> tuple[str, str]:
    """SQL for the first day and the last day of a type over all its versions (C-11).

    others   FROM and WHERE of the other versions, with their validity in `t`; without the row itself, because while
             it is being written the table does not show it yet
    returns  begin and end; the end is null as long as one version has none
    """
    begin = f"least(z.begin_geldigheid, (SELECT min(t.begin_geldigheid) {others}))"
    einde = (
        f"CASE WHEN z.einde_geldigheid IS NULL OR EXISTS (SELECT 1 {others} AND t.einde_geldigheid IS NULL) THEN NULL"
        f" ELSE greatest(z.einde_geldigheid, (SELECT max(t.einde_geldigheid) {others})) END"
    )
    return begin, einde


def over_versies_by_omschrijving(table: str) -> tuple[str, str]:
    """As `over_versies`, for a type that is known by its omschrijving within the catalogus."""
    return over_versies(
        f"FROM {table} t WHERE t.tenant_id = z.tenant_id AND t.id <> z.id"
        " AND t.catalogus = z.catalogus AND t.omschrijving = z.omschrijving"
    )


def over_versies_of_zaaktype(table: str, by: str = "omschrijving") -> tuple[str, str]:
    """As `over_versies`, for a type under a zaaktype: the same name (`by`) in another version of that zaaktype."""
    others = (
        f"FROM {table} n JOIN zaaktype t ON t.tenant_id = n.tenant_id AND t.id = n.zaaktype"
        " JOIN zaaktype e ON e.tenant_id = z.tenant_id AND e.id = z.zaaktype"
        f" WHERE n.tenant_id = z.tenant_id AND n.id <> z.id AND n.{by} = z.{by}"
        " AND t.catalogus = e.catalogus AND t.identificatie = e.identificatie"
    )
    return over_versies(others)


SUBTYPE_SCOPES = Scopes(
    read=("catalogi.lezen",),
    create=("catalogi.schrijven", "catalogi.geforceerd-schrijven"),
    update=SCHRIJVEN.update,
    delete=SCHRIJVEN.delete,
)


def filter_status(concept: str) -> Filter:
    """Filter `status`: definitief unless the client asks otherwise (C-02); `concept` is SQL for that attribute."""
    return Filter(
        "status",
        f"({{}} = 'alles' OR {concept} = ({{}} = 'concept'))",
        kind="choice",
        choices=("alles", "concept", "definitief"),
        default="definitief",
    )


def filter_contains(name: str) -> Filter:
    """Filter `{name}__icontains`, which Open Zaak has and the standard has not (G-22)."""
    return Filter(f"{name}__icontains", f"position(lower({{}}) IN lower(z.{name})) > 0", extra=True)


SUBTYPE_FILTERS = (
    Filter("zaaktypeIdentificatie", f"EXISTS (SELECT 1 {ZAAKTYPE_VAN_RIJ} AND t.identificatie = {{}})"),
    filter_status(of_zaaktype("concept")),
    Filter(
        "datumGeldigheid",
        f"EXISTS (SELECT 1 {ZAAKTYPE_VAN_RIJ}"
        " AND {} BETWEEN t.begin_geldigheid AND coalesce(t.einde_geldigheid, 'infinity'))",
        kind="date",
    ),
)

TYPE_FILTERS = (
    filter_status("z.concept"),
    Filter(
        "datumGeldigheid",
        "{} BETWEEN z.begin_geldigheid AND coalesce(z.einde_geldigheid, 'infinity')",
        kind="date",
    ),
)
"""Of what has a validity of its own: zaaktype, informatieobjecttype, besluittype."""

SUBTYPE_DOCUMENT = {"filters": {"status": {"enum": None}}}
"""The published documents name the choices of `status` in prose only."""
