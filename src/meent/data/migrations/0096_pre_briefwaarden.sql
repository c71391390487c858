-- What a letter says beside what the lists say when it is made: what came in about somebody who left, and the papers.

alter table brp_brief add column waarden jsonb not null default '{}';
