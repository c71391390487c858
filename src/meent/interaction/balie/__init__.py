"""The counter: persons of the BRP for who keeps them, found, read with their history, and changed step by step."""
