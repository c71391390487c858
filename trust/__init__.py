"""Long runs that try to break a real `meent serve`: killing it, and feeding it nonsense. `make trust` runs them."""
