package mica.office.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.TestLanguages;
import mica.office.intake.EpochStore;
import mica.office.relay.FaultyRelay;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;

/** Many visitors at once, and what must be true of the mails they get. */
final class Crowd {

    private static final int ROWS_AT_A_TIME = 2_000;
    private static final Pattern VISITOR = Pattern.compile("visitor\\d+@example\\d+\\.jp");
    private static final Pattern LINK = Pattern.compile("/e/([0-9a-f]{40})");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?m)^Message-ID: (\\S+)");

    private final NoticeWorld world;
    private final Map<String, UUID> visits = new HashMap<>();

    private Crowd(NoticeWorld world) {
        this.world = world;
    }

    /** Checks them in at the world's venue, one after the other, as the intake stores it. */
    static Crowd of(NoticeWorld world, int people) {
        Crowd crowd = new Crowd(world);
        Epoch epoch = crowd.epoch();
        List<VisitStore.NewVisit> rows = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            if (i > 0 && i % Epoch.MOST_ROWS == 0) {
                epoch = crowd.epoch();
            }
            rows.add(crowd.visit(epoch, i));
            if (rows.size() == ROWS_AT_A_TIME || i == people - 1) {
                world.office.jdbi().useTransaction(tx -> world.visits.add(tx, rows));
                rows.clear();
            }
        }
        world.office.jdbi().useHandle(handle -> handle.execute("analyze"));
        return crowd;
    }

    private Epoch epoch() {
        Epoch epoch = Epoch.begin(
                NoticeWorld.DAY,
                Stream.of(KeyPurpose.values())
                        .map(purpose ->
                                world.keys.publicKey(NoticeWorld.DAY, purpose).orElseThrow())
                        .toList());
        world.office
                .jdbi()
                .useTransaction(tx -> new EpochStore(world.office.jdbi())
                        .add(
                                tx,
                                epoch.id(),
                                NoticeWorld.DAY,
                                EpochAnnouncement.of(epoch).wraps(),
                                NoticeWorld.FROM));
        return epoch;
    }

    private VisitStore.NewVisit visit(Epoch epoch, int i) {
        UUID id = UUID.randomUUID();
        VisitRef ref = new VisitRef(
                NoticeWorld.DAY,
                world.venue,
                NoticeWorld.FROM.plusMillis(20L * i % 28_000_000),
                id,
                world.entrance,
                i % 10 == 0 ? TestLanguages.EN : TestLanguages.JA,
                true);
        String address = "visitor" + i + "@example" + i % 20 + ".jp";
        visits.put(address, id);
        Envelope envelope = Envelope.sealed(
                EnvelopeKind.CHECK_IN,
                id,
                new CheckIn(ref.spot(), ref.arrivedAt(), ref.language()).toBytes(),
                address.getBytes(StandardCharsets.US_ASCII),
                epoch.next(EnvelopeKind.CHECK_IN.seals()).orElseThrow());
        return new VisitStore.NewVisit(
                ref,
                world.secrets.links().of(id).confirming().hash(),
                world.secrets.tags().maskedTag(EmailAddress.of(address), NoticeWorld.DAY, id),
                envelope.seal(KeyPurpose.DAY).toBytes());
    }

    Set<String> addresses() {
        return visits.keySet();
    }

    /** Each mail has one recipient, is theirs alone, and a second copy is the first one octet by octet. */
    void checkMails(List<FaultyRelay.Received> received) {
        Map<String, byte[]> first = new HashMap<>();
        for (FaultyRelay.Received mail : received) {
            assertThat(visits).containsKey(mail.to());
            byte[] octets = mail.chunked() ? mail.data() : mail.message();
            byte[] before = first.putIfAbsent(mail.to(), octets);
            if (before == null) {
                checkOwn(mail.to(), new String(octets, StandardCharsets.US_ASCII));
            } else {
                assertThat(octets).isEqualTo(before);
            }
        }
        assertThat(first.values().stream()
                        .map(octets -> found(MESSAGE_ID, new String(octets, StandardCharsets.US_ASCII)))
                        .distinct())
                .as("Message-IDs")
                .hasSize(first.size());
    }

    private void checkOwn(String to, String mail) {
        int body = mail.indexOf("\r\n\r\n");
        assertThat(found(VISITOR, mail.substring(0, body))).isEqualTo(Set.of(to));
        assertThat(mail.substring(0, body)).contains("To: " + to + "\r\n");
        String text = decoded(mail.substring(body));
        assertThat(found(VISITOR, text)).as("addresses in the text").isEmpty();
        assertThat(found(LINK, text))
                .isEqualTo(Set.of("/e/"
                        + world.secrets
                                .links()
                                .of(requireNonNull(visits.get(to)))
                                .text()));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String decoded(String body) {
        StringBuilder text = new StringBuilder();
        for (String part : body.split("\r\n\r\n")) {
            String lines = part.split("--=_")[0].replace("\r\n", "");
            if (lines.length() > 200) {
                text.append(new String(java.util.Base64.getDecoder().decode(lines), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    static int copies(List<FaultyRelay.Received> received) {
        return received.size()
                - new HashSet<>(received.stream().map(FaultyRelay.Received::to).toList()).size();
    }

    /** How many people got more than one. */
    static long toldAgain(List<FaultyRelay.Received> received) {
        return received.stream()
                .collect(Collectors.groupingBy(FaultyRelay.Received::to, Collectors.counting()))
                .values()
                .stream()
                .filter(mails -> mails > 1)
                .count();
    }
}
