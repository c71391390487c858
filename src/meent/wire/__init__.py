"""HTTP, before any resource is known: whom a request is about, how it is read, what an answer or refusal looks like."""
