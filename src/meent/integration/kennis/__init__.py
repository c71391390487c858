"""Knowledge articles: what is in one, and the book in which they are found by their words (decision 0063)."""
