"""Switches for `meent rules --prove`: each breaks what a rule asks of the engine, and its tests must then fail.

Rules that are functions need none: the engine skips those by the number in their docstring. A switch patches a name
where it is used, before any test runs.
"""

import re
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

import asyncpg
import msgspec
import pytest

from meent import app
from meent.basis import datums, fouten, jsonstroom
from meent.basis.fouten import Fout
from meent.capabilities import expand, idempotency, kinds, names, views, zoek
from meent.capabilities.seen import seen_of
from meent.data.pool import DatabaseWeg
from meent.engine import (
    authorise,
    call,
    filters,
    links,
    sql,
    web,
    write,
)
from meent.engine.authorise import Caller, Grant, Reach
from meent.engine.declare import Resource
from meent.engine.marks import VERTROUWELIJKHEID, Reverse
from meent.integration import netwerk
from meent.integration.brp import (
    akten,
    bijhouding,
    boek,
    eigenmeldingen,
    keuringen,
    meldingen,
    postbus,
    termijnen,
    voorraad,
)
from meent.integration.brp import taken as brp_taken
from meent.integration.brp import uittreksels as afgegeven
from meent.integration.brp import zaak as brp_zaak
from meent.integration.brp.brieven import Briefvraag
from meent.integration.burgerzaken import deur as burgerzaken_deur
from meent.integration.diensten import objecten
from meent.integration.notificaties import beleid, bezorger, omroep, verdelen, wachtrij
from meent.openapi import served
from meent.process.burgerzaken import (
    accord,
    afvoering,
    aktestuk,
    antwoorden,
    briefadres,
    brieven,
    correctie,
    correspondentie,
    deblokkering,
    dubbel,
    erkenning,
    geboorte,
    hervestiging,
    huwelijk,
    huwelijksmelding,
    inschrijving,
    kennisgeving,
    klapper,
    levenloos,
    lijkbezorging,
    naamgebruik,
    omzetting,
    onderzoek,
    ontbinding,
    ontvangst,
    opnemen,
    oproepen,
    opschonen,
    overkomst,
    overlijden,
    register,
    rni,
    signalering,
    synchronisatie,
    terugmelding,
    terugverhuizing,
    uittreksel,
    verhuismelding,
    verhuizing,
    verstrekkingsbeperking,
    vertrek,
    verwanten,
)
from meent.process.burgerzaken import taken as taken_van_bz
from meent.services.across import alles, objecten_objecttypen
from meent.services.autorisaties import rights, tokens
from meent.services.autorisaties.tokens import Authenticator
from meent.services.besluiten.besluitinformatieobject import BESLUITINFORMATIEOBJECT as BIO
from meent.services.catalogi.zaaktype import ZAAKTYPE
from meent.services.directory import Directory
from meent.services.documenten import delen, download
from meent.services.documenten.enkelvoudiginformatieobject import ENKELVOUDIGINFORMATIEOBJECT as DOCUMENT
from meent.services.koppelingen.diensten import Dienst, Diensten
from meent.services.notificaties import eigen_kanalen, notificatie
from meent.services.notificaties.abonnement import ABONNEMENT
from meent.services.notificaties.kanaal import KANAAL
from meent.services.objecten import geschiedenis, verwijderen
from meent.services.objecten.object import OBJECT
from meent.services.personen import (
    controles,
    inleesblok,
    inlezen,
    lo3,
    mutaties,
    opslag,
    persoonslijst,
    pljson,
    rubrieken,
    rvig,
    tabellen,
    teletex,
    terugmeldingen,
    waarden,
)
from meent.services.personen import namen as persoonsnamen
from meent.services.personen.autorisatie import levering, tabel35, taken, toetsing, voorwaarde
from meent.services.personen.autorisatie import regels as autorisatieregels
from meent.services.personen.bevragen import (
    adres,
    bewoning,
    feiten,
    gebeurtenissen,
    historie,
    namen,
    naslag,
    reisdocumenten,
    terugmelden,
    toegang,
    tonen,
    verblijf,
    volgen,
    vraag,
    zoeken,
)
from meent.services.personen.bevragen import api as brp_api
from meent.services.personen.bevragen import fouten as brp_fouten
from meent.services.personen.bevragen import gezag as gezag_shown
from meent.services.personen.bevragen import persoon as brp_persoon
from meent.services.personen.bevragen import waarden as brp_waarden
from meent.services.personen.gezag import beslissing
from meent.services.personen.gezag import blad as gezag_blad
from meent.services.personen.gezag import kind as gezag_kind
from meent.services.personen.gezag import relaties as gezag_relaties
from meent.services.personen.gezag import vragen as gezag_vragen
from meent.services.resources import RESOURCES
from meent.services.zaken.zaak import ZAAK
from meent.verwerkingen import logboek, regels

Switch = Callable[[pytest.MonkeyPatch], None]


def sets(target: Any, name: str, value: Any) -> Switch:
    return lambda patch: patch.setattr(target, name, value)


def changes(target: Any, name: str, after: Callable[..., Any]) -> Switch:
    """The function still runs; `after` gets its outcome and its arguments, and gives another outcome."""

    def switch(patch: pytest.MonkeyPatch) -> None:
        before = getattr(target, name)
        patch.setattr(target, name, lambda *a, **k: after(before(*a, **k), *a))

    return switch


def sends(change: Callable[[Any, Any], tuple[Any, Any]]) -> Switch:
    """Alters what goes out: answer and common headers."""

    def switch(patch: pytest.MonkeyPatch) -> None:
        send = web.send_answer

        async def altered(to: Any, answer: Any, common: Any, method: str) -> None:
            await send(to, *change(answer, common), method)

        patch.setattr(web, "send_answer", altered)

    return switch


SEEN = seen_of(OBJECT)
assert SEEN is not None


async def no_schema(*_: Any) -> list[None]:
    return [None]


def without_question(*names: str) -> Switch:
    return sets(SEEN, "questions", {n: ask for n, ask in SEEN.questions.items() if n not in names})


def body(pattern: bytes, by: bytes) -> Switch:
    return sends(lambda answer, common: (replace(answer, body=re.sub(pattern, by, answer.body)), common))


def header(name: bytes) -> Switch:
    return sends(lambda a, c: (replace(a, headers=tuple(h for h in a.headers if h[0] != name)), c))


def status(was: int, becomes: int) -> Switch:
    return sends(lambda a, c: (replace(a, status=becomes if a.status == was else a.status), c))


def code(was: str, becomes: str = "error") -> Switch:
    return body(b'"code":"%s"' % was.encode(), b'"code":"%s"' % becomes.encode())


async def nothing(*_: Any, **__: Any) -> None:
    """Does nothing."""


