-- Reports ask for the conversations that began in a stretch of time (decision 0045).
create index gesprek_begonnen on gesprek (tenant_id, begonnen_op);
