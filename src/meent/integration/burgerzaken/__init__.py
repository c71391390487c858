"""Civil affairs over HTTP: a door for other programs, of the operations that the process hands in (decision 0075)."""