async def nothing_more(call: Any, given: dict[str, Any]) -> tuple[()]:
    """A search in which what only a search can ask is passed over."""
    for name in ("uuid__in", "zaaktype__in", "zaakgeometrie"):
        given.pop(name, None)
    return ()


async def anybody(self: Authenticator, tenant_id: int, header: bytes | None, *, keys: bool = False) -> Caller:
    return Caller("iemand", authorise.ALL_RIGHTS)


async def any_service(self: Diensten, tenant_id: int, url: str) -> Dienst:
    """Whatever is named is fetched, with credentials of ours."""
    return Dienst("alles", "http", "catalogi", "meent", "geheim-dat-niemand-kreeg-en-iedereen-ziet")


def of_resource(**fields: Any) -> Switch:
    def switch(patch: pytest.MonkeyPatch) -> None:
        for resource in RESOURCES:
            for name, value in fields.items():
                patch.setattr(resource, name, value)

    return switch


def sees_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(filters, "authorise", lambda *a: None)


def all_reach(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Reach, "covers", lambda self, of_type, level: True)


def fewer_slashes(patch: pytest.MonkeyPatch) -> None:
    answer = web.Engine.answer

    async def forgiving(self: web.Engine, one: call.Call) -> Any:
        one.parts = one.parts if one.parts[-1] else one.parts[:-1]
        return await answer(self, one)

    patch.setattr(web.Engine, "answer", forgiving)


def no_filters_check(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(filters, "read_value", lambda flt, name, raw, faults, links: raw)


def no_audit(patch: pytest.MonkeyPatch) -> None:
    def without(self: Any, resource: Resource[Any], p: Any, *, old: bool, new: bool) -> list[str]:
        return [
            part.replace(" FROM rij)", " FROM rij WHERE false)") for part in audit(self, resource, p, old=old, new=new)
        ]

    audit = sql.Sql._audit
    patch.setattr(sql.Sql, "_audit", without)


def as_put(patch: pytest.MonkeyPatch) -> None:
    merged = write._merged

    def kept(resource: Any, operation: str, old: Any, values: dict[str, Any]) -> Any:
        if operation == "update":
            values = {n: v for n, v in values.items() if v not in ("", None)}
        return merged(resource, operation, old, values)

    patch.setattr(write, "_merged", kept)


def keeps_rights(patch: pytest.MonkeyPatch) -> None:
    merged = write._merged

    def added(resource: Any, operation: str, old: Any, values: dict[str, Any]) -> Any:
        if old is not None and values.get("autorisaties"):
            values = values | {"autorisaties": old.autorisaties + values["autorisaties"]}
        return merged(resource, operation, old, values)

    patch.setattr(write, "_merged", added)


def types_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ZAAKTYPE, "scopes", replace(ZAAKTYPE.scopes, read=("catalogi.lezen",)))


def named(name: str, becomes: str) -> Switch:
    return body(b'"%s":' % name.encode(), b'"%s":' % becomes.encode())


async def one_relation_deep(self: Any, resource: Any, keys: Any, bodies: Any, tree: Any) -> Any:
    return bodies


async def type_stays(change: Any) -> None:
    if change.old is not None and change.changed("zaaktype"):
        change.reject("zaaktype", "wijzigen-niet-toegelaten", "")


async def one_per_address(change: Any) -> None:
    for other in await change.find("Abonnement", callback_url=change.row.callback_url):
        if other.id != change.id:
            change.reject("callbackUrl", "unique", "")


async def only_published_relations(change: Any) -> None:
    """What ztc-012 asked until it was withdrawn."""
    if change.operation != "delete" and not change.new.concept:
        for name in change.new.besluittypen:
            if any(b.concept for b in await change.find("BesluitType", omschrijving=name)):
                change.reject("besluittypen", "concept-relation", "")


async def definitive_stays(change: Any) -> None:
    if change.old is not None and change.old.status == "definitief" and not change.named:
        change.reject("status", "invalid", "")


def empty_is_unsent(patch: pytest.MonkeyPatch) -> None:
    faults = vraag.value_faults

    def forgiving(name: str, value: Any, schema: Any, api: Any) -> Any:
        return iter(()) if value in (None, "") else faults(name, value, schema, api)

    patch.setattr(vraag, "value_faults", forgiving)


