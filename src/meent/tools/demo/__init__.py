"""The demo town: everything `make demo` shows, as bodies for the ZGW APIs and as plain persons.

Pure functions only. Nothing here opens a connection: `app.py` writes what these functions make through the one write
path, so that the demo is checked by the same rules as any client. Same seed and same day give the same town.
"""
