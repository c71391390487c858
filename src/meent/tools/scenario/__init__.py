"""`meent scenario`: business cases that hold (requirements R16, R20, R21).

A model is text that people review: TOML files in which each figure has its source (`vorm`, `bestand`, `controle`).
From it follow the lines per year in whole eurocents (`posten`), what they are worth today (`contant`), the chances
(`trekking`), the assumptions that decide (`gevoeligheid`), who would leave a joint contract (`coalitie`) and what it is
worth to be able to stop (`opties`). Those are pure functions; only `verslag` and `commands` write. Words in a model are
Dutch, for who reads it.
"""