OFF: dict[str, Switch] = {
    "A-15": sets(rights, "with_types", lambda granted, autorisaties, types: granted),
    "A-17": sets(rights, "rights_of", lambda alle, autorisaties, only_open: tokens.rights_of(alle, autorisaties)),
    "Z-08": sets(write, "_require_unchanged", lambda change: None),
    "B-03": code("bad-url"),
    "B-04": sets(BIO, "operations", (*BIO.operations, "update", "partial_update")),
    "D-04": sets(write, "_not_unique", lambda resource, double: Fout(500, "error")),
    "D-15": body(rb'"locked":', b'"lock":"sleutel","locked":'),
    "D-16": sets(DOCUMENT, "rules", (*DOCUMENT.rules, definitive_stays)),
    "D-18": sets(download, "kind_of", lambda formaat: "text/html"),
    "D-22": sets(delen, "join_delen", nothing),
    "D-24": sets(jsonstroom, "MAX_REST_BYTES", 0),
    "D-26": code("required"),
    "D-28": sets(filters, "_add", lambda *_: None),
    "D-29": sets(filters, "_add", lambda *_: None),
    "D-30": sets(expand, "parse", lambda *a: {}),
    "D-31": named("isGereedVoorPublicatie", "isGereed"),
    "Z-02": sets(ZAAK, "rules", (*ZAAK.rules, type_stays)),
    "Z-33": sets(write, "_not_unique", lambda resource, double: Fout(500, "error")),
    "Z-04": sets(write, "_require_unchanged", lambda change: None),
    "Z-06": sets(write, "_require_links", nothing),
    "Z-10": lambda patch: (sees_everything(patch), all_reach(patch))[0],
    "Z-25": body(rb'"opschorting":\{[^}]*\}|"verlenging":\{[^}]*\}', b'"opschorting":null'),
    "Z-45": body(rb'"_expand"', b'"_uit"'),
    "Z-46": sets(expand, "select_fields", lambda body, selection: body),
    "Z-47": sets(zoek, "_conditions", nothing_more),
    "Z-48": sets(filters, "order_by", lambda resource, raw, where: (("id", "ASC"),)),
    "Z-49": sets(filters, "_add_related", lambda *_: None),
    "Z-50": lambda patch: patch.setitem(filters.READ, "level", lambda raw, flt, links: list(VERTROUWELIJKHEID)),
    "Z-54": sets(kinds, "is_elfproef", lambda number: True),
    "Z-56": sets(filters, "_add", lambda *_: None),
    "Z-57": sets(filters, "_add", lambda *_: None),
    "B-09": lambda patch: patch.setattr(sql.Sql, "delete", _keeps_row(sql.Sql.delete)),
    "B-11": sets(filters, "_add", lambda *_: None),
    "G-21": sets(Directory, "moved", lambda self, path: None),
    "G-22": sets(call.Call, "require_standard", lambda self, given: None),
    "G-27": lambda patch: patch.setattr("bench.works.WORKS", {}),
    "N-01": sets(eigen_kanalen, "of", lambda registry: iter(())),
    "N-02": sets(eigen_kanalen, "of", lambda registry: iter(())),
    "N-03": changes(verdelen, "body_of", lambda body, *_: body.replace(b'"resourceUrl"', b'"resource_url"')),
    "N-04": lambda patch: patch.setattr(sql.Sql, "_audit", _without_message(sql.Sql._audit)),
    "N-05": sets(notificatie, "require_fitting_kanaal", nothing),
    "N-08": sets(ABONNEMENT, "rules", (*ABONNEMENT.rules, one_per_address)),
    "N-09": sets(verdelen, "is_wanted", lambda kanaal, kenmerken, wensen: any(w.naam == kanaal for w in wensen)),
    "N-10": sets(bezorger, "afloop", lambda status: beleid.Afloop.BEZORGD),
    "N-11": sets(wachtrij.Wachtrij, "not_delivered", lambda self, failed: self.delivered([f.taak for f in failed])),
    "N-12": lambda patch: patch.setattr(
        KANAAL, "operations", ("list", "create", "retrieve", "update", "partial_update", "delete")
    ),
    "N-14": sends(lambda a, c: (replace(a, status=500 if a.status == 200 else a.status), c)),
    "N-13": lambda patch: patch.setattr(sql.Sql, "_audit", _without_message(sql.Sql._audit)),
    "G-01": lambda patch: patch.setattr(web.Engine, "answer", _without_version(web.Engine.answer)),
    "G-02": sets(served.Documents, "serve", lambda self, one, rest: (_ for _ in ()).throw(fouten.not_found())),
    "G-03": sends(lambda answer, common: (answer, [h for h in common if h[0] != b"api-version"])),
    "G-04": fewer_slashes,
    "G-05": body(
        rb'"beginGeldigheid":|"vertrouwelijkheidaanduiding":|"heeftAlleAutorisaties":|"contactpersoonBeheerNaam":|"betrokkeneType":|"objectType":|"datumStatusGezet":',
        b'"snake_case":',
    ),
    "G-06": body(rb'"next":"[^"]*"', b'"next":null'),
    "G-07": body(rb"^\[(.*)\]$", rb'{"results":[\1]}'),
    "G-08": sets(filters, "MAX_PAGE_SIZE", 1),
    "G-09": lambda patch: patch.setattr(views, "one_fault", _passes_unknown),
    "G-10": no_filters_check,
    "G-11": sets(datums, "_DATE", re.compile(".*")),
    "G-12": lambda patch: [patch.setattr(type(RESOURCES[0]), "writable", property(lambda self: self.stored))][0],
    "G-13": as_put,
    "G-14": sets(objecten, "require_shape", lambda resource, body: None),
    "G-16": sets(Diensten, "find", any_service),
    "G-15": sets(
        links.Links, "local_path", lambda self, url: url[len(self.base) :] if url.startswith(self.base) else None
    ),
    "G-17": sets(web.Engine, "etag", lambda self, links, body, kept: b'"vast"'),
    "G-18": sets(web, "_matches", lambda header, tag: False),
    "G-19": header(b"etag"),
    "G-20": lambda patch: patch.setattr(web.Engine, "write", _demands_if_match(web.Engine.write)),
    "G-23": sets(write, "_toelichting", lambda change: ""),
    "G-24": status(204, 200),
    "G-25": sets(call.Call, "require_crs", lambda self, *, content: None),
    "G-26": lambda patch: patch.setattr(call.Call, "read_json", lambda self, raw: msgspec.json.decode(raw)),
    "X-01": sets(expand, "parse", lambda *a: {}),
    "X-02": named("_expand", "expanded"),
    "X-03": sets(expand.Expander, "expand", one_relation_deep),
    "X-04": sets(expand, "MAX_DEPTH", 2),
    "X-05": sets(expand, "_require_relations", lambda *a: None),
    "X-06": lambda patch: patch.setattr(expand, "Expander", _forgiving_expander()),
    "X-07": sets(expand.Expander, "_rights", lambda self, relation, values: "true"),
    "X-08": sets(expand, "is_relation", lambda f: f.kind != "uri" and bool(f.mark(Reverse) or f.kind == "ref")),
    "X-09": body(rb'"_expand":\{', b'"_expand":{"status":null,'),
    "X-10": sets(expand, "parse", lambda *a: {}),
    "X-11": sets(expand, "select_fields", lambda body, selection: body),
    "E-01": sends(lambda a, c: (replace(a, headers=tuple((k, v.replace(b"problem+", b"")) for k, v in a.headers)), c)),
    "E-02": sets(fouten.Faults, "stop_if_any", lambda self: None),
    "E-03": body(rb'"name":"[A-Za-z0-9]*\.', b'"name":"'),
    "E-04": body(rb'"code":"(null|blank|max_length|invalid_choice|required)"', b'"code":"fout"'),
    "E-05": status(404, 400),
    "E-06": sets(write, "_require_unchanged", lambda change: None),
    "E-07": sets(fouten, "invalid", lambda *params: Fout(400, "invalid", "", params[:1])),
    "E-08": named("invalidParams", "errors"),
    "A-01": sets(Authenticator, "caller", anybody),
    "A-02": code("missing-client-identifier"),
    "A-03": sets(Authenticator, "caller", anybody),
    "A-04": sets(tokens, "_check_times", lambda claims, now: 60.0),
    "A-05": sets(tokens, "LEEWAY_SECONDS", 0),
    "A-06": sets(Grant, "holds", lambda self, scope, component: scope in self.scopes),
    "A-07": lambda patch: patch.setattr(authorise.Rights, "reach", lambda self, c, s: Reach(True, True)),
    "A-08": sets(rights, "rights_of", lambda alle, autorisaties, only_open: authorise.Rights(False)),
    "A-09": sets(authorise, "LEVEL", dict.fromkeys(authorise.LEVEL, 0)),
    "A-10": sees_everything,
    "A-11": all_reach,
    "A-12": sets(write, "_require_covered", lambda change, reach, holder: None),
    "A-13": all_reach,
    "A-14": lambda patch: patch.setattr(authorise.Rights, "reach", lambda self, c, s: Reach(True, True)),
    "A-16": body(rb'"gebruikersId":"[^"]*"', b'"gebruikersId":""'),
    "AT-01": no_audit,
    "AT-02": named("applicatieId", "applicatie"),
    "AT-03": body(rb'"oud" : null|"oud":null', b'"oud":{}'),
    "AT-04": body(rb"^\[(.*)\]$", rb'{"results":[\1]}'),
    "AT-05": lambda patch: patch.setattr(sql.Sql, "_audit", _keeps_trail(sql.Sql._audit)),
    "AT-06": lambda patch: patch.setattr(write, "_write_also", nothing),
    "C-02": lambda patch: patch.setattr(filters, "filters_of", _without_default(filters.filters_of)),
    "C-06": code("pending-relations"),
    "C-07": sets(ZAAKTYPE, "rules", (*ZAAKTYPE.rules, only_published_relations)),
    "C-20": sets(names.Names, "by_name", lambda self, made, f: "'[]'::json"),
    "C-21": sets(names, "valid_now", lambda t: f"{t}.tenant_id = z.tenant_id AND {t}.catalogus = z.catalogus"),
    "C-22": body(rb'"(\w+Omschrijvingen|\w+Omschrijving|\w+Identificaties)":\[', b'"weg":['),
    "C-12": of_resource(operations=("list", "create", "retrieve", "head", "update", "partial_update", "delete")),
    "C-24": lambda patch: patch.setattr(filters, "filters_of", _without_filter(filters.filters_of, "datumGeldigheid")),
    "C-25": body(rb'"code":"zaaktype-mismatch"', b'"code":"x"'),
    "C-35": types_for_all,
    "C-38": sets(write, "_not_unique", lambda resource, double: Fout(500, "error")),
    "C-39": body(rb'"isEindstatus":true', b'"isEindstatus":false'),
    "OB-07": sets(objecten_objecttypen, "look", no_schema),
    "OB-11": sets(OBJECT, "merges", None),
    "OB-16": sets(SEEN, "days", {"registrationDate": SEEN.days["registrationDate"]}),
    "OB-17": sets(SEEN, "days", {"date": SEEN.days["date"]}),
    "OB-18": sets(write, "_require_unchanged", lambda change: None),
    "OB-19": without_question("data_attr", "data_attrs"),
    "OB-20": without_question("data_icontains"),
    "OB-21": sets(SEEN, "orders", lambda name, where: "id"),
    "OB-22": sets(SEEN, "selects", lambda raw: None),
    "OB-23": sets(zoek, "_within", nothing),
    "OB-24": lambda patch: patch.setattr(authorise.Rights, "reach", lambda self, c, s: Reach(True, True)),
    "OB-25": sets(geschiedenis, "PAGE", geschiedenis.PAGE.replace("ORDER BY r.index", "ORDER BY r.index DESC")),
    "OB-26": sets(verwijderen, "OTHERS", verwijderen.OTHERS.replace("WHERE", "WHERE false AND")),
    "OB-27": lambda patch: patch.setattr(sql.Sql, "_audit", _without_message(sql.Sql._audit)),
    "OB-29": sets(SEEN, "sight", lambda call: {}),
    "OB-30": sets(SEEN, "header", lambda bodies, kept, call: None),
    "OB-28": sets(call.Call, "require_crs", lambda self, *, content: None),
    "AC-05": keeps_rights,
    "AC-06": sets(omroep.Omroep, "_heard", lambda self, *_: None),
    "AC-07": lambda patch: patch.setattr(filters, "filters_of", _without_filter(filters.filters_of, "clientIds")),
    "AC-08": body(rb'"label":', b'"secret":"x","label":'),
    "KI-01": sets(Authenticator, "_verify_key", Authenticator._verify),
    "KI-02": sets(write, "_without_unsent", lambda resource, values, body: values),
    "KI-03": body(rb'"uuid" : ', b'"id" : '),
    "KI-10": sets(write, "_not_unique", lambda resource, double: Fout(500, "error")),
    "KI-17": of_resource(expands=None),
    "KI-18": sets(filters, "_add_related", lambda *_: None),
    "KI-20": sets(write, "_not_unique", lambda resource, double: Fout(500, "error")),
    "KI-23": sets(Grant, "holds", lambda self, scope, component: True),
    "KI-42": sets(filters, "_add", lambda *_: None),
    "KI-43": sets(write, "_not_unique", lambda resource, double: Fout(500, "error")),
    "KI-44": body(rb'"hadBetrokkenActoren":\[[^\]]*\]', b'"hadBetrokkenActoren":[]'),
    "KI-45": sets(app, "as_asked", lambda registry, scope, send: send),
    "LV-01": sets(logboek, "gezocht", lambda names, given: {}),
    "LV-02": lambda patch: patch.setattr(regels.Betrokkenen, "of_keys", _of_rows_alone(regels.Betrokkenen.of_keys)),
    "LV-03": sets(netwerk, "tell_trace", nothing),
    "LV-04": sets(regels.Betrokkenen, "leaving", nothing),
    "LV-05": sets(idempotency, "tell", nothing),
}


