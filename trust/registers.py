"""As writers.py and proof.py, for the registers beside ZGW: klantcontacten with their parts, objects and their records.

A klantcontact is made with a betrokkene and an onderwerpobject in one request, and an object changes by records that
follow or correct one another. Each row that is written has a line in the audit trail, a message and a line in the log
of processing; of what is acknowledged none may miss, and of what is not acknowledged all may be there or nothing.
"""

import asyncio
import random
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from meent.services.objecten.record import Stand, in_order
from tests.services.klantinteracties.bodies import KLANTINTERACTIES
from tests.services.objecten.bomen import OBJECTS, OBJECTTYPEN
from tests.zgw import made
from trust.server import Http
from trust.writers import Tally, Write, Writer

CONTACT, OBJECT, RECORD, CORRECTION = KINDS = ("klantcontact", "object", "record", "correctie")
OBJECTS_KEPT = 20
BSN = "999990019"
SCHEMA = {"type": "object", "required": ["merk"], "properties": {"merk": {"type": "string"}}}
FIRST_DAY = date(2001, 1, 1)


async def a_start(http: Http, name: str) -> tuple[str, str]:
    """The type of the objects, and the uuid of a partij that the log knows by its BSN."""
    client: Any = http
    of_type = await made(client, f"{OBJECTTYPEN}/objecttypes", {"name": name, "namePlural": name})
    await made(client, f"{of_type['url']}/versions", {"jsonSchema": SCHEMA, "status": "published"})
    identificator = {
        "codeObjecttype": "natuurlijk_persoon", "codeSoortObjectId": "bsn", "codeRegister": "brp", "objectId": BSN,
    }  # fmt: skip
    found = await http.get(f"{KLANTINTERACTIES}/partijen", {"partijIdentificator__objectId": BSN})
    if found.json["results"]:  # a run that goes on in the same folder
        return of_type["url"], found.json["results"][0]["uuid"]
    body = {
        "soortPartij": "persoon", "indicatieActief": True,
        "partijIdentificatie": {"contactnaam": {"achternaam": name}},
        "partijIdentificatoren": [{"partijIdentificator": identificator}],
    }  # fmt: skip
    partij = await made(client, f"{KLANTINTERACTIES}/partijen", body)
    return of_type["url"], partij["uuid"]


class RegisterWriter(Writer):
    """Makes klantcontacten, and objects of its own that it changes and corrects.

    A correction names a record that was not corrected before, so what writes records always has a key: then the
    writer knows how far its objects are.
    """

    def __init__(self, http: Http, start: tuple[str, str], tally: Tally, name: str, rng: random.Random) -> None:
        super().__init__(http, {}, tally, name, rng, None)  # type: ignore[arg-type]
        self.of_type, self.partij = start
        self.counting: dict[str, list[int]] = {}
        """Object -> numbers of its records that nothing corrects yet."""

    async def run(self, is_over: asyncio.Event) -> None:
        while not is_over.is_set():
            kinds = KINDS if self.counting else KINDS[:2]
            await self.write(self.rng.choices(kinds, (30, 15, 30, 25)[: len(kinds)])[0])

    def has_key(self, kind: str) -> bool:
        return kind in (RECORD, CORRECTION) or super().has_key(kind)

    def _request(self, kind: str, mark: str) -> tuple[str, str, dict[str, Any]]:
        if kind == CONTACT:
            return "POST", f"{KLANTINTERACTIES}/maak-klantcontact", self._contact(mark)
        record: dict[str, Any] = {"typeVersion": 1, "data": {"merk": mark}, "startAt": self._day()}
        if kind == OBJECT:
            return "POST", OBJECTS, {"type": self.of_type, "record": record}
        url = self.rng.choice(list(self.counting))
        if kind == CORRECTION:
            record["correctionFor"] = self.rng.choice(self.counting[url])
        return "PUT", url, {"type": self.of_type, "record": record}

    def _contact(self, mark: str) -> dict[str, Any]:
        return {
            "klantcontact": {"kanaal": "telefoon", "onderwerp": mark, "taal": "nld", "vertrouwelijk": False},
            "betrokkene": {
                "wasPartij": {"uuid": self.partij}, "rol": "klant", "initiator": True, "organisatienaam": mark,
            },
            "onderwerpobject": {"wasKlantcontact": None, "onderwerpobjectidentificator": {
                "objectId": mark, "codeObjecttype": "zaak", "codeRegister": "trust", "codeSoortObjectId": "uuid",
            }},
        }  # fmt: skip

    def _day(self) -> str:
        return (FIRST_DAY + timedelta(days=self.rng.randrange(7_000))).isoformat()

    def _keep(self, kind: str, mark: str, answer: Any, is_keyed: bool) -> None:
        row = answer.json[CONTACT] if kind == CONTACT else answer.json
        if kind != CONTACT:
            self._note_record(row)
        self.tally.acknowledge(Write(mark, kind, row["uuid"], row["uuid"], is_keyed))

    def _note_record(self, row: dict[str, Any]) -> None:
        """What may be corrected from now on; beyond OBJECTS_KEPT the oldest object is left alone."""
        record = row["record"]
        counting = self.counting.setdefault(row["url"], [])
        counting.append(record["index"])
        if record["correctionFor"]:
            counting.remove(record["correctionFor"])
        if len(self.counting) > OBJECTS_KEPT:
            del self.counting[next(iter(self.counting))]


