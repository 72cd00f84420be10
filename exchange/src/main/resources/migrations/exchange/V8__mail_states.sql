-- What became of a confirmation mail, under the number of its accepted screen; goes with its day.
create table directory.mail_state (
  receipt uuid primary key,
  state text not null check (state in ('LATER', 'SENT', 'FAILED', 'REFUSED')),
  day date not null
);

create index mail_state_by_day on directory.mail_state using brin (day) with (pages_per_range = 16, autosummarize = on);
