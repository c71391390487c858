"""Stores of content: a folder of this machine, or a bucket that speaks S3 (protocol: engine/opslag.py)."""
