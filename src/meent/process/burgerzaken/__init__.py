"""Legal facts of the BRP, one file each: checks with their article of law, and what they do to lists. Pure."""
