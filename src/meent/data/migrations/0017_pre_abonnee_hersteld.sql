-- Whoever changes a subscription has just shown that its address works (N-07): it is no longer left in peace or parked.
create function meent_abonnee_hersteld() returns trigger language plpgsql as $$
begin
    update bezorgstand s set fouten = 0, sinds = null, gepauzeerd_tot = 'epoch', geparkeerd_op = null
    where s.tenant_id = new.tenant_id and s.abonnement = new.id;
    return null;
end $$;
create trigger abonnee_hersteld after update of callback_url, auth on abonnement
    for each row execute function meent_abonnee_hersteld();
