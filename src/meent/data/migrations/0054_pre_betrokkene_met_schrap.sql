-- Who is searched for may be called anything, so a backslash is a letter like others. Without one the outcome is the same.
create or replace function meent_betrokkene(binnen bytea, buiten bytea, wie text) returns bytea
    language sql immutable parallel safe strict
    return substring(sha256(buiten || sha256(binnen || decode(replace(wie, '\', '\\'), 'escape'))) for 16);
