package mica.front;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.directory.Disease;
import mica.exchange.directory.MailState;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ReplySeal;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.directory.VisitedPlace;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.record.Records;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.SealKey;
import mica.exchange.seal.SignedSealKey;
import mica.exchange.seal.TestKeys;
import mica.exchange.text.PseudoLanguage;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The other side of the exchange, as far as tests of the front need one: publishes, takes and opens. */
public final class Office {

    public static final ServiceFacts SERVICE = PseudoLanguage.offeredBy(new ServiceFacts(
            ServiceFacts.State.OPEN,
            Map.of("ja", "みやぎお知らせコロナアプリ（MICA）", "en", "Miyagi Notification Service (MICA)"),
            Map.of("ja", "宮城県", "en", "Miyagi Prefecture"),
            Map.of("ja", "保健福祉部 感染症対策課", "en", "Infectious Disease Control Division"),
            Disease.of(Map.of("ja", "新型コロナウイルス感染症", "en", "COVID-19"), 14),
            "022-000-0000",
            "mica@pref.example.jp",
            Map.of("ja", "平日 8時30分から17時15分まで"),
            "https://mica.example.jp",
            "Asia/Tokyo",
            List.of(
                    new ServiceFacts.Sector(
                            "restaurant", Map.of("ja", "飲食店", "en", "Restaurant"), true, Map.of("ja", "", "en", "")),
                    new ServiceFacts.Sector(
                            "live",
                            Map.of("ja", "ライブハウス・劇場", "en", "Live music venue, theatre"),
                            true,
                            Map.of("ja", "客席のある施設に限ります。", "en", "With seats for an audience.")),
                    new ServiceFacts.Sector(
                            "school",
                            Map.of("ja", "学校", "en", "School"),
                            false,
                            Map.of("ja", "学校は教育委員会が連絡します。", "en", "Schools are informed by the board of education."))),
            List.of("仙台市青葉区", "仙台市宮城野区", "石巻市", "塩竈市", "気仙沼市"),
            null,
            false,
            List.of()));

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final Jdbi exchange;
    private final KeyPair signing = newSigningKey();
    private final Map<String, TestKeys> pairs = new HashMap<>();
    private final Map<UUID, EpochAnnouncement> epochs = new HashMap<>();

    /** @param exchange as its owner */
    public Office(Jdbi exchange) {
        this.exchange = exchange;
    }

    private static KeyPair newSigningKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Office publish(ServiceFacts service) {
        exchange.useHandle(handle -> handle.execute("""
            insert into directory.service (body, published_at) values (?, now())
            on conflict (only_row) do update set body = excluded.body
            """, Records.write(service)));
        return this;
    }

    public Office keys(LocalDate... days) {
        for (LocalDate day : days) {
            for (KeyPurpose purpose : KeyPurpose.values()) {
                key(day, purpose);
            }
        }
        return this;
    }

