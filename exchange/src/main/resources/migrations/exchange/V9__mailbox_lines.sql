-- Whose turn it is: envelopes wait in lines, one for each door and one for each other kind, so that what floods one door
-- waits there. Reckoned by the database from what anyone on the way can read, so that the front learns and may no more
-- than before: its kind, and of a check-in (kind 1) its spot, as docs/security.md has the envelope's octets. An announcement
-- of an epoch (kind 0) has the first line.
alter table mailbox.envelope
  add column line bytea not null generated always as (
    case get_byte(bytes, 1) when 0 then ''::bytea when 1 then substring(bytes from 45 for 10)
                            else substring(bytes from 2 for 1) end) stored;

create index envelope_by_line on mailbox.envelope (line, id);
