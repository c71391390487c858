-- Who waits for what is laid ready already; announcements have a function of their own (meent_aankondigingen), so that
-- no look round costs one step for every municipality.
drop function meent_werk();
create function meent_werk() returns table (gemeente integer, abonnee uuid) language plpgsql as $$
begin
    perform set_config('meent.bezorger', 'aan', true);
    return query
        select s.tenant_id, s.abonnement from bezorgstand s
        where s.geparkeerd_op is null and s.gepauzeerd_tot <= now() and exists (
            select from bezorging b where b.tenant_id = s.tenant_id and b.abonnement = s.abonnement
            and b.geparkeerd_op is null and b.wacht_tot <= now());
    perform set_config('meent.bezorger', '', true);
end $$;
