"""What comes back over HTTP: plain shapes, with addresses where there is something to read."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from meent.basis.placeholder import PLACEHOLDER
from meent.integration.brp import termijnen
from meent.integration.brp.feiten import Uitkomst, Wijziging
from meent.integration.brp.feiten import Weigering as Geweigerd
from meent.integration.brp.verschil import Verschil
from meent.integration.brp.voorstellen import Toestand
from meent.integration.brp.voorstellen import Voorstel as Bewaard
from meent.process.burgerzaken.klapper import Klapperregel
from meent.process.burgerzaken.uittreksel import Regel, Uittreksel
from meent.services.personen.terugmeldingen import Terugmelding as Melding
from meent.services.personen.terugmeldingen import Toestand as Stand

Adres = Annotated[str, Meta(extra_json_schema={"format": "uri"})]


class Shown(Struct, frozen=True, kw_only=True, rename="camel"):
    """What leaves; names as the standards write them."""


class Grond(Shown, frozen=True):
    """A rule that stands in the way."""

    nummer: str
    zin: str
    grond: str
    kan_worden_overruled: bool


class Uitslag(Shown, frozen=True):
    """What came of a fact; `verschillen` only when it was only judged."""

    opgenomen: bool
    soort: str
    over: str
    weigeringen: tuple[Grond, ...]
    wijzigingen: tuple[Wijziging, ...]
    verschillen: tuple[Verschil, ...]
    nieuw: tuple[str, ...]
    akte: str
    zaak: Adres | None
    gebeurtenis: Adres | None
    berichten: tuple[str, ...]


class Voorstel(Shown, frozen=True):
    """A fact that waits for a colleague, or waited. It names nobody but who proposed and who decided."""

    identificatie: UUID
    feit: str
    soort: str
    toestand: Toestand
    voorgesteld_door: str
    voorgesteld_op: datetime
    besloten_door: str
    besloten_op: datetime | None
    uitleg: str


class Voorstelinzage(Shown, frozen=True):
    """A proposal as it would work out now; `invoer` as it was sent, None when it is not kept any more."""

    voorstel: Voorstel
    invoer: dict[str, Any] | None
    uitslag: Uitslag | None
    mag_besluiten: bool
    mag_intrekken: bool


class Voorstellen(Shown, frozen=True):
    results: tuple[Voorstel, ...]


class Klapperingang(Shown, frozen=True):
    """One person in one akte."""

    geslachtsnaam: str
    voorvoegsel: str
    voornamen: str
    aktenummer: str
    datum: str
    vermeldingen: str


class Klapper(Shown, frozen=True):
    results: tuple[Klapperingang, ...]


class Termijn(Shown, frozen=True):
    """A day to look again that has come."""

    identificatie: UUID
    soort: str
    bsn: str
    dag: date
    gezet_door: str


class Termijnen(Shown, frozen=True):
    results: tuple[Termijn, ...]


class Terugmelding(Shown, frozen=True):
    """A report of doubt that is open."""

    identificatie: UUID
    bsn: str
    aanduiding: str
    stapel: int
    toelichting: str
    stand: Stand
    ontvangen_op: datetime
    uiterlijk: date


class Terugmeldingen(Shown, frozen=True):
    results: tuple[Terugmelding, ...]


class Uittrekselproef(Shown, frozen=True):
    """What an uittreksel would say, and cost."""

    weigeringen: tuple[Grond, ...]
    regels: tuple[Regel, ...]
    meldingen: tuple[str, ...]
    leges_eurocent: int | None


def grond(weigering: Geweigerd) -> Grond:
    return Grond(**weigering._asdict())


def zaak_at(uuid: UUID | None) -> str | None:
    return f"{PLACEHOLDER}/zaken/api/v1/zaken/{uuid}" if uuid else None


def told_to(uitkomst: Uitkomst, *, alles: bool) -> Uitkomst:
    """Without what stands on a list, and without relatives, for who does not keep the BRP (alles). Source: BZ-381"""
    theirs = {uitkomst.over, *uitkomst.nieuw}
    own = tuple(w for w in uitkomst.wijzigingen if w.bsn in theirs)
    return uitkomst if alles else replace(uitkomst, wijzigingen=own, verschillen=())


def uitslag(uitkomst: Uitkomst, *, alles: bool) -> Uitslag:
    """See `told_to`."""
    uitkomst = told_to(uitkomst, alles=alles)
    event = uitkomst.gebeurtenis
    return Uitslag(
        opgenomen=uitkomst.is_opgenomen, soort=uitkomst.soort, over=uitkomst.over,
        weigeringen=tuple(map(grond, uitkomst.weigeringen)), wijzigingen=uitkomst.wijzigingen,
        verschillen=uitkomst.verschillen, nieuw=uitkomst.nieuw if event else (), akte=uitkomst.akte,
        zaak=zaak_at(uitkomst.zaak), berichten=uitkomst.berichten,
        gebeurtenis=f"{PLACEHOLDER}/brp/api/v1/gebeurtenissen/{event}" if event else None,
    )  # fmt: skip


def voorstel(kept: Bewaard) -> Voorstel:
    return Voorstel(
        identificatie=kept.id, feit=kept.feit, soort=kept.soort, toestand=kept.toestand,
        voorgesteld_door=kept.weergave, voorgesteld_op=kept.op, besloten_door=kept.besloten_door,
        besloten_op=kept.besloten_op, uitleg=kept.uitleg,
    )  # fmt: skip


def ingang(regel: Klapperregel) -> Klapperingang:
    return Klapperingang(**regel._asdict())


def termijn(kept: termijnen.Termijn) -> Termijn:
    return Termijn(identificatie=kept.id, soort=kept.soort, bsn=kept.bsn, dag=kept.dag, gezet_door=kept.wie)


def terugmelding(kept: Melding) -> Terugmelding:
    return Terugmelding(
        identificatie=kept.id, bsn=kept.bsn, aanduiding=kept.aanduiding, stapel=kept.stapel,
        toelichting=kept.toelichting, stand=kept.toestand, ontvangen_op=kept.ontvangen_op, uiterlijk=kept.uiterlijk,
    )  # fmt: skip


def proef(made: Uittreksel) -> Uittrekselproef:
    return Uittrekselproef(
        weigeringen=tuple(map(grond, made.weigeringen)),
        regels=made.regels,
        meldingen=made.meldingen,
        leges_eurocent=made.leges_eurocent,
    )
