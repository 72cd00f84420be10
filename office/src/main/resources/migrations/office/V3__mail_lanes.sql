-- Visitors wait at the door, venues do not: each has a lane of its own, so that a thousand posters hold up nobody.
drop index mail_to_send;
create index mail_to_send on mail ((kind = 'CONFIRMATION'), next_attempt_at) where state = 'QUEUED';
