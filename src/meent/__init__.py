"""Meent: registers, burgerzaken and customer contact for Dutch municipalities, as one product."""

__version__ = "0.1.0"