    /** The key it signs with, for a front to pin. */
    public OfficeKey signingKey() {
        byte[] encoded = signing.getPublic().getEncoded();
        return new OfficeKey(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    /** Signs as this office, for the exchange of any. */
    public SignedSealKey signed(KeyStatement statement) {
        byte[] octets = statement.toBytes();
        return new SignedSealKey(
                statement.key().day(), statement.key().purpose(), octets, sign(KeyStatement.LABEL, octets));
    }

    public byte[] sign(String label, byte[] content) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signing.getPrivate());
            signature.update(OfficeKey.labelled(label, content));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Valid for its day in Japan. */
    public static KeyStatement statement(SealKey key) {
        return new KeyStatement(
                key,
                key.day().atStartOfDay(JAPAN).toInstant(),
                key.day().plusDays(1).atStartOfDay(JAPAN).toInstant());
    }

    /** Puts a row into the directory as it is, as whoever owns the exchange can. */
    public Office publish(SignedSealKey key) {
        exchange.useHandle(
                handle -> handle.execute("""
                    insert into directory.seal_key (day, purpose, statement, signature) values (?, ?, ?, ?)
                    on conflict (day, purpose) do update
                    set statement = excluded.statement, signature = excluded.signature
                    """, key.day(), key.purpose().name(), key.statement(), key.signature()));
        return this;
    }

    private void key(LocalDate day, KeyPurpose purpose) {
        publish(signed(statement(newKey(day, purpose))));
    }

    /** A key this office can open with, not yet published. */
    public SealKey newKey(LocalDate day, KeyPurpose purpose) {
        TestKeys pair = TestKeys.generate();
        pairs.put(day + " " + purpose, pair);
        return pair.key(day, purpose);
    }

    public Office dropKeys() {
        exchange.useHandle(handle -> handle.execute("delete from directory.seal_key"));
        pairs.clear();
        return this;
    }

    public VenueCode venue(String name, String kana, VenueFacts.State state, boolean listed) {
        return venue(name, kana, "restaurant", "石巻市", state, listed);
    }

    public VenueCode venue(
            String name, String kana, String sector, String municipality, VenueFacts.State state, boolean listed) {
        VenueCode code = VenueCode.random(RANDOM);
        exchange.useHandle(handle -> handle.execute(
                """
                insert into directory.venue
                (venue_code, name, kana, sector, municipality, address, listed, state, registered_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                code.value(),
                name,
                kana,
                sector,
                municipality,
                listed ? "中央一丁目1番1号" : "",
                listed,
                state.name(),
                LocalDate.of(2026, 4, 1)));
        return code;
    }

    public SpotCode spot(VenueCode venue, String label, int position) {
        SpotCode code = SpotCode.random(RANDOM);
        exchange.useHandle(handle -> handle.execute(
                "insert into directory.spot (spot_code, venue_code, label, position) values (?, ?, ?, ?)",
                code.value(),
                venue.value(),
                label,
                position));
        return code;
    }

    /** What became of a registration. Answers the link that erases it. */
    public LinkToken receipt(Receipt.State state, LocalDate day) {
        return receipt(state, day, null);
    }

    /** @param place null for one that does not say where it was */
    public LinkToken receipt(Receipt.State state, LocalDate day, @Nullable VisitedPlace place) {
        LinkToken link = LinkToken.random(RANDOM);
        LinkToken confirming = link.confirming();
        exchange.useHandle(handle -> handle.execute(
                "insert into directory.receipt (link_hash, state, day, one_link, place) values (?, ?, ?, false, ?)",
                confirming.hash(),
                state.name(),
                day,
                place == null ? null : place.seal(confirming)));
        return link;
    }

    /** What an office of an earlier version published, whose mails had one link for both. */
    public LinkToken receiptOfOneLink(Receipt.State state, LocalDate day) {
        LinkToken link = LinkToken.random(RANDOM);
        exchange.useHandle(handle -> handle.execute(
                "insert into directory.receipt (link_hash, state, day) values (?, ?, ?)",
                link.hash(),
                state.name(),
                day));
        return link;
    }

    /** What became of the mail of a check-in. */
    public void mail(Envelope checkIn, MailState state) {
        exchange.useHandle(handle -> handle.execute(
                "insert into directory.mail_state (receipt, state, day) values (?, ?, ?)"
                        + " on conflict (receipt) do update set state = excluded.state",
                MailState.receipt(checkIn.id()),
                state.name(),
                checkIn.day()));
    }

    public void reply(LinkToken link, ApplicationStatus status) {
        byte[] body = ReplySeal.seal(link, Records.write(status).getBytes(StandardCharsets.UTF_8));
        reply(link, body);
    }

    public void reply(LinkToken link, byte[] body) {
        exchange.useHandle(handle -> handle.execute("""
            insert into directory.reply (link_hash, body, published_at) values (?, ?, now())
            on conflict (link_hash) do update set body = excluded.body
            """, link.hash(), body));
    }

    public static ApplicationStatus status(LinkToken link, ApplicationStatus.State state) {
        VenueApplication application = new VenueApplication(
                link.text(),
                "A-7K3M-92QX",
                1,
                new VenueDetails(
                        "すし処 葛󠄀西",
                        "スシドコロ カサイ",
                        "restaurant",
                        "9860822",
                        "石巻市",
                        "中央二丁目2番2号",
                        "0225-00-0000",
                        "担当者",
                        "shop@example.jp",
                        "",
                        "ja",
                        true),
                List.of("入口", "2階"));
        boolean returned = state == ApplicationStatus.State.RETURNED;
        return new ApplicationStatus(
                application,
                state,
                returned ? Map.of("address", "建物の名前も書いてください。") : Map.of(),
                returned ? "所在地を確認できませんでした。" : null,
                state == ApplicationStatus.State.APPROVED
                        ? VenueCode.random(RANDOM).value()
                        : null,
                Instant.parse("2026-04-12T01:00:00Z"));
    }

    /** Takes everything out of the mailbox, in the order it was put; without signs of life. */
    public List<Envelope> take() {
        List<byte[]> taken = exchange.withHandle(
                handle -> handle.createQuery("""
                    with taken as (delete from mailbox.envelope returning id, bytes)
                    select bytes from taken order by id
                    """).mapTo(byte[].class).list());
        List<Envelope> envelopes = new ArrayList<>();
        for (byte[] bytes : taken) {
            if (EpochAnnouncement.isOne(bytes)) {
                EpochAnnouncement announcement = EpochAnnouncement.fromBytes(bytes);
                epochs.put(announcement.epoch(), announcement);
            } else {
                envelopes.add(Envelope.fromBytes(bytes));
            }
        }
        envelopes.removeIf(envelope -> envelope.kind() == EnvelopeKind.SELF_CHECK);
        return envelopes;
    }

    public byte[] open(Envelope envelope, KeyPurpose purpose) {
        byte[] wrap = requireNonNull(epochs.get(envelope.epoch())).wraps().get(purpose);
        byte[] seed = requireNonNull(pairs.get(envelope.day() + " " + purpose))
                .unwrap(envelope.day(), purpose, envelope.epoch(), requireNonNull(wrap));
        return envelope.seal(purpose).open(seed, envelope.associated(purpose)).orElseThrow();
    }

    public String openText(Envelope envelope, KeyPurpose purpose) {
        return new String(open(envelope, purpose), StandardCharsets.UTF_8);
    }

    public Jdbi exchange() {
        return exchange;
    }
}
