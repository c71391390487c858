"""Persons at the source: the persoonslijst (PL) of the BRP as the Logisch Ontwerp knows it (LO GBA 3.9/3.10, HUP 3.9).

`persoonslijst` is the list itself, `mutaties` the only way to change one, `controles` what must be true of it, `lo3`,
`rvig` and `pljson` its forms outside, `opslag` where it is kept. No resource of the engine: decision 0050.
"""
