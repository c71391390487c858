"""Kinds of object that Meent knows by itself. Each municipality has its own, under the same uuid (decision 0063)."""

from uuid import UUID

KENNISARTIKEL = UUID("6d65656e-7400-5000-8000-6b656e6e6973")
"""A text for who answers questions of residents."""
