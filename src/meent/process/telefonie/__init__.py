"""The contact centre: who calls, who waits, who answers. Pure steps over a journal; an exchange does what they say."""
