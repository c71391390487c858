"""Work in steps: what happens between a screen or a line and the registers. No database handle here."""
