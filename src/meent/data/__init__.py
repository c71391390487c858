"""PostgreSQL: the server we bring along, the connections, the tenants and the migrations."""
