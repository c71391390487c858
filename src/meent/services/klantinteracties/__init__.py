"""The Klantinteracties API as Open Klant 2.18 serves it: who the municipality is in touch with, and when it was."""
