package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeremonyTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final Passphrase NEXT = new Passphrase("the next passphrase");

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("keys");
    }

    private static List<RecoveryShare> completed(KeyStore store) {
        Ceremony ceremony = store.ceremony(DAY);
        List<RecoveryShare> shares = ceremony.shares();
        assertThat(ceremony.complete(shares.get(2), shares.get(0))).isEqualTo(Ceremony.Outcome.VALID);
        return shares;
    }

    @Test
    void every_two_shares_open_and_a_new_passphrase_can_be_set() {
        KeyStore store = TestKeys.open(folder());
        byte[] secret = store.secret("links");
        List<RecoveryShare> shares = completed(store);
        for (int one = 0; one < 3; one++) {
            for (int other = 0; other < 3; other++) {
                Recovering recovering = KeyStore.recover(folder(), shares.get(one), shares.get(other));
                if (one == other) {
                    assertThat(recovering).isInstanceOf(Recovering.SameShare.class);
                } else {
                    KeyStore opened = ((Recovering.Opened) recovering).store();
                    assertThat(opened.secret("links")).isEqualTo(secret);
                }
            }
        }
        ((Recovering.Opened) KeyStore.recover(folder(), shares.get(0), shares.get(1)))
                .store()
                .changePassphrase(NEXT);
        assertThat(KeyStore.open(folder(), NEXT).secret("links")).isEqualTo(secret);
        assertThatThrownBy(() -> TestKeys.open(folder())).isInstanceOf(LockedKeysException.class);
    }

    @Test
    void until_two_shares_are_typed_back_nothing_is_valid_and_nothing_is_written() {
        KeyStore store = TestKeys.open(folder());
        Ceremony ceremony = store.ceremony(DAY);
        List<RecoveryShare> shares = ceremony.shares();
        assertThat(ceremony.complete(shares.get(1), shares.get(1))).isEqualTo(Ceremony.Outcome.SAME_SHARE);
        RecoveryShare forged = new RecoveryShare(shares.get(0).ceremony(), 1, new byte[32]);
        assertThat(ceremony.complete(forged, shares.get(1))).isEqualTo(Ceremony.Outcome.WRONG);
        RecoveryShare foreign = store.ceremony(DAY).shares().get(0);
        assertThat(ceremony.complete(foreign, shares.get(1))).isEqualTo(Ceremony.Outcome.OTHER_CEREMONY);
        assertThat(folder().resolve("recovery")).doesNotExist();
        assertThat(KeyStore.recover(folder(), shares.get(0), shares.get(1)))
                .isInstanceOf(Recovering.NoRecoveryKey.class);
    }

    @Test
    void a_new_ceremony_voids_the_one_before_and_destroys_its_file() throws Exception {
        KeyStore store = TestKeys.open(folder());
        List<RecoveryShare> old = completed(store);
        Path kept = Files.createLink(temporary.resolve("kept"), folder().resolve("recovery"));
        List<RecoveryShare> current = completed(store);
        Recovering.OtherCeremony refused =
                new Recovering.OtherCeremony(current.get(0).ceremonyName(), DAY);
        assertThat(KeyStore.recover(folder(), old.get(0), old.get(1))).isEqualTo(refused);
        assertThat(KeyStore.recover(folder(), old.get(0), current.get(1))).isEqualTo(refused);
        assertThat(KeyStore.recover(folder(), current.get(0), current.get(1))).isInstanceOf(Recovering.Opened.class);
        assertThat(Files.readAllBytes(kept)).containsOnly(0);
    }

    @Test
    void a_ceremony_given_up_leaves_the_one_before_valid() {
        KeyStore store = TestKeys.open(folder());
        List<RecoveryShare> valid = completed(store);
        store.ceremony(DAY.plusDays(1));
        assertThat(KeyStore.recover(folder(), valid.get(1), valid.get(2))).isInstanceOf(Recovering.Opened.class);
    }

    @Test
    void a_forged_share_or_a_changed_file_opens_nothing() throws Exception {
        List<RecoveryShare> shares = completed(TestKeys.open(folder()));
        RecoveryShare forged = new RecoveryShare(shares.get(0).ceremony(), 1, new byte[32]);
        assertThat(KeyStore.recover(folder(), forged, shares.get(1))).isInstanceOf(Recovering.Wrong.class);
        byte[] file = Files.readAllBytes(folder().resolve("recovery"));
        file[23] ^= 1;
        Files.write(folder().resolve("recovery"), file);
        assertThat(KeyStore.recover(folder(), shares.get(0), shares.get(1))).isInstanceOf(Recovering.Wrong.class);
        Files.write(folder().resolve("recovery"), new byte[5]);
        assertThatThrownBy(() -> KeyStore.recover(folder(), shares.get(0), shares.get(1)))
                .isInstanceOf(LockedKeysException.class);
    }

    @Test
    void a_change_of_the_passphrase_leaves_the_recovery_key_valid() {
        KeyStore store = TestKeys.open(folder());
        List<RecoveryShare> shares = completed(store);
        store.changePassphrase(NEXT);
        assertThat(KeyStore.recover(folder(), shares.get(0), shares.get(2))).isInstanceOf(Recovering.Opened.class);
    }

    @Test
    void ceremony_and_recovery_are_told_for_the_ledger() {
        KeyStore store = TestKeys.open(folder());
        store.drainEvents(event -> {});
        List<RecoveryShare> shares = completed(store);
        KeyStore.recover(folder(), shares.get(0), shares.get(1));
        List<String> told = new java.util.ArrayList<>();
        store.drainEvents(event -> told.add(event.text()));
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).matches("ceremony [0-9a-f]{64} 3");
        assertThat(told.get(1)).isEqualTo("recovered 0");
    }
}
