"""Keeping knowledge articles."""
