"""Who may read what of persons: the rules of tabel 35, and rules of the municipality itself in the same language.

`voorwaarde` reads and writes a condition, `toetsing` judges it on a persoonslijst, `tabel35` reads the national table,
`regels` keeps rules and says which one counts today. Decision 0069.
"""
