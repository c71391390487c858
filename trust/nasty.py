"""Values, bodies and query strings that have broken servers elsewhere."""

from collections.abc import Callable
from typing import Any

LONG = "x" * 100_000
POLYGON = [[4, 52], [5, 52], [5, 53], [4, 52]]

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**31, 2**63, -(2**63) - 1, 10**400, 1.5, 1e308, "", " ", [], {}, [[]], [None], {"": None},
    "\x00", "a\x00b", "\x7f", "\ufdd0", "\ufffe", "\ud800", "\udfff", "\u202e", "\x1b[2J", "é" * 50, "😀" * 300, LONG,
    "0", "-0", "1e9", "NaN", "Infinity", "null", "true", "[]", "{}", "'; drop table zaak; --", "%s%n", "${7*7}",
    "http://", "https://x", "//x", "javascript:alert(1)", "http://[", "http://[::1", "http://x:99999/", "urn:x:y",
    "http://127.0.0.1:1/zaken/api/v1/zaken/00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "0" * 36,
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "20260101", "2026-W01-1", "٢٠٢٦-٠١-٠١",
    "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
    "2026-01-01T00:00:00+99:99", "2026-01-01T00:00:00.1234567890123Z",
    "P", "PT", "P0D", "P-1D", "P99999999999999999999Y", "P1Y2M3W4DT5H6M7S", "P1.5Y", "PT1S", "P٣D",
    "٩٩٩٩٩٠٠١٩", "99999001９", "000000000", "999999999", "12345678²",
    {"type": "Point"}, {"type": "Point", "coordinates": []}, {"type": "Point", "coordinates": ["a", "b"]},
    {"type": "Point", "coordinates": [None, None]}, {"type": "Point", "coordinates": [1e400, 0]},
    {"type": "Point", "coordinates": [10**400, 0]}, {"type": "Point", "coordinates": [4, 52, 1, 2, 3]},
    {"type": "Point", "coordinates": {"0": 1}}, {"type": "Point", "coordinates": "45"}, {"type": ["Point"]},
    {"type": "Point", "coordinates": [[4, 52]]}, {"type": "Polygon", "coordinates": [POLYGON[:2]]},
    {"type": "Polygon", "coordinates": [POLYGON, []]}, {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [[[4, 52], [5, 53], [5, 52], [4, 53], [4, 52]]]},
    {"type": "MultiPolygon", "coordinates": [[POLYGON[0]]]}, {"type": "LineString", "coordinates": [[4, 52]]},
    {"type": "LineString", "coordinates": [[4, 52], [4, 52]]}, {"type": "GeometryCollection", "geometries": []},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [4, 52]}, None]},
    {"type": "GeometryCollection"}, {"type": "MultiPoint", "coordinates": []}, {"type": "Feature", "geometry": None},
    {"type": "Polygon", "coordinates": [[*POLYGON[:3], [4, 53]]]},
    {"within": {"type": "Point", "coordinates": [[4, 52]]}},
    {"within": {"type": "Polygon", "coordinates": [POLYGON, []]}},
    {"type": "MultiPolygon", "coordinates": [[POLYGON, []]]},
    {"type": "MultiLineString", "coordinates": [[]]}, {"type": "MultiPoint", "coordinates": [[4, 52], []]},
    {"within": {"type": "Polygon", "coordinates": [[*POLYGON[:3], [4, 53]]]}},
    {"within": {"type": "Polygon", "coordinates": [[[3, 50], [8, 50], [8, 54], [3, 54], [3, 50]]]}}, {"within": None},
    {"within": {"type": "Point", "coordinates": []}},
    {"within": {"type": "Polygon", "coordinates": []}},
)  # fmt: skip

