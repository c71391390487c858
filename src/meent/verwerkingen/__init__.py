"""The log of processing (Logboek Dataverwerkingen): who used which personal data about whom, when and why.

Plugs into the engine by `Resource.along`, and into what shows rows by `capabilities/logbook.py`. Which fields are
personal data, and whom a row is about, stands with the resource: Betrokkenen, Personal, Special, Gegevens. Decisions
0037, 0038.
"""
