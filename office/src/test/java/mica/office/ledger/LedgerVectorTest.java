package mica.office.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import mica.exchange.database.TestDatabases;
import mica.office.keys.LedgerKey;
import mica.office.keys.TestKeys;
import mica.office.notice.NoticeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vectors of docs/security.md, made apart from this code: the database and the code agree with them. */
class LedgerVectorTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final String FIRST =
            "01000000000000000100064f38ea08911500104144445245535345535f4f50454e45440000050008"
                    + "617070726f766572002436653066366432612d376532622d346135322d396135332d306335663566"
                    + "3761316231310005636f756e74000234320004686173680040616261626162616261626162616261"
                    + "62616261626162616261626162616261626162616261626162616261626162616261626162616261"
                    + "62616261626162616200046b696e640005464952535400066e6f74696365000b4e2d323032362d30"
                    + "3030310000000000000000000000000000000000000000000000000000000000000000";
    private static final String FIRST_HASH = "d433f4f3a08b2bad0978401abc56c2b642f0f1d979a6412e93e02db54276acff";
    private static final String SECOND =
            "01000000000000000200064f38ea089116000d4e4f544943455f504155534544106e0f6d2a7e2b4a"
                    + "529a530c5f5f7a1b11000100066e6f74696365000b4e2d323032362d30303031d433f4f3a08b2bad"
                    + "0978401abc56c2b642f0f1d979a6412e93e02db54276acff";
    private static final String SECOND_HASH = "3ddf852aec40b2c3e64eda0465cd7cabbf64f2b6a156a60903ecd5f8c1c4eaea";
    private static final String PUBLIC_KEY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
    private static final String SIGNATURE =
            "fc06099466021b669e4ca038a3002b829eecc3b2e4ca514e9b299a02793874a40795362021a3f066"
                    + "350c8a2bd43a51a3f3d26f038d198a898c376e7d4764b10c";

    @Test
    void entries_have_the_octets_and_hashes_of_the_published_vectors() {
        try (TestDatabases databases = TestDatabases.create();
                LedgerWorld world = new LedgerWorld(databases)) {
            world.now = Instant.parse("2026-04-12T01:02:03.456789Z");
            world.office.useTransaction(tx -> world.ledger.append(
                    tx,
                    Entry.of(Event.ADDRESSES_OPENED)
                            .notice("N-2026-0001")
                            .kind(NoticeKind.FIRST)
                            .hash("ab".repeat(32))
                            .approver(LedgerWorld.OFFICER)
                            .count(42)));
            world.now = world.now.plusNanos(1_000);
            world.office.useTransaction(tx -> world.ledger.append(
                    tx, Entry.of(Event.NOTICE_PAUSED).by(LedgerWorld.OFFICER).notice("N-2026-0001")));

            List<Chained> entries = world.entries();
            assertThat(HEX.formatHex(entries.get(0).canonical())).isEqualTo(FIRST);
            assertThat(HEX.formatHex(entries.get(0).hash())).isEqualTo(FIRST_HASH);
            assertThat(HEX.formatHex(entries.get(1).canonical())).isEqualTo(SECOND);
            assertThat(HEX.formatHex(entries.get(1).hash())).isEqualTo(SECOND_HASH);
        }
    }

    @Test
    void a_head_has_the_signature_of_the_published_vector(@TempDir Path folder) {
        byte[] seed = new byte[32];
        for (int i = 0; i < 32; i++) {
            seed[i] = (byte) i;
        }
        LedgerKey key = new LedgerKey(TestKeys.openWith(folder.resolve("keys"), "ledger", seed));
        SignedHead head =
                SignedHead.sign(2, HEX.parseHex(SECOND_HASH), Instant.parse("2026-04-12T01:02:03.456791Z"), key);
        assertThat(HEX.formatHex(head.publicKey())).isEqualTo(PUBLIC_KEY);
        assertThat(HEX.formatHex(head.signature())).isEqualTo(SIGNATURE);
        assertThat(head.line())
                .isEqualTo("mica-ledger-head 1 2 2026-04-12T01:02:03.456791Z " + SECOND_HASH + " " + PUBLIC_KEY + " "
                        + SIGNATURE);
        assertThat(SignedHead.read(head.line()).orElseThrow().isGenuine()).isTrue();
    }
}
