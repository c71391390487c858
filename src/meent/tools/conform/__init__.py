"""`meent conform`: does a server of any supplier do what the ZGW standards say?

It is judged in two ways: every exchange against the published OpenAPI documents, read at run time from
MEENT_SHARED, and the numbered rules that can be tried from outside, in a catalogue of our own (decision 0039).
It knows nothing of Meent: Meent is judged by it as any other.
"""
