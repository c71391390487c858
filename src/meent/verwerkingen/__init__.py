"""The log of processing (Logboek Dataverwerkingen): who used which personal data about whom, when and why.

Plugs into the engine by its protocol (`engine/logbook.py`); which rows and fields are personal data, and whom a row is
about, stands with the resource (`Resource.subjects`, the marks Personal, Special and Gegevens). Decisions 0037, 0038.
"""
