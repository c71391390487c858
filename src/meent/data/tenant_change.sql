-- Everything about a municipality but its slug.
update tenant
set naam = $2, gemeentecode = $3, rsin = $4, host = $5, database_url = $6, thema = $7, instellingen = $8
where slug = $1
returning *
