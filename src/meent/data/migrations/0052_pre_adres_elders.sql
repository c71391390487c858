-- The URL of what stands in a register of somebody else (decision 0024). A function and no sub-select, because a statement
-- prepares each of its sub-selects whenever it runs, and nearly every link leads to a row of our own.
create function meent_elders(integer, uuid) returns text language plpgsql stable as $$
begin
    return (select e.url from elders e where e.tenant_id = $1 and e.id = $2);
end $$;
