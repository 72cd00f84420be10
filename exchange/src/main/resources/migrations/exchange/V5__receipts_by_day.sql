-- A receipt goes with its day, whatever the retention is by then; until when its link works is reckoned from it.
alter table directory.receipt add column day date;
update directory.receipt set day = until;
alter table directory.receipt alter column day set not null;
drop index directory.receipt_by_until;
alter table directory.receipt drop column until;

create index receipt_by_day on directory.receipt using brin (day) with (pages_per_range = 16, autosummarize = on);
