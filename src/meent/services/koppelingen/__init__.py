"""Links to the registers of other suppliers: which ones a municipality uses. Not a standard API of its own."""