# Of each acknowledged klantcontact: its rows, audit lines, messages, rows with a line in the log, keys. Each table is
# joined once: counted per contact it is a scan of the log for each.
CONTACTS = """
WITH w AS MATERIALIZED (SELECT * FROM unnest($1::text[], $2::uuid[], $3::boolean[]) AS w(merk, id, sleutel)
), deel AS MATERIALIZED (
    SELECT w.merk, k.id FROM w JOIN klantinteractie k ON k.id = w.id AND k.onderwerp = w.merk
    UNION ALL SELECT w.merk, b.id FROM w JOIN betrokkene b ON b.had_klantcontact = w.id AND b.organisatienaam = w.merk
    UNION ALL SELECT w.merk, o.id FROM w JOIN onderwerpobject o ON o.klantcontact = w.id
        AND o.onderwerpobjectidentificator_object_id = w.merk
), rij AS (SELECT merk, count(*) AS n FROM deel GROUP BY merk
), spoor AS (SELECT d.merk, count(*) AS n FROM deel d JOIN audit a ON a.hoofd_id = d.id
    WHERE a.tenant_id = 1 AND a.actie = 'create' GROUP BY d.merk
), bericht AS (SELECT d.merk, count(*) AS n FROM deel d JOIN outbox b ON b.resource_id = d.id
    WHERE b.actie = 'create' GROUP BY d.merk
), regel AS (SELECT d.merk, count(DISTINCT v.object) AS n FROM deel d JOIN verwerking v ON v.object = d.id
    WHERE v.handeling = 'create' GROUP BY d.merk
), sleutel AS (SELECT i.sleutel AS merk, count(*) AS n FROM w JOIN idempotentie i ON i.sleutel = w.merk
    WHERE i.antwoord IS NOT NULL GROUP BY i.sleutel)
SELECT w.merk, w.sleutel, coalesce(rij.n, 0), coalesce(spoor.n, 0), coalesce(bericht.n, 0), coalesce(regel.n, 0),
    coalesce(sleutel.n, 0)
FROM w LEFT JOIN rij USING (merk) LEFT JOIN spoor USING (merk) LEFT JOIN bericht USING (merk)
    LEFT JOIN regel USING (merk) LEFT JOIN sleutel USING (merk)
"""
# Of each acknowledged record: rows of it, whether it took its place, audit lines, keys.
RECORDS = """
WITH w AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::boolean[]) AS w(merk, soort, id, sleutel)
), rij AS (SELECT w.merk, count(*) AS n FROM w JOIN objectrecord r ON r.object = w.id AND r.data ->> 'merk' = w.merk
    WHERE (w.soort = 'object') = (r.index = 1) AND (w.soort = 'correctie') = (r.correction_for IS NOT NULL)
    GROUP BY w.merk
), spoor AS (SELECT w.merk, count(*) AS n FROM w
    JOIN audit a ON a.hoofd_id = w.id AND a.nieuw -> 'record' -> 'data' ->> 'merk' = w.merk
    WHERE a.tenant_id = 1 AND a.actie = CASE w.soort WHEN 'object' THEN 'create' ELSE 'update' END GROUP BY w.merk
), sleutel AS (SELECT i.sleutel AS merk, count(*) AS n FROM w JOIN idempotentie i ON i.sleutel = w.merk
    WHERE i.antwoord IS NOT NULL GROUP BY i.sleutel)
SELECT w.merk, w.soort, w.sleutel, coalesce(rij.n, 0), coalesce(spoor.n, 0), coalesce(sleutel.n, 0)
FROM w LEFT JOIN rij USING (merk) LEFT JOIN spoor USING (merk) LEFT JOIN sleutel USING (merk)
"""
WRITTEN = "('klantinteractie', 'betrokkene', 'onderwerpobject', 'object')"
# As HALF of proof.py.
HALF = {
    "klantcontact zonder een van zijn delen": """
        SELECT k.id FROM klantinteractie k WHERE $1::timestamptz IS NOT NULL AND (
            (SELECT count(*) FROM betrokkene b WHERE b.had_klantcontact = k.id) <> 1
            OR (SELECT count(*) FROM onderwerpobject o WHERE o.klantcontact = k.id) <> 1)""",
    "object zonder al zijn records": """
        SELECT o.id FROM object o LEFT JOIN objectrecord r ON r.object = o.id
        WHERE $1::timestamptz IS NOT NULL GROUP BY o.id, o.record ->> 'index'
        HAVING count(r.index) <> (o.record ->> 'index')::integer
            OR max(r.index) IS DISTINCT FROM (o.record ->> 'index')::integer""",
    "correctie en gecorrigeerde passen niet": """
        SELECT r.object, r.index FROM objectrecord r WHERE $1::timestamptz IS NOT NULL AND (
            r.correction_for IS NOT NULL AND NOT EXISTS (SELECT FROM objectrecord c WHERE c.object = r.object
                AND c.index = r.correction_for AND c.corrected_by = r.index)
            OR r.corrected_by IS NOT NULL AND NOT EXISTS (SELECT FROM objectrecord c WHERE c.object = r.object
                AND c.index = r.corrected_by AND c.correction_for = r.index))""",
    "record niet te vinden op zijn waarden": """
        SELECT r.object, r.index FROM objectrecord r WHERE r.object IN (
            SELECT a.resource_id FROM audit a WHERE a.aanmaakdatum >= $1 AND a.resource = 'object')
        AND (SELECT array_agg(DISTINCT x) FROM object_waarden(r.data) x) IS DISTINCT FROM
            (SELECT array_agg(w.waarde ORDER BY w.waarde) FROM objectwaarde w
             WHERE w.object = r.object AND w.index = r.index)""",
    "rij zonder spoor": """
        SELECT r.id FROM (SELECT id FROM klantinteractie UNION ALL SELECT id FROM betrokkene
            UNION ALL SELECT id FROM onderwerpobject UNION ALL SELECT id FROM object) r
        LEFT JOIN audit a ON a.resource_id = r.id AND a.actie = 'create'
        WHERE a.id IS NULL AND $1::timestamptz IS NOT NULL""",
    "spoor zonder rij": f"""
        SELECT a.id FROM audit a WHERE a.aanmaakdatum >= $1 AND a.resource IN {WRITTEN} AND NOT EXISTS (
            SELECT FROM klantinteractie r WHERE r.id = a.resource_id
            UNION ALL SELECT FROM betrokkene r WHERE r.id = a.resource_id
            UNION ALL SELECT FROM onderwerpobject r WHERE r.id = a.resource_id
            UNION ALL SELECT FROM object r WHERE r.id = a.resource_id)""",
    "spoor, bericht en regel van het log niet één op één": f"""
        SELECT resource_id, actie FROM (
            SELECT resource_id, actie, 1 AS spoor, 0 AS bericht, 0 AS regel FROM audit
            WHERE aanmaakdatum >= $1 AND resource IN {WRITTEN}
            UNION ALL SELECT resource_id, actie, 0, 1, 0 FROM outbox
            WHERE aanmaakdatum >= $1 AND resource IN {WRITTEN}
            UNION ALL SELECT object, handeling, 0, 0, count(DISTINCT left(id::text, 32)) FROM verwerking
            WHERE moment >= $1 AND resource IN {WRITTEN} AND handeling IN ('create', 'update')
            GROUP BY object, handeling) x
        GROUP BY resource_id, actie HAVING sum(spoor) <> sum(bericht) OR sum(spoor) <> sum(regel)""",
}
# Marks that had more than one effect.
DOUBLED = """
SELECT merk FROM (
    SELECT onderwerp AS merk FROM klantinteractie UNION ALL SELECT data ->> 'merk' FROM objectrecord
) x WHERE $1::timestamptz IS NOT NULL GROUP BY merk HAVING count(*) > 1
"""
THERE = "SELECT onderwerp FROM klantinteractie UNION ALL SELECT data ->> 'merk' FROM objectrecord"
STANDS = """
SELECT r.object, r.index, r.rang, r.start_at, r.correction_for, r.end_at, r.corrected_by FROM objectrecord r
WHERE r.object IN (SELECT a.resource_id FROM audit a WHERE a.aanmaakdatum >= $1 AND a.resource = 'object')
ORDER BY r.object, r.index
"""


