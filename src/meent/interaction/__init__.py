"""The screens for people: templates, forms and pictures. No rule of a register lives here.

Read `screens.py` first (which address shows what), then `visit.py` (what every request gets), then one screen:
`behandelen/zakenlijst.py`.
"""
