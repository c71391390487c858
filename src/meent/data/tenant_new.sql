-- A new municipality.
insert into tenant (slug, naam, gemeentecode, rsin, host, database_url, thema, instellingen)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning *
