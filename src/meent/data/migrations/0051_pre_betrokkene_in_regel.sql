-- The same outcome, by what PostgreSQL can write into the statement itself: convert_to is not immutable, so each call of
-- the function of before was a query of its own. Who somebody is, is plain text ('bsn:999990019'): a backslash is refused.
create or replace function meent_betrokkene(binnen bytea, buiten bytea, wie text) returns bytea
    language sql immutable parallel safe strict
    return substring(sha256(buiten || sha256(binnen || decode(wie, 'escape'))) for 16);
