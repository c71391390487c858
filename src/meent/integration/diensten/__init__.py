"""Registers of other suppliers: fetched with our own credentials, and only where a municipality configured them."""