def _of_rows_alone(of_keys: Any) -> Any:
    return lambda self, resource, keys, *, named: of_keys(self, resource, keys, named=False)


def _without_version(answer: Any) -> Any:
    async def any_version(self: web.Engine, one: call.Call) -> Any:
        one.parts = [re.sub(r"^v1\..*", "v1", part) for part in one.parts]
        return await answer(self, one)

    return any_version


def _passes_unknown(name: str, code: str, reason: str = "") -> Fout:
    return Fout(404, "not_found") if code == "unknown-parameters" else fouten.one_fault(name, code, reason)


def _demands_if_match(do: Any) -> Any:
    async def demanding(self: web.Engine, one: call.Call, *args: Any) -> Any:
        if b"if-match" in one.headers:
            raise Fout(412, "precondition_failed")
        return await do(self, one, *args)

    return demanding


def _forgiving_expander() -> Any:
    class Forgiving(expand.Expander):
        async def expand(self, *args: Any) -> Any:
            try:
                return await super().expand(*args)
            except DatabaseWeg:
                return args[2]

    return Forgiving


def _without_message(audit: Any) -> Any:
    def silent(self: Any, resource: Any, p: Any, *, old: bool, new: bool) -> list[str]:
        parts = audit(self, resource, p, old=old, new=new)
        return [p.replace("FROM rij)", "FROM rij WHERE false)") if p.startswith("bericht") else p for p in parts]

    return silent


def _keeps_trail(audit: Any) -> Any:
    def kept(self: Any, resource: Any, p: Any, *, old: bool, new: bool) -> list[str]:
        parts = audit(self, resource, p, old=old, new=new)
        return [part.replace("WHERE a.tenant_id", "WHERE false AND a.tenant_id") for part in parts]

    return kept


