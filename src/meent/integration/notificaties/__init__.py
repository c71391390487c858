"""The door to subscribers: what waits is delivered, once or more often, in order for each object (ARCHITECTURE §7)."""
