-- What the office did on each day, in numbers, and the signed head of its ledger at the end of it.
create table directory.ledger_day (
  day date primary key,
  -- False while the day goes on.
  complete boolean not null,
  openings bigint not null check (openings >= 0),
  addresses_opened bigint not null check (addresses_opened >= 0),
  notices_sent bigint not null check (notices_sent >= 0),
  days_erased bigint not null check (days_erased >= 0),
  visits_erased bigint not null check (visits_erased >= 0),
  holds_in_force bigint not null check (holds_in_force >= 0),
  head_number bigint,
  head_hash bytea check (length(head_hash) = 32),
  signed_at timestamptz,
  public_key bytea check (length(public_key) = 32),
  signature bytea check (length(signature) = 64),
  check (num_nulls(head_number, head_hash, signed_at, public_key, signature) in (0, 5))
);
