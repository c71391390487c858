"""Rules of the Objecttypen API 2.2.2: versions have numbers, and what is published stays as it is (decision 0035)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.basis.adres import MAX_NUMBER, numbered_key
from meent.services.schemakeuring import GOOD, TOO_MUCH, faults_of, what_is_odd

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.objecttypen.objecttype import ObjectType
    from meent.services.objecttypen.objecttypeversion import ObjectTypeVersion


async def number_version(change: Change[ObjectTypeVersion]) -> None:
    """Versions are numbered from 1 within their objecttype, and a number is never another's. Source: OB-01."""
    if change.old is not None:
        return
    known = await change.find(type(change.new), object_type=change.new.object_type)
    change.new.version = max((version.version for version in known), default=0) + 1
    change.new.id = numbered_key(change.new.object_type, change.new.version)
    if change.new.version > MAX_NUMBER:
        change.reject("version", "max_value", f"Een objecttype heeft ten hoogste {MAX_NUMBER} versies.")


async def stamp_days(change: Change[ObjectType] | Change[ObjectTypeVersion]) -> None:
    """Who reads a type sees since when it is there, and whether it changed since. Source: OB-02."""
    if change.old is None:
        change.new.created_at = change.today
    change.new.modified_at = change.today


async def stamp_publication(change: Change[ObjectTypeVersion]) -> None:
    """A version is published on the day on which it becomes so. Source: OB-02."""
    if change.new.status == "published" and change.changed("status"):
        change.new.published_at = change.today


async def require_draft(change: Change[ObjectTypeVersion]) -> None:
    """What is published stays as it is; only its end can be told. Source: OB-03."""
    if change.old is None or change.old.status == "draft":
        return
    if change.operation == "delete":
        reason = "Deze versie is gepubliceerd en blijft bestaan. Zet de status op deprecated."
        change.reject("nonFieldErrors", "non-draft-version-destroy", reason)
    elif change.changed("json_schema") or (change.changed("status") and change.new.status != "deprecated"):
        reason = "Deze versie is gepubliceerd en kan niet meer veranderen. Maak een nieuwe versie."
        change.reject("nonFieldErrors", "non-draft-version-update", reason)


async def require_json_schema(change: Change[ObjectTypeVersion]) -> None:
    """A version holds a JSON schema that stands by itself, so that objects can be judged by it. Source: OB-04."""
    if change.operation == "delete" or not change.changed("json_schema"):
        return
    told = what_is_odd(change.new.json_schema)
    if not told and (await faults_of(change.new.json_schema))[0] != GOOD:
        told = TOO_MUCH
    if told:
        change.reject("jsonSchema", "invalid-json-schema", told)


async def require_no_versions(change: Change[ObjectType]) -> None:
    """An objecttype goes after its versions, so that no object loses what describes it unseen. Source: OB-05."""
    if change.operation == "delete" and await change.find("ObjectTypeVersion", object_type=change.id):
        reason = "Dit objecttype heeft nog versies. Verwijder eerst de versies."
        change.reject("nonFieldErrors", "pending-versions", reason)
