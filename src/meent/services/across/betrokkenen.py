"""Whom the rows of a register are about, for the log of processing: over the row `z`, as 'bsn:999990019'."""

from meent.engine.links import PLACEHOLDER
from meent.verwerkingen.regels import Betrokkenen

VAN_ROL = Betrokkenen("SELECT 'bsn:' || z.natuurlijk_persoon_inp_bsn WHERE z.natuurlijk_persoon_inp_bsn IS NOT NULL")
"""The person that the rol is of; the other people of the zaak have nothing to do with it."""

_IN_ZAAK = (
    "SELECT 'bsn:' || r.natuurlijk_persoon_inp_bsn FROM rol r"
    " WHERE r.tenant_id = z.tenant_id AND r.zaak = {} AND r.natuurlijk_persoon_inp_bsn IS NOT NULL"
)
VAN_ZAAK = Betrokkenen(_IN_ZAAK.format("z.id"))
"""Everybody who has a rol in the zaak."""


def van_zaak(link: str = "zaak") -> Betrokkenen:
    """For what belongs to a zaak, by the name of its link."""
    return Betrokkenen(_IN_ZAAK.format(f"z.{link}"))


VAN_ZAAKOBJECT = Betrokkenen(
    f"{_IN_ZAAK.format('z.zaak')} UNION ALL SELECT 'bsn:' || (z.object_identificatie ->> 'inpBsn')"
    " WHERE z.object_type = 'natuurlijk_persoon' AND z.object_identificatie ->> 'inpBsn' <> ''"
)
"""The people of the zaak, and the person that the zaak is about."""

_VAN_DOCUMENT = (
    "SELECT 'bsn:' || r.natuurlijk_persoon_inp_bsn FROM (SELECT i.zaak FROM zaakinformatieobject i"
    " WHERE i.tenant_id = z.tenant_id AND i.informatieobject = {0}"
    " UNION SELECT b.zaak FROM besluitinformatieobject i"
    " JOIN besluit b ON b.tenant_id = i.tenant_id AND b.id = i.besluit"
    " WHERE i.tenant_id = z.tenant_id AND i.informatieobject = {0}) d(zaak)"
    " JOIN rol r ON r.tenant_id = z.tenant_id AND r.zaak = d.zaak WHERE r.natuurlijk_persoon_inp_bsn IS NOT NULL"
)
VAN_DOCUMENT = Betrokkenen(_VAN_DOCUMENT.format("z.id"))
"""The people of the zaken that the document belongs to, itself or by a besluit."""
VAN_VERZENDING = Betrokkenen(_VAN_DOCUMENT.format("z.informatieobject"))

_PARTIJ = (
    "SELECT 'bsn:' || i.partij_identificator_object_id FROM partijidentificator i WHERE i.tenant_id = z.tenant_id"
    " AND i.identificeerde_partij IN ({}) AND i.partij_identificator_code_soort_object_id = 'bsn'"
)
VAN_PARTIJ = Betrokkenen(_PARTIJ.format("z.id"))
"""The person that the partij is, when it is known by a BSN."""
VAN_IDENTIFICATOR = Betrokkenen(
    f"{_PARTIJ.format('z.identificeerde_partij')} UNION ALL SELECT 'bsn:' || z.partij_identificator_object_id"
    " WHERE z.partij_identificator_code_soort_object_id = 'bsn'"
)


def van_partij(*links: str) -> Betrokkenen:
    """For what belongs to one or more partijen, by the names of its links to them."""
    return Betrokkenen(_PARTIJ.format(", ".join(f"z.{link}" for link in links)))

_OUR_ZAAK = f"^{PLACEHOLDER}/zaken/api/v1/zaken/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$"
VAN_OBJECT = Betrokkenen(
    "SELECT 'bsn:' || r.natuurlijk_persoon_inp_bsn FROM json_array_elements(z.record -> 'references') v"
    f" JOIN rol r ON r.tenant_id = z.tenant_id AND r.zaak = CASE WHEN v ->> 'url' ~ '{_OUR_ZAAK}'"
    " THEN right(v ->> 'url', 36)::uuid END WHERE r.natuurlijk_persoon_inp_bsn IS NOT NULL"
)
"""The people of the zaken that the object refers to; of what its data say we know nothing."""

_IN_CONTACT = "SELECT b.was_partij FROM betrokkene b WHERE b.tenant_id = z.tenant_id AND b.had_klantcontact IN ({})"


def van_klantcontact(*links: str) -> Betrokkenen:
    """For a klantcontact and what belongs to one, by the names of its links: the partijen that took part in it."""
    return Betrokkenen(_PARTIJ.format(_IN_CONTACT.format(", ".join(f"z.{link}" for link in links))))


VAN_DIGITAALADRES = Betrokkenen(
    _PARTIJ.format(
        "SELECT z.verstrekt_door_partij UNION ALL SELECT b.was_partij FROM betrokkene b"
        " WHERE b.tenant_id = z.tenant_id AND b.id = z.verstrekt_door_betrokkene"
    )
)
"""The partij whose address it is, or who gave it at a klantcontact."""