def _keeps_row(delete: Any) -> Any:
    """A DELETE that answers as usual and leaves row and document where they were."""

    def kept(self: Any, resource: Resource[Any]) -> str:
        name = resource.name
        text: str = delete(self, resource)
        text = text.replace(f"DELETE FROM {name} z", f"UPDATE {name} z SET id = z.id")
        return text.replace(f"DELETE FROM {name}_document k WHERE", f"DELETE FROM {name}_document k WHERE false AND")

    return kept


def _without_default(filters_of: Any) -> Any:
    return lambda resource: {n: replace(f, default=None) for n, f in filters_of(resource).items()}


def _without_filter(filters_of: Any, name: str) -> Any:
    return lambda resource: {n: replace(f, sql="" if n == name else f.sql) for n, f in filters_of(resource).items()}


# --- persoonslijsten -------------------------------------------------------------------------------------------------


def _without_check(name: str, nummer: str) -> Switch:
    checks = getattr(controles, name)
    return sets(controles, name, {n: check for n, check in checks.items() if n != nummer})


def _allows(*_: Any) -> None:
    """Stands in no way."""


def _always_the_source(replacement: Any) -> Any:
    return lambda m, old, v, bron, vandaag: replacement(m, old, v, m.bron, vandaag)


def _many_stapels() -> rubrieken.Tabel:
    known = rubrieken.tabel()
    return replace(known, categorieen={n: replace(c, meer_stapels=True) for n, c in known.categorieen.items()})


class _Everything(frozenset[str]):
    """Holds whatever one asks of it."""

    def __contains__(self, item: object) -> bool:
        return True


def _also_empty(self: feiten.Feiten, categorie: str) -> Any:
    return (stapel.actueel for stapel in self.pl.stapels.get(categorie, ()))


def _first_day(waarde: str) -> verblijf.Begin:
    first = datums.PartialDate(waarde).eerste_dag or verblijf.OOIT
    return verblijf.Begin(first, first)


def _all_of_12(feiten: Any, vraag: Any) -> Any:
    return (tonen.Plek(feiten, "12", v) for v in feiten.gevuld("12"))


def _any_period() -> dict[str, Any]:
    return {naam: replace(api, keur=lambda gegeven: ()) for naam, api in brp_api.ANDERE.items()}


def _all_children(plek: tonen.Plek) -> Any:
    return (tonen.Plek(plek.feiten, "09", v) for v in plek.feiten.gevuld("09"))


def _member(naam: str, **anders: Any) -> Switch:
    """A member of the person that is shown otherwise."""
    leden: Any = brp_persoon.PERSOON.leden
    return lambda patch: patch.setitem(leden, naam, replace(leden[naam], **anders))


async def _not_written(conn: Any, text: str, *values: Any) -> None:
    with suppress(asyncpg.PostgresError):
        await conn.execute(text, *values)


