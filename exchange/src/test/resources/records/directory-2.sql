-- The directory as an office of a made-up next version writes it: more columns, and words that an older front does not
-- know.
alter table directory.venue add column kiosk boolean, drop constraint venue_state_check;
alter table directory.spot add column floor int;
alter table directory.receipt add column stay interval, drop constraint receipt_state_check;
alter table directory.mail_state drop constraint mail_state_state_check;
alter table directory.ledger_day add column drills bigint;
alter table directory.office_sign add column region text, drop constraint office_sign_condition_check;
insert into directory.venue (version, venue_code, name, kana, sector, municipality, address, listed, state, registered_on,
                             kiosk)
values (2, '9ZTRW4B2CK', 'みちのく食堂', 'ミチノクショクドウ', 'restaurant', '塩竈市', '', true, 'OPEN', '2026-04-02', true),
       (2, '7G8H9J2K3X', '新しい店', 'アタラシイミセ', 'restaurant', '塩竈市', '', true, 'MOVING', '2026-04-03', true);
insert into directory.spot (version, spot_code, venue_code, label, position, floor)
values (2, '3C4D5E6F7Z', '9ZTRW4B2CK', '2階', 1, 2), (2, '5E6F7G8H9F', '7G8H9J2K3X', '入口', 1, 1);
insert into directory.receipt (version, link_hash, state, day, one_link, place, stay)
values (2, '\x01', 'CONFIRMED', '2026-04-12', false, null, '1 hour'), (2, '\x02', 'FORGOTTEN', '2026-04-12', false, null, null);
insert into directory.mail_state (version, receipt, state, day)
values (2, '1f9b7a53-2c1d-4e8f-a6b5-c4d3e2f1a0b9', 'RESTING', '2026-04-12');
insert into directory.ledger_day (version, day, complete, openings, addresses_opened, notices_sent, days_erased,
                                  visits_erased, holds_in_force, drills)
values (2, '2026-04-12', false, 1, 2, 3, 4, 5, 6, 7);
update directory.office_sign set version = 2, condition = 'REHEARSING';
