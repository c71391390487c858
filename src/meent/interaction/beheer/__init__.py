"""Screens for who keeps the municipality's systems going."""
