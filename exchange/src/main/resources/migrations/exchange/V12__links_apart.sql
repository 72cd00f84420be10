-- A registration has two links since: one confirms, one erases. What is here and what an office of an earlier version
-- still puts here is of mails with one link for both, which goes on doing both until its day is erased.
alter table directory.receipt add column one_link boolean not null default true;

-- Where and when it was, sealed under the link that confirms.
alter table directory.receipt add column place bytea;
