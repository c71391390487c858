"""Who has authority (gezag) over a minor, decided from the lists of child, parents and partner.

The registration does not hold the answer: only what a court said stands on the list (11.32), the rest follows from the
law. `blad` reads a list and remembers what was read, `vragen` are the questions of the published decision, `beslissing`
puts them in order and `relaties` tells whom it concerns. All of it pure; fetching lists is `bevragen/gezag.py`.
Source: antwoordenmodel gezag 2.2.4 and BRP API Gezag 2.0 of RvIG; Burgerlijk Wetboek boek 1; decision 0059.
"""