OFF |= {
    "PL-00": sets(rubrieken.Tabel, "heeft", lambda self, categorie, groep: True),
    "PL-01": sets(persoonslijst.Stapel, "actueel", property(lambda self: self[-1])),
    "PL-03": sets(mutaties, "tabel", _many_stapels),
    "PL-04": sets(waarden, "VORMEN", waarden.VORMEN | {"datum": (lambda w: len(w) == 8, "")}),
    "PL-05": sets(waarden, "is_standaardwaarde", lambda element, waarde: False),
    "PL-06": sets(persoonslijst.Voorkomen, "is_leeg", property(lambda self: False)),
    "PL-07": sets(tabellen.Code, "geldt_op", lambda self, dag: True),
    "PL-09": sets(waarden, "is_anummer", lambda nummer: len(nummer) == 10),
    "PL-10": sets(waarden, "is_bsn", lambda nummer: True),
    "PL-11": sets(teletex, "encode", lambda text: text.encode("latin-1", "replace")),
    "PL-12": sets(waarden, "is_bekend", lambda element, waarde: True),
    "PL-13": sets(mutaties, "in_history", lambda history, added: (*history, added)),
    "PL-14": sets(mutaties, "ZONDER_HISTORIE", ()),
    "PL-15": sets(mutaties, "_next_version", lambda pl, nu: pl),
    "PL-16": sets(mutaties, "require_source", _allows),
    "PL-17": sets(mutaties, "_wrong", lambda old: old),
    "PL-18": sets(mutaties, "_recorded", lambda categorie, vandaag: {}),
    "PL-19": sets(mutaties, "_content_after", lambda categorie, old, inhoud, weg: dict(inhoud)),
    "PL-20": sets(mutaties, "_open_research", lambda old: {}),
    "PL-21": sets(mutaties, "_wrong", lambda old: old),
    "PL-22": sets(mutaties, "in_history", lambda history, added: tuple(history)),
    "PL-23": sets(mutaties, "_replacement", _always_the_source(mutaties._replacement)),
    "PL-24": sets(mutaties, "MAG_TEN_ONRECHTE", ()),
    "PL-25": sets(mutaties, "require_overwritable", _allows),
    "PL-26": sets(mutaties, "require_request", _allows),
    "PL-27": sets(mutaties, "require_open", _allows),
    "PL-31": sets(waarden, "is_aktenummer", lambda nummer: len(nummer) == 7),
    "PL-33": sets(mutaties, "require_overwritable", _allows),
    "PL-35": sets(mutaties, "require_open", _allows),
    "PL-38": sets(mutaties, "VERDRINGT", {}),
    "PL-47": sets(mutaties, "VERDRINGT", {}),
    "PL-51": sets(lo3, "read_body", lambda raw: persoonslijst.Persoonslijst({})),
    "PL-52": sets(pljson, "read", lambda raw: persoonslijst.Persoonslijst({})),
    "PL-53": sets(rvig, "_marks", lambda categorie: (categorie,)),
    "PL-54": sets(inleesblok, "GEDAAN", f"{inleesblok.GEDAAN} AND false"),
    "PL-55": sets(opslag, "BY_BSN", opslag.BY_BSN.replace("bsn = $2", "bsn <> $2")),
    "BV-01": sets(brp_fouten, "UNKNOWN_CALLER", frozenset()),
    "BV-02": sets(vraag, "param", lambda name, code, limit="": (name, "invalid", "")),
    "BV-03": sets(brp_api, "require_json_wanted", lambda call: None),
    "BV-10": sets(vraag, "value_faults", lambda name, value, schema, api: iter(())),
    "BV-11": sets(vraag, "paden_van", lambda api, schema: _Everything()),
    "BV-12": sets(brp_persoon, "AUTOMATISCH", ()),
    "BV-13": sets(zoeken, "OVERLEDEN", "?"),
    "BV-14": sets(zoeken, "LAATSTE", ""),
    "BV-15": sets(zoeken, "vouw", lambda text: text),
    "BV-16": sets(brp_api, "te_veel", lambda most: brp_fouten.BrpFout(500)),
    "BV-17": empty_is_unsent,
    "BV-20": sets(brp_waarden, "MAANDEN", ("maand",) * 12),
    "BV-21": sets(brp_waarden, "_years", lambda born, today: today.year - born.year),
    "BV-22": sets(feiten.Feiten, "gevuld", _also_empty),
    "BV-23": sets(tonen, "in_onderzoek", lambda rubriek, voorkomen: False),
    "BV-24": sets(adres, "NIET_OP_ADRES", "?"),
    "BV-25": sets(adres.waarden, "tekst", lambda waarde: waarde),
    "BV-26": sets(adres, "straat_en_nummer", lambda plek: plek["11.10"]),
    "BV-27": _member("nationaliteiten", soort=lambda plek: "Nationaliteit"),
    "BV-28": sets(brp_waarden, "is_voorbij", lambda waarde, vandaag: False),
    "BV-29": _member("kinderen", plekken=_all_children),
    "BV-30": sets(feiten.Feiten, "partners", property(lambda self: [*self.gevuld("05")])),
    "BV-31": sets(namen, "titel_for", lambda code, geslacht: ""),
    "BV-32": sets(namen, "voorletters", lambda voornamen: ".".join(n[0] for n in voornamen.split())),
    "BV-33": sets(feiten.Feiten, "partner", property(lambda self: feiten.LEEG)),
    "BV-34": sets(namen.Aanspreking, "aanspreekvorm", property(lambda self: "")),
    "BV-35": sets(namen.Aanspreking, "aanhef", property(lambda self: "Geachte")),
    "BV-36": sets(namen.Aanspreking, "in_lopende_tekst", property(lambda self: self.kaal)),
    "BV-37": sets(feiten.Feiten, "is_overleden", property(lambda self: False)),
    "BV-38": sets(namen, "courtesy", lambda partner, geslacht: ""),
    "BV-40": sets(tonen, "HIER", "?"),
    "BV-41": sets(brp_api, "RAADPLEGEN", brp_api.ZOEKEN),
    "BV-42": sets(brp_api, "who", lambda kept: "bsn:000000000"),
    "BV-43": sets(brp_api, "regels", lambda vraag, found, used: [(k.id, brp_api.who(k), used) for k in found]),
    "BV-44": sets(logboek, "write", _not_written),
    "BV-45": sets(zoeken, "FOUND", zoeken.FOUND.replace("persoon_zoek z", "(SELECT * FROM persoon_zoek OFFSET 0) z")),
    "BV-50": sets(verblijf, "begin", _first_day),
    "BV-51": sets(verblijf, "op_volgorde", list),
    "BV-52": sets(verblijf.Voorkomen, "is_onjuist", property(lambda self: False)),
    "BV-53": sets(verblijf, "_opgeschort", lambda feiten: []),
    "BV-54": sets(brp_api, "ANDERE", _any_period()),
    "BV-55": sets(bewoning, "pairwise", lambda days: [(days[0], days[-1])]),
    "BV-56": sets(bewoning, "is_veel", lambda found: False),
    "BV-57": sets(bewoning, "niet_op_adres", lambda voorkomen: False),
    "BV-60": changes(historie, "van_nieuw_naar_oud", lambda found, *of: found[::-1]),
    "BV-61": sets(historie, "niet_op_adres", lambda voorkomen: False),
    "BV-65": sets(reisdocumenten, "documenten", _all_of_12),
    "BV-66": sets(reisdocumenten, "opschorting", lambda feiten: {}),
    "BV-70": sets(naslag, "keur", lambda gegeven, mag: ()),
    "BV-71": sets(naslag, "vouw", lambda text: text),
    "BV-72": sets(naslag, "is_voorbij", lambda code, vandaag: False),
    "BV-73": sets(naslag, "_dag", lambda digits: ""),
    "BV-75": sets(volgen, "keur_nummer", _allows),
    "BV-76": sets(volgen, "ALL", volgen.ALL.replace("einddatum > $3", "$3::date IS NOT NULL")),
    "BV-77": sets(volgen, "PUT", volgen.PUT.replace("THEN $4 ELSE", "THEN v.begindatum ELSE")),
    "BV-80": sets(gebeurtenissen, "kondig_aan", nothing),
    "BV-81": sets(brp_api, "VERNEMEN", brp_api.RAADPLEGEN),
    "BV-78": sets(volgen, "CHANGED", volgen.CHANGED.replace("l.vastgelegd_op >=", "now() >=")),
    "PRE061": sets(inlezen, "DUBBEL", inlezen.DUBBEL.replace("> 1", "> 99")),
    **{nummer: _without_check("CONTROLES", nummer) for nummer in controles.CONTROLES},
    **{nummer: _without_check("MET_TABELLEN", nummer) for nummer in controles.MET_TABELLEN if nummer != "code"},
}


STAYS = " SET soort = soort WHERE ("
FEITEN = (
    afvoering, briefadres, brieven, correctie, deblokkering, dubbel, erkenning, geboorte, hervestiging, huwelijk,
    inschrijving, naamgebruik, omzetting, onderzoek, ontbinding, overlijden, rni, terugverhuizing, uittreksel,
    verhuismelding, verhuizing, verstrekkingsbeperking, vertrek, verwanten,
    aktestuk, lijkbezorging,
    levenloos, signalering,
)  # fmt: skip


async def _no_answer_yet(conn: Any, tenant_id: int, bericht: Any) -> bool:
    return False


async def _nothing_logged(self: Any, regels: Any, handeling: str) -> None:
    pass


def _other_letter(*asked: Any) -> Briefvraag:
    return Briefvraag(soort="overzicht", over="000000000", uiterlijk=date.min)


async def _no_document(zgw: Any, name: str, rsin: str) -> None:
    pass


def _without_toets(module: Any, nummer: str) -> Switch:
    return sets(module, "TOETSEN", {n: toets for n, toets in module.TOETSEN.items() if n != nummer})


def _both(*switches: Switch) -> Switch:
    def apply(patch: pytest.MonkeyPatch) -> None:
        for switch in switches:
            switch(patch)

    return apply


async def _nothing_kept(conn: Any, tenant_id: int, gekeurd: Any, nu: Any) -> None:
    pass


async def _as_if_done(*args: Any, **named: Any) -> str:
    return taken_van_bz.VERANDERD


async def _for_everybody(conn: Any, tenant_id: int, taak: str, periode: str, *, nu: Any, wie: str) -> Any:
    return brp_taken.Loop(
        id=UUID(int=0), taak=taak, periode=periode, begonnen=nu, bij=nu, tot=UUID(int=0), bekeken=0, verslag={},
        klaar=nu,
    )  # fmt: skip


