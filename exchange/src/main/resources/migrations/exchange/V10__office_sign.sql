-- The office's last sign of life, by the exchange's own clock, and how the office said it was.
create table directory.office_sign (
  only_row boolean primary key default true check (only_row),
  given_at timestamptz not null,
  condition text not null check (condition in ('WELL', 'DEGRADED', 'DOWN'))
);
