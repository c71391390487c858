"""The team leader of the contact centre: how it goes now, how it went, and what if it were otherwise."""