def _any_step() -> dict[Any, Any]:
    """Whatever is done from wherever leads where it leads from the start."""
    steps = dict(terugmelding.STAPPEN)
    return {(state, done): end for state in get_args(terugmeldingen.Toestand) for (_, done), end in steps.items()}


OFF |= {
    **{nummer: _without_toets(module, nummer) for module in FEITEN for nummer in module.TOETSEN},
    "BZ-02": sets(verhuizing, "laatste_dag", lambda datum: datum.max),
    "BZ-37": sets(persoonsnamen, "is_voorvoegsel", lambda tekst: False),
    "BZ-38": sets(persoonslijst, "OPGESCHORT", {}),
    "BZ-40": sets(bijhouding, "whole", nullcontext),
    "BZ-42": sets(voorraad, "TAKE", voorraad.TAKE.replace("DELETE FROM", "UPDATE", 1).replace(" WHERE (", STAYS, 1)),
    "BZ-43": sets(opnemen, "VAN_BUITEN", {k: v for k, v in opnemen.VAN_BUITEN.items() if v[0] != "BZ-43"}),
    "BZ-44": sets(brp_zaak, "soort_of", lambda settings, feit: None),
    "BZ-45": sets(boek, "EERDER", f"{boek.EERDER} AND false"),
    "BZ-46": sets(boek.Boek, "_log", _nothing_logged),
    "BZ-47": sets(opnemen, "require_agreed", lambda invoer, boek: None),
    "BZ-49": sets(boek, "require_sound", lambda pl, known: None),
    "BZ-153": sets(termijnen, "ENDED", f"{termijnen.ENDED} AND false"),
    "BZ-400": sets(brieven, "VIER_WEKEN", 35),
    "BZ-401": _both(*(sets(feit, "overzicht", _other_letter) for feit in (inschrijving, hervestiging, geboorte))),
    "BZ-402": _both(*(sets(feit, "mededeling", _other_letter) for feit in (naamgebruik, verstrekkingsbeperking))),
    "BZ-403": sets(briefadres, "aan_briefadresgever", _other_letter),
    "BZ-404": sets(brieven, "fields_in", lambda text: set()),
    "BZ-406": _both(sets(verhuizing, "naar_oud_adres", _other_letter), _without_toets(brieven, "BZ-406")),
    "BZ-407": sets(vertrek, "verhuisbericht", _other_letter),
    "BZ-421": sets(verhuismelding, "PAS_DAN", "?"),
    "BZ-432": sets(rni, "soort_voor", lambda feit: "overzicht"),
    "BZ-441": sets(overkomst, "loopt_onderzoek", lambda pl: False),
    "BZ-410": sets(correspondentie, "eerder_gemaakt", _no_document),
    "BZ-95": sets(overkomst, "niet_te_vragen", lambda *a, **k: ""),
    "BZ-96": sets(overkomst, "weigering", lambda pl, eigen: ""),
    "BZ-97": sets(postbus, "antwoord_opnieuw", _no_answer_yet),
    "BZ-98": sets(boek.Boek, "laat_los", _nothing_logged),
    "BZ-99": sets(overkomst, "zijn_er_allemaal", lambda lists, sleutels: True),
    "BZ-93": sets(uittreksel, "is_in_twijfel", lambda gegevens: False),
    "BZ-48": sets(boek, "BIJHOUDEN", boek.VOORBIJGAAN),
    "BZ-100": sets(opnemen, "may_agree", lambda voorstel, invoer, boek: []),
    "BZ-101": sets(accord, "is_refused", lambda judged: False),
    "BZ-102": sets(accord, "may_return", lambda voorstel, reden, boek: ""),
    "BZ-120": _both(
        sets(meldingen, "report_faults", lambda aanduiding, toelichting: []),
        sets(terugmeldingen, "is_aanduiding", lambda aanduiding: True),
    ),
    "BZ-121": sets(terugmeldingen, "werkdagen_na", lambda dag, aantal: dag + timedelta(days=aantal)),
    "BZ-122": sets(terugmelding, "STAPPEN", _any_step()),
    "BZ-123": sets(terugmelding, "onderzoek_bij", lambda melding, invoer, *, loopt: None),
    "BZ-124": sets(terugmelding, "answer_faults", lambda invoer: []),
    "BZ-125": sets(terugmelden, "TERUGMELDEN", "brp.raadplegen"),
    "BZ-380": _both(sets(burgerzaken_deur, "require_right", lambda caller, operatie: None),
                    sets(burgerzaken_deur.Geleend, "reach", lambda self, component, scopes: Reach(True, True))),
    "BZ-381": sets(antwoorden, "told_to", lambda uitkomst, *, alles: uitkomst),
    "BZ-383": sets(afgegeven, "KNOWN", f"{afgegeven.KNOWN} AND false"),
    "BZ-382": sets(oproepen, "require_person", lambda zgw: None),
    "BZ-183": sets(verwanten, "is_changed", lambda old, new: False),
    "BZ-160": sets(opnemen, "VAN_BUITEN", {k: v for k, v in opnemen.VAN_BUITEN.items() if v[0] != "BZ-160"}),
    "BZ-161": sets(akten, "follows", lambda inhoud, before: True),
    "BZ-162": sets(klapper, "by_name", lambda regels: list(regels)[:1]),
    "BZ-170": sets(kennisgeving, "send_faults", lambda *a, **k: []),
    "BZ-171": sets(kennisgeving, "answer_to", lambda fault: "Null"),
    "BZ-208": sets(verhuismelding, "PAS_DAN", "?"),
    "BZ-209": sets(eigenmeldingen, "BY_KEY", f"{eigenmeldingen.BY_KEY} AND false"),
    "BZ-304": sets(huwelijksmelding, "is_open", lambda melding: True),
    "BZ-305": _both(
        sets(huwelijksmelding, "plan_faults", lambda *a: []), sets(huwelijksmelding, "clashes", lambda *a: [])
    ),
    "BZ-306": sets(huwelijksmelding, "other_than_planned", lambda *a: ""),
    "BZ-325": sets(lijkbezorging, "is_other", lambda known, digest: False),
    "BZ-330": sets(register, "is_same", lambda was, now: True),
    "BZ-331": sets(
        akten,
        "NEXT",
        akten.NEXT.replace("g.gesloten_op IS NOT NULL", "false").replace("WHERE r.gesloten_op IS NULL", ""),
    ),
    "BZ-332": sets(register, "gebreken", lambda found: []),
    "BZ-340": sets(alles, "APART", {}),
    "BZ-341": sets(alles, "as_told", lambda regel: {}),
    "BZ-41": sets(akten, "NEXT", akten.NEXT.replace("+ 1", "+ 2")),
}


