-- What a register refused, and why: the row stays until it is taken after all, or somebody throws it away.
alter table opdracht add column fout text not null default '';
