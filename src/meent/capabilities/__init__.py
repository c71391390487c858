"""What the engine can do beyond reading and writing rows; the engine knows none of it, and app.py hands it in.

views        how rows are shown: `expand`, versions, the day of `datumGeldigheid`; with expand and versions
zoek         `_zoek` below a collection, and Geometry, a kind of field that can be searched in
audittrail   the trail of a main object, read
beside       a named operation with a body that is no row
inhoud       a kind of field whose value a store keeps (opslag), out of a body while it arrives
elders       links to registers of others
series       numbers that are given once
idempotency  the same request twice
"""
