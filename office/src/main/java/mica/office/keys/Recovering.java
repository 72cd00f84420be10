package mica.office.keys;

import java.time.LocalDate;

/** What became of opening the key store by two shares. */
public sealed interface Recovering {

    /** Open; the passphrase is still the lost one. */
    record Opened(KeyStore store) implements Recovering {}

    record SameShare() implements Recovering {}

    /** No ceremony was ever completed. */
    record NoRecoveryKey() implements Recovering {}

    /**
     * At least one share is of a ceremony that is not the valid one.
     *
     * @param valid the name on the sheets that would open
     */
    record OtherCeremony(String valid, LocalDate day) implements Recovering {}

    /** Of the right ceremony, and not its shares: forged, or the folder's file was changed. */
    record Wrong() implements Recovering {}
}
