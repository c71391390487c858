"""What the types under a zaaktype share: scopes, filters, and columns that follow from the zaaktype."""

from meent.engine.declare import Filter, Scopes
from meent.services.catalogi.api import SCHRIJVEN

ZAAKTYPE_VAN_RIJ = "FROM zaaktype t WHERE t.tenant_id = z.tenant_id AND t.id = z.zaaktype"


def of_zaaktype(column: str) -> str:
    """SQL for a column of the zaaktype under which the row `z` hangs."""
    return f"(SELECT t.{column} {ZAAKTYPE_VAN_RIJ})"


def over_versies(table: str, same: str) -> tuple[str, str]:
    """SQL for the first day and the last day of a type, over all versions of its zaaktype (C-11).

    same     column that makes two rows versions of each other
    returns  begin and end; the end is null as long as one version has none
    """
    versies = (
        f"FROM {table} n JOIN zaaktype t ON t.tenant_id = n.tenant_id AND t.id = n.zaaktype"
        " JOIN zaaktype eigen ON eigen.tenant_id = z.tenant_id AND eigen.id = z.zaaktype"
        f" WHERE n.tenant_id = z.tenant_id AND n.{same} = z.{same}"
        " AND t.catalogus = eigen.catalogus AND t.identificatie = eigen.identificatie"
    )
    begin = f"(SELECT min(t.begin_geldigheid) {versies})"
    laatste = "CASE WHEN bool_or(t.einde_geldigheid IS NULL) THEN NULL ELSE max(t.einde_geldigheid) END"
    einde = f"(SELECT {laatste} {versies})"
    return begin, einde


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

SUBTYPE_DOCUMENT = {"filters": {"status": {"enum": None}}}
"""The published documents name the choices of `status` in prose only."""
