"""Whom the rows of a register are about, for the log of processing: over the row `z`, as 'bsn:999990019'.

And whom somebody looks for who asks a list by one of these parameters. Which ones name nobody stands in its test.
"""

from collections.abc import Mapping

from meent.basis.placeholder import PLACEHOLDER
from meent.services.objecten import zoektaal
from meent.verwerkingen.gezocht import (
    A_NUMMER,
    ADRES,
    ANDER_NUMMER,
    BSN,
    IBAN,
    NAAM,
    WEBADRES,
    Naam,
    bsn_if,
    bsns_in,
    found_by,
    named_if,
)  # fmt: skip
from meent.verwerkingen.regels import Betrokkenen

_OF_PARTIJ = (
    "partijidentificator i ON i.tenant_id = $1 AND i.partij_identificator_code_soort_object_id = 'bsn'"
    " AND i.identificeerde_partij"
)
PARTIJ = found_by(
    "SELECT coalesce('bsn:' || i.partij_identificator_object_id, 'partij:' || v) FROM unnest({}::text[]) v"
    f" LEFT JOIN {_OF_PARTIJ} = v::uuid",
    is_key=True,
)
PARTIJNUMMER = found_by(
    "SELECT coalesce('bsn:' || i.partij_identificator_object_id, 'partijnummer:' || v) FROM unnest({}::text[]) v"
    f" LEFT JOIN partij p ON p.tenant_id = $1 AND p.nummer = v LEFT JOIN {_OF_PARTIJ} = p.id"
)
"""By a partij of ours: the person it is, or that partij when its BSN is not known."""


def _by_rol(prefix: str = "") -> dict[str, Naam]:
    person = f"{prefix}betrokkeneIdentificatie__natuurlijkPersoon__"
    return {
        f"{prefix}betrokkene": WEBADRES, f"{person}inpBsn": BSN, f"{person}inpA_nummer": A_NUMMER,
        f"{person}anpIdentificatie": ANDER_NUMMER,
    }  # fmt: skip


def _by_number(*groups: str) -> dict[str, Naam]:
    """By the member `objectId` of a group that says in another member what kind of number it is."""
    members = [("objectId", "codeSoortObjectId"), ("ObjectId", "CodeSoortObjectId")]
    return {
        group + number: bsn_if(group + kind) for group in groups
        for number, kind in [members[not group.endswith("__")]]
    }  # fmt: skip


def _by_partij(*prefixes: str) -> dict[str, Naam]:
    return {f"{prefix}{how}": PARTIJ for prefix in prefixes for how in ("uuid", "url")}


VAN_ROL = Betrokkenen(
    "SELECT 'bsn:' || z.natuurlijk_persoon_inp_bsn WHERE z.natuurlijk_persoon_inp_bsn IS NOT NULL", _by_rol()
)
"""The person that the rol is of; the other people of the zaak have nothing to do with it."""

_IN_ZAAK = (
    "SELECT 'bsn:' || r.natuurlijk_persoon_inp_bsn FROM rol r"
    " WHERE r.tenant_id = z.tenant_id AND r.zaak = {} AND r.natuurlijk_persoon_inp_bsn IS NOT NULL"
)
VAN_ZAAK = Betrokkenen(_IN_ZAAK.format("z.id"), _by_rol("rol__"))
"""Everybody who has a rol in the zaak."""


def van_zaak(link: str = "zaak") -> Betrokkenen:
    """For what belongs to a zaak, by the name of its link."""
    return Betrokkenen(_IN_ZAAK.format(f"z.{link}"))


