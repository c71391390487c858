"""A regular package, because sippy installs one called `tests` too, and a folder without this file would lose."""
