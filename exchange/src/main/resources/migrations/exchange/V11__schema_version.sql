-- So that a front can tell at its start whether this database is of its version; it sees the number and nothing else.
create view directory.schema_version as
  select max(cast(version as int)) as version from public.flyway_schema_history
  where success and version ~ '^[0-9]+$';