VAN_ZAAKOBJECT = Betrokkenen(
    f"{_IN_ZAAK.format('z.zaak')} UNION ALL SELECT 'bsn:' || (z.object_identificatie ->> 'inpBsn')"
    " WHERE z.object_type = 'natuurlijk_persoon' AND z.object_identificatie ->> 'inpBsn' <> ''",
    {"object": named_if("webadres", "objectType", "natuurlijk_persoon")},
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
VAN_VERZENDING = Betrokkenen(_VAN_DOCUMENT.format("z.informatieobject"), {"betrokkene": WEBADRES})

_PARTIJ = (
    "SELECT 'bsn:' || i.partij_identificator_object_id FROM partijidentificator i WHERE i.tenant_id = z.tenant_id"
    " AND i.identificeerde_partij IN ({}) AND i.partij_identificator_code_soort_object_id = 'bsn'"
)
VAN_PARTIJ = Betrokkenen(
    _PARTIJ.format("z.id"),
    {"nummer": PARTIJNUMMER}
    | _by_number("partijIdentificator__", "subIdentificatorVan__") | _by_partij("vertegenwoordigdePartij__"),
)  # fmt: skip
"""The person that the partij is, when it is known by a BSN."""
VAN_IDENTIFICATOR = Betrokkenen(
    f"{_PARTIJ.format('z.identificeerde_partij')} UNION ALL SELECT 'bsn:' || z.partij_identificator_object_id"
    " WHERE z.partij_identificator_code_soort_object_id = 'bsn'",
    _by_number("partijIdentificator"),
)


def _van_partij(*links: str, gezocht: Mapping[str, Naam]) -> Betrokkenen:
    """For what belongs to one or more partijen, by the names of its links to them."""
    return Betrokkenen(_PARTIJ.format(", ".join(f"z.{link}" for link in links)), gezocht)


VAN_REKENINGNUMMER = _van_partij("partij", gezocht={"iban": IBAN})
VAN_CATEGORIERELATIE = _van_partij("partij", gezocht={"partij__nummer": PARTIJNUMMER} | _by_partij("partij__"))
VAN_VERTEGENWOORDIGDEN = _van_partij(
    "vertegenwoordigende_partij", "vertegenwoordigde_partij",
    gezocht=_by_partij("vertegenwoordigendePartij__", "vertegenwoordigdePartij__"),
)  # fmt: skip
VAN_BETROKKENE = _van_partij(
    "was_partij",
    gezocht={"wasPartij__nummer": PARTIJNUMMER, "contactnaamAchternaam": NAAM, "verstrektedigitaalAdres__adres": ADRES}
    | _by_partij("wasPartij__") | _by_number("wasPartij__partijIdentificator__"),
)  # fmt: skip

_OUR_ZAAK = f"^{PLACEHOLDER}/zaken/api/v1/zaken/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$"
VAN_OBJECT = Betrokkenen(
    "SELECT 'bsn:' || r.natuurlijk_persoon_inp_bsn FROM json_array_elements(z.record -> 'references') v"
    f" JOIN rol r ON r.tenant_id = z.tenant_id AND r.zaak = CASE WHEN v ->> 'url' ~ '{_OUR_ZAAK}'"
    " THEN right(v ->> 'url', 36)::uuid END WHERE r.natuurlijk_persoon_inp_bsn IS NOT NULL",
    {
        "data_attr": bsns_in(zoektaal.texts_of), "data_attrs": bsns_in(zoektaal.texts_of_all),
        "data_icontains": bsns_in(zoektaal.texts_of),
    },
)  # fmt: skip
"""The people of the zaken that the object refers to; of what its data say we know nothing."""

_IN_CONTACT = "SELECT b.was_partij FROM betrokkene b WHERE b.tenant_id = z.tenant_id AND b.had_klantcontact IN ({})"


def van_klantcontact(*links: str, gezocht: Mapping[str, Naam] | None = None) -> Betrokkenen:
    """For a klantcontact and what belongs to one, by the names of its links: the partijen that took part in it."""
    return Betrokkenen(_PARTIJ.format(_IN_CONTACT.format(", ".join(f"z.{link}" for link in links))), gezocht)


VAN_KLANTCONTACT = van_klantcontact(
    "id",
    gezocht={"hadBetrokkene__digitaaladres__adres__icontains": ADRES} | _by_partij("hadBetrokkene__wasPartij__")
    | _by_number(
        "hadBetrokkene__wasPartij__partijIdentificator__", "onderwerpobject__onderwerpobjectidentificator",
        "wasOnderwerpobject__onderwerpobjectidentificator",
    ),
)  # fmt: skip
VAN_ONDERWERPOBJECT = van_klantcontact(
    "klantcontact", "was_klantcontact", gezocht=_by_number("onderwerpobjectidentificator")
)


VAN_DIGITAALADRES = Betrokkenen(
    _PARTIJ.format(
        "SELECT z.verstrekt_door_partij UNION ALL SELECT b.was_partij FROM betrokkene b"
        " WHERE b.tenant_id = z.tenant_id AND b.id = z.verstrekt_door_betrokkene"
    ),
    {"adres": ADRES, "adres__icontains": ADRES}
    | _by_partij("verstrektDoorPartij__") | _by_number("verstrektDoorPartij__partijIdentificator__"),
)  # fmt: skip
"""The partij whose address it is, or who gave it at a klantcontact."""