OFF |= {
    "BZ-255": sets(levenloos, "mededeling", _other_letter),
    "BZ-254": sets(levering, "mag_zien", lambda stapel, rubrieken: True),
    "BZ-260": sets(opschonen, "is_te_oud", lambda reisdocument, vandaag: True),
    "BZ-261": sets(opschonen, "BIJGEHOUDEN", ("", "O", "E", "M", "F")),
    "BZ-262": sets(opschonen, "VOLWASSEN", 21),
    "BZ-263": sets(taken_van_bz, "_neem_op", _as_if_done),
    "BZ-264": sets(brp_taken, "pak", _for_everybody),
    "BZ-265": sets(taken_van_bz.Taak, "is_tijd", lambda self, laatste, nu: True),
    "BZ-266": sets(keuringen, "bewaar", _nothing_kept),
    "BZ-267": sets(taken_van_bz, "uiterlijk", lambda stuk: date.max),
    "BZ-268": sets(keuringen, "laat_staan", _as_if_done),
    "BZ-25": sets(overlijden, "GEVONDEN", ""),
    "BZ-242": sets(geboorte, "_recognised", lambda feit: ()),
}


def _nobody(kind: Any, *which: Any) -> None:
    return None


def _not_so(kind: Any, *which: Any) -> bool:
    return False


def _can(kind: Any, *which: Any) -> str:
    return "bevoegd"


def _first_of_two(self: Any, found: Any) -> None:
    for kept in found:
        self.bewaard.setdefault(kept.pl.bsn, [kept])


OFF |= {
    "GZ-01": sets(gezag_vragen, "is_ingezetene", lambda kind: True),
    "GZ-02": sets(gezag_vragen, "MEERDERJARIG", 21),
    "GZ-03": sets(gezag_vragen, "heeft_in_buitenland_gewoond", _not_so),
    "GZ-04": sets(gezag_vragen, "is_in_buitenland_geboren", _not_so),
    "GZ-05": sets(gezag_vragen, "is_met_akte_geadopteerd", _not_so),
    "GZ-06": sets(gezag_vragen, "heeft_uitspraak", _not_so),
    "GZ-07": sets(gezag_vragen, "is_uitspraak_achterhaald", _not_so),
    "GZ-08": sets(gezag_vragen, "ouders", lambda kind: (1, 2)),
    "GZ-09": sets(gezag_vragen, "zijn_samen_geweest", _not_so),
    "GZ-10": sets(gezag_vragen, "is_geadopteerd", _not_so),
    "GZ-11": sets(gezag_vragen, "SAMEN_NA_ERKENNING", "20200101"),
    "GZ-12": sets(gezag_vragen, "partner_bij_geboorte", _nobody),
    "GZ-13": sets(gezag_vragen, "bevoegdheid", _can),
    "GZ-14": sets(gezag_vragen, "bevoegdheid_van_ander", _can),
    "GZ-15": sets(gezag_vragen, "kan_erkenner_gezag_krijgen", lambda kind, moeder, erkenner: True),
    "GZ-16": sets(beslissing, "van_beiden", lambda kind: beslissing.Uitkomst("GezamenlijkOuderlijkGezag", (1, 2))),
    "GZ-17": sets(beslissing, "van_een", lambda kind, nummer: beslissing.van_beiden(kind)),
    "GZ-18": sets(beslissing, "met_ander", lambda kind, nummer, partner: beslissing.van_een(kind, nummer)),
    "GZ-19": sets(beslissing, "BEIDEN", dict.fromkeys(beslissing.BEIDEN, "er niemand is.")),
    "GZ-20": sets(gezag_relaties, "gezag_over", _nobody),
    "GZ-21": sets(gezag_relaties, "_als_betrokken", lambda pl, relatie, kind: relatie),
    "GZ-22": sets(gezag_relaties, "ELDERS", replace(gezag_relaties.ELDERS, toelichting="")),
    "GZ-23": sets(gezag_shown.Gezagsvraag, "_neem", _first_of_two),
    "GZ-24": sets(gezag_shown, "_volledig", lambda mens: {}),
    "GZ-25": sets(gezag_blad, "in_onderzoek", _not_so),
    "GZ-26": sets(gezag_shown.Gezagsvraag, "gelezen", lambda self: []),
    "GZ-27": sets(brp_api, "require_version", _allows),
    "GZ-28": sets(gezag_kind, "Stap", lambda nummer, vraag, antwoord: gezag_relaties.Stap(nummer, vraag, "")),
}

OFF |= {
    "AU-01": sets(voorwaarde._Lezer, "eis", lambda self, woord: self.neem()),
    "AU-02": sets(voorwaarde, "_rechts", lambda rechts: "0"),
    "AU-03": sets(toetsing, "samen", lambda woord, delen: lambda geval: any(deel(geval) for deel in delen)),
    "AU-04": sets(toetsing, "elk_of_een", lambda operator: any),
    "AU-05": sets(toetsing, "JOKERS", {"*": "", "?": ""}),
    "AU-06": sets(toetsing, "verschuif", lambda cijfers, jaren, maanden, dagen: cijfers),
    "AU-10": sets(tabel35, "fout_in", lambda text: None),
    "AU-11": sets(tabel35.Regel, "geldt_op", lambda self, dag: True),
    "AU-12": sets(toegang, "VANZELF", _Everything()),
    "AU-13": sets(toegang, "oordeel", lambda text: lambda geval: True),
    "AU-14": sets(toegang, "GEZOCHT_OP", {}),
    "AU-15": sets(toegang, "ADRES", frozenset()),
    "AU-16": sets(taken, "is_datum", lambda dag: True),
    "AU-17": sets(autorisatieregels, "WEG", autorisatieregels.WEG.replace("a.wie = v.wie", "a.wie = ''")),
    "AU-18": sets(toegang.Gebruik, "langs", property(lambda self: "ad hoc")),
    "AU-19": sets(autorisatieregels, "REMEMBER_SECONDS", -1),
    "AU-20": sets(toegang, "is_derde", lambda caller: False),
    "AU-30": sets(synchronisatie, "onbeantwoordbaar", lambda kept, eigen: "" if kept else "G"),
    "AU-31": sets(boek, "rubrieken_of", lambda pl, categorieen=(): []),
    "AU-32": sets(postbus, "UITVAL", postbus.UITVAL.replace("'uitval'", "'weg'")),
    "AU-40": sets(levering, "_voorkomen", lambda voorkomen, categorie, rubrieken: voorkomen),
    "AU-41": sets(tabel35.Regel, "verbergt", lambda self, pl: False),
    "AU-42": sets(levering, "_without", lambda some, others: some[:1]),
    "AU-43": sets(levering, "oordeel", lambda text: lambda geval: True),
    "AU-44": sets(levering, "_replace", lambda stapels, told: stapels.append(told)),
    "AU-45": sets(ontvangst, "VAN_HIER", ""),
}
