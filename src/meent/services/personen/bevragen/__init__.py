"""The query APIs of the BRP over the own registration: Personen 2.7, Bewoning 2.1, Verblijfplaatshistorie 2.0,
Reisdocumenten 2.0, Gezag 2, Landelijke tabellen 1.0, Update 1.0.

`contract` is what the published documents say, `vraag` reads a question by it, `zoeken` finds the lists, and `persoon`
and its neighbours make of a list what was asked: pure functions over the persoonslijst. `verblijf` says when somebody
lived where, `bewoning` who lived at a place, `historie` and `reisdocumenten` the rest; they stand in one table in
`andere`. `naslag` reads the national tables, `volgen` knows who follows whom. `api` joins them (decisions 0051, 0058).
"""
