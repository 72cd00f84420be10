-- Published keys are signed by the office. Those from before are not; the office publishes them again, signed, at its
-- start, and no front takes them meanwhile.
delete from directory.seal_key;

alter table directory.seal_key
  drop column public_key,
  add column statement bytea not null check (length(statement) between 23 and 4096),
  add column signature bytea not null check (length(signature) = 64);