async def judge_writes(conn: Any, writes: list[Write], lost: list[str], half: list[str], doubled: list[str]) -> None:
    """An acknowledged write is there whole: its rows, lines and messages, and one key if it had a key."""
    contacts = [(w.mark, w.id, w.is_keyed) for w in writes if w.kind == CONTACT]
    for merk, is_keyed, rijen, sporen, berichten, regels, sleutels in await _asked(conn, CONTACTS, contacts):
        counts = f"{rijen} rijen, {sporen} sporen, {berichten} berichten, {regels} in het log, {sleutels} sleutels"
        if rijen == 0:
            lost.append(f"{CONTACT} {merk}")
        elif (rijen, sporen, berichten, regels) != (3, 3, 3, 3) or (is_keyed and sleutels != 1):
            half.append(f"{CONTACT} {merk}: {counts}")
    records = [(w.mark, w.kind, w.id, w.is_keyed) for w in writes if w.kind in KINDS[1:]]
    for merk, soort, is_keyed, rijen, sporen, sleutels in await _asked(conn, RECORDS, records):
        if rijen == 0 or sporen == 0:
            lost.append(f"{soort} {merk}: {rijen} records, {sporen} sporen")
        elif rijen > 1 or sporen > 1:
            doubled.append(merk)
        elif is_keyed and sleutels != 1:
            half.append(f"{soort} {merk}: {sleutels} sleutels")


async def _asked(conn: Any, query: str, rows: list[Any]) -> list[Any]:
    """Of all at once. PostgreSQL takes an array for a hundred rows, and would look through a table for each of them."""
    if not rows:
        return []
    async with conn.transaction():
        await conn.execute("SET LOCAL enable_nestloop = off")
        return await conn.fetch(query, *map(list, zip(*rows, strict=True)))


async def wrong_ends(conn: Any, since: Any) -> list[str]:
    """Objects of which the records do not end as all of them together say; a kill may leave none of these."""
    found = []
    for key, rows in groupby(await conn.fetch(STANDS, since), key=lambda row: row[0]):
        stands = [Stand(*tuple(row)[1:]) for row in rows]
        if stands != in_order(stands):
            found.append(f"einden van de records van {key}")
    return found
