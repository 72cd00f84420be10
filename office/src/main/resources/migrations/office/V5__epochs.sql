-- Epochs of sealing: a seed for each purpose, wrapped to the day's keys, and which rows of the epoch have arrived. A row
-- that arrives twice was recorded and put again by someone.
create table seal_epoch (
  epoch uuid primary key,
  day date not null,
  received_at timestamptz not null,
  form_wrap bytea not null,
  door_wrap bytea not null,
  day_wrap bytea not null,
  arrived bytea not null default ''
) with (fillfactor = 50);

create index seal_epoch_by_day on seal_epoch (day);

-- An envelope can be here before its epoch, when another office has that in hand.
alter table quarantine add column epoch uuid;
create index quarantine_waiting on quarantine (epoch, id) where epoch is not null;

-- Recipients of the office's own mails are sealed for the day by the office itself. What the version before sealed
-- cannot be opened any more.
delete from mail where state = 'QUEUED';
alter table mail drop column seal_purpose;
alter table mail add column sealed_by text not null default 'OFFICE' check (sealed_by in ('FRONT', 'OFFICE'));

-- What the fronts' self-checks said last: that the street is open from end to end.
create table street_check (
  only_row boolean primary key default true check (only_row),
  sent_at timestamptz not null,
  received_at timestamptz not null
);
