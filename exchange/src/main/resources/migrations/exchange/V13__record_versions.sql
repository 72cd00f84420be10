-- Every record says in which version it was written, so that a front and an office of different versions understand each
-- other. What an office of an earlier version still puts here is of version 1.
alter table directory.venue add column version smallint not null default 1 check (version >= 1);
alter table directory.spot add column version smallint not null default 1 check (version >= 1);
alter table directory.receipt add column version smallint not null default 1 check (version >= 1);
alter table directory.mail_state add column version smallint not null default 1 check (version >= 1);
alter table directory.ledger_day add column version smallint not null default 1 check (version >= 1);
alter table directory.office_sign add column version smallint not null default 1 check (version >= 1);

-- A front of an earlier version goes on with a newer exchange, from the version on that is named here: the last migration
-- that took something away from under a front.
create or replace view directory.schema_version as
  select max(cast(version as int)) as version, 13 as fronts_from from public.flyway_schema_history
  where success and version ~ '^[0-9]+$';
