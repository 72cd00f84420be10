-- The directory as an office of the first version wrote it.
insert into directory.venue (version, venue_code, name, kana, sector, municipality, address, listed, state, registered_on)
values (1, '4K7M92QX34', '喫茶 髙﨑', 'キッサ タカサキ', 'restaurant', '石巻市', '中央一丁目1番1号', true, 'OPEN', '2026-04-01');
insert into directory.spot (version, spot_code, venue_code, label, position) values (1, '2B3C4D5E6R', '4K7M92QX34', '入口', 1);
insert into directory.receipt (version, link_hash, state, day, one_link, place)
values (1, sha256('\x00112233445566778899aabbccddeeff00112233'), 'SENT', '2026-04-12', false, null);
insert into directory.mail_state (version, receipt, state, day)
values (1, '0f9b7a53-2c1d-4e8f-a6b5-c4d3e2f1a0b9', 'SENT', '2026-04-12');
insert into directory.ledger_day (version, day, complete, openings, addresses_opened, notices_sent, days_erased,
                                  visits_erased, holds_in_force)
values (1, '2026-04-11', true, 3, 1234, 2, 1, 567, 4);
insert into directory.office_sign (version, given_at, condition) values (1, now(), 'WELL');
