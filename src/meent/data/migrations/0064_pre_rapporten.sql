-- Reports ask what state agents were in (decision 0056). Their lines stand among those of conversations, which are far
-- more; this index holds theirs alone.
create index gesprek_event_stand on gesprek_event (tenant_id, moment)
where toestand in ('Afwezig', 'Klaar', 'Aangeboden', 'Bezet', 'Nawerk', 'Pauze');
