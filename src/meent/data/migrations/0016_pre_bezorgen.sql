-- What delivering needs: the order of an object holds past what is parked, and whose announcements wait is found by
-- one step per municipality that has any, so that looking often costs next to nothing.

drop index bezorging_object;
create index bezorging_object on bezorging (tenant_id, abonnement, object, nummer);
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- Numbers what is told to our own screens: per municipality in the order of commit, so that a screen can go on where it was.
create sequence uitzending;

create function meent_aankondigingen() returns setof integer language plpgsql as $$
declare
    gemeente integer := -1;
begin
    perform set_config('meent.bezorger', 'aan', true);
    loop
        select o.tenant_id into gemeente from outbox o where o.tenant_id > gemeente order by o.tenant_id limit 1;
        exit when gemeente is null;
        return next gemeente;
    end loop;
    perform set_config('meent.bezorger', '', true);
end $$;
