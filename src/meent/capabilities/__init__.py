"""What the engine can do beyond reading and writing rows (decision 0028).

It knows none of this: what stands here is named in a declaration, or handed in by app.py.

kinds of field     kinds (BSN, RSIN, e-mail, duration), names (types by name), linked (links as objects), inhoud
                   (content in a store: opslag), and Geometry in zoek
beside each row    versions, counters, zoek
addresses          zoek, audittrail, beside (a body that is no row)
ways of showing    views: expand, versions, the day of `datumGeldigheid`
during a request   elders (registers of others), inhoud, series (numbers given once), idempotency (the same twice)
"""
