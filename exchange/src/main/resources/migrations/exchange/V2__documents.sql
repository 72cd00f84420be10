-- Public files the office makes and the front hands out: usage sheets, the sample poster.
create table directory.document (
  name text primary key check (name ~ '^[a-z0-9-]+\.pdf$'),
  bytes bytea not null,
  published_at timestamptz not null
);

grant select on directory.document to ${frontRole};