# Bodies that are no JSON, or JSON that means nothing; each gets the name of a property that exists.
BODIES: tuple[Callable[[bytes], bytes], ...] = (
    lambda name: b"",
    lambda name: b"{",
    lambda name: b"null",
    lambda name: b"[]",
    lambda name: b'"text"',
    lambda name: b"0",
    lambda name: b"\xff\xfe{\x00}\x00",
    lambda name: b"\xef\xbb\xbf{}",
    lambda name: b'{"' + name + b'": NaN}',
    lambda name: b'{"' + name + b'": Infinity}',
    lambda name: b'{"' + name + b'": 1e999}',
    lambda name: b'{"' + name + b'": ' + b"9" * 5_000 + b"}",
    lambda name: b'{"' + name + b'": -' + b"9" * 400 + b".5}",
    lambda name: b'{"' + name + b'": "\\ud800"}',
    lambda name: b'{"' + name + b'": "\\udfff\\ud800"}',
    lambda name: b'{"\\ud800": 1, "' + name + b'": "x"}',
    lambda name: b'{"' + name + b'": "\\u0000"}',
    lambda name: b'{"' + name + b'": "\\u007F"}',
    lambda name: b'{"' + name + b'": "\xc3\x28"}',
    lambda name: b'{"' + name + b'": "\xed\xa0\x80"}',
    lambda name: b'{"' + name + b'": 1, "' + name + b'": "twice"}',
    lambda name: b'{"' + name + b'": ' + b"[" * 900 + b"]" * 900 + b"}",
    lambda name: b'{"' + name + b'": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    lambda name: b'{"' + name + b'": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    lambda name: b'{"' + name + b'": [' + b'"x",' * 50_000 + b'"x"]}',
    lambda name: b'{"' + name + b'": "' + b"x" * 2_000_000 + b'"}',
    lambda name: b"{" + b",".join(b'"k%d": 1' % i for i in range(20_000)) + b"}",
    lambda name: b'{"' + name + b'": "x"} {"' + name + b'": "y"}',
)

# Query strings as they go over the line; NAAM stands for a parameter that exists.
QUERIES: tuple[str, ...] = (
    "NAAM=%FF", "NAAM=%00", "NAAM=a%00b", "NAAM=%ED%A0%80", "NAAM=%7F", "%FF=1", "NAAM", "NAAM=", "=", "&&&",
    "NAAM=%", "NAAM=%zz", "NAAM=a&NAAM=b", "NAAM[]=1", "NAAM[$gt]=", "NAAM=" + "9" * 5_000, "NAAM=-1", "NAAM=1e9",
    "NAAM=NaN",
    "NAAM=" + ",".join(["x"] * 3_000), "NAAM=%F0%9F%98%80", "page=0", "page=-1", "page=99999999999999999999",
    "page=1.5",
    "page=%D9%A1", "page=1_0", "page=%201", "pageSize=0", "pageSize=-1", "pageSize=99999999999999999999", "pageSize=",
    "page=9223372036854775807&pageSize=500", "page=92233720368547758&pageSize=100", "expand=" + "zaaktype," * 300,
    "expand=" + ".".join(["hoofdzaak"] * 300), "expand=_", "expand=,", "expand=.", "expand=%00", "expand=status..zaak",
    "ordering=-", "ordering=--startdatum", "ordering=,", "ordering=startdatum,startdatum", "ordering=%00",
    "ordering=id",
    "&".join(f"x{i}=1" for i in range(300)), "NAAM='%20or%201=1--", "NAAM=%25", "NAAM=../../..", "NAAM=http://",
    "NAAM=http://[", "NAAM=http://%5B::1", "zaaktype=http://[", "startdatum__gt=0001-01-01", "startdatum=2026-02-30",
    "startdatum=%D9%A2%D9%A0%D9%A2%D9%A6-%D9%A0%D9%A1-%D9%A0%D9%A1", "uuid__in=x", "identificatie=%00",
)  # fmt: skip

# One header at a time beside the usual ones.
HEADERS: tuple[tuple[str, bytes], ...] = (
    ("host", b""), ("host", b"x" * 5_000), ("host", b"\xff\xfe"), ("host", "gemeente.test\ufdd0".encode()),
    ("host", b'a"b<c>'),
    ("host", b"[::1]:99999"), ("accept-crs", b"EPSG:28992"), ("accept-crs", b"\xff"), ("content-crs", b""),
    ("content-type", b"text/plain"), ("content-type", b""), ("content-type", b"application/json; charset=utf-16"),
    ("content-type", b"application/xml"), ("content-type", b"\xff/\xff"), ("content-type", b"multipart/form-data"),
    ("idempotency-key", b""), ("idempotency-key", b"x" * 300), ("idempotency-key", b"\xff\x80"),
    ("idempotency-key", b" "),
    ("idempotency-key", "\ufdd0".encode()), ("x-audit-toelichting", b"\x7f\xff"),
    ("x-audit-toelichting", b"\xff\xfe"), ("x-audit-toelichting", b"x" * 5_000), ("x-nlx-logrecord-id", b"\xff"),
    ("if-none-match", b"*"), ("if-none-match", b'"' * 3_000), ("if-none-match", b"\xff"), ("accept", b"text/html"),
    ("accept-language", b"\xff"), ("accept-encoding", b"nonsense;q=x"), ("authorization", b""),
    ("authorization", b"Bearer"), ("authorization", b"Bearer \xff.\xff.\xff"),
    ("authorization", b"Bearer " + b"a" * 9_000),
    ("authorization", b"Bearer e30.e30.e30"), ("authorization", b"Bearer bnVsbA.bnVsbA.bnVsbA"),
    ("authorization", b"Basic x"),
    ("authorization", b"Bearer eyJhbGciOiJub25lIn0.eyJjbGllbnRfaWQiOiJ0cnVzdCJ9."),
    ("x-forwarded-proto", b"javascript"),
    ("x-forwarded-for", b"' or 1=1"), ("transfer-encoding", b"gzip"), ("expect", b"100-continue"),
    ("range", b"bytes=0-1"),
    ("x-http-method-override", b"DELETE"), ("cookie", b"\xff=\xff"), ("origin", b"null"), ("te", b"trailers"),
)  # fmt: skip

# What is good enough to be read, so that what stands behind that is reached: by the last word of a parameter.
WORDS: dict[str, tuple[str, ...]] = {
    "data_attr": (
        "merk__exact__x", "merk__in__a|b", "merk__icontains__e", "merk__gt__5", "merk__lte__2026-03-31",
        "a__b__exact__1", "merk__exact__true", "merk__exact__1.50", "merk__exact__\"", "merk__exact__a,b",
        "merk__exact__\\", "\"__exact__'", "merk__in__" + "|".join(["a"] * 2_000), "merk__gt__" + "9" * 99,
        "a__" * 19 + "exact__1",
    ),
    "data_attrs": ("merk__exact__x", "merk__gt__5,merk__lt__7", "merk__icontains__e"),
    "data_icontains": ("merk", "E", "\\", ".*", "\"", "é"),
    "ordering": ("record__data__merk", "-record__startAt,uuid", "record__data__a__b,record__data__a__b", "-uuid"),
    "fields": ("url,record__data__merk", "record", "uuid,type", "record__data__" + "a__" * 600 + "b"),
    "date": ("2026-01-01", "0001-01-01", "9999-12-31", "2024-02-29"),
    "registrationDate": ("2026-01-01", "0001-01-01", "9999-12-31"),
    "beginDatum": ("2026-01-01", "0001-01-01", "1970-01-01"),
    "eindDatum": ("2027-01-01", "9999-12-31"),
    "objectId": ("999990019", "517439943"),
    "codeSoortObjectId": ("bsn", "kvk_nummer", "rsin", "vestigingsnummer"),
    "codeObjecttype": ("natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging"),
    "codeRegister": ("brp", "hr"),
}  # fmt: skip

_DEEPER = {str(n): {"not": {"anyOf": [{"not": {"$ref": f"#/$defs/{n - 1}"}}] * 2}} for n in range(1, 31)}
SCHEMAS: tuple[Any, ...] = (
    {"type": "object"}, {"type": "object", "properties": {"merk": {"type": "string"}}}, {},
    {"properties": {"merk": {"pattern": "^(a+)+$"}}}, {"$ref": "https://elders.example/schema"}, {"$ref": "#"},
    {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}, {"$ref": "#/nergens"}, {"$schema": []},
    {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object"}, {"$schema": "urn:nonsense"},
    {"type": "boom"}, {"properties": {"merk": False}}, {"required": "merk"}, {"minProperties": 1e308},
    {"$id": "https://elders.example/", "$ref": "#a"}, {"$dynamicRef": "#x"}, {"pattern": "("}, {"format": "\u0000"},
    {"$ref": "#/$defs/30", "$defs": {"0": {"type": "object"}} | _DEEPER},
)  # fmt: skip
