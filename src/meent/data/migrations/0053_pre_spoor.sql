-- The trace (W3C Trace Context) of the request that a message is about, for who gets it: 16 bytes, or null when it is not
-- known (decision 0038).
alter table outbox add column trace bytea check (octet_length(trace) = 16);
alter table bezorging add column trace bytea check (octet_length(trace) = 16);
