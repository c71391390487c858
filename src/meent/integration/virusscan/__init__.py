"""Looking for malware in what comes in (BIO2 8.07.04), before anybody can have it."""
