package mica.exchange.directory;

import java.time.Instant;
import java.time.LocalDate;
import mica.exchange.record.Version;
import org.jspecify.annotations.Nullable;

/**
 * What the office did on a day, in numbers, for everybody to read.
 *
 * @param complete false while the day goes on
 * @param openings how often addresses were opened for a notice, and how many addresses
 * @param visitsErased with their day, or at the wish of their visitors
 * @param holdsInForce how many holds kept records from erasure at the end of the day
 * @param head the ledger's last signed head of the day; null when nothing was signed by then
 */
@Version(1)
public record LedgerDay(
        LocalDate day,
        boolean complete,
        long openings,
        long addressesOpened,
        long noticesSent,
        long daysErased,
        long visitsErased,
        long holdsInForce,
        @Nullable Head head) {

    /** The number and hash of the ledger's last entry, signed with Ed25519; docs/security.md tells what is signed. */
    public record Head(long number, byte[] hash, Instant signedAt, byte[] publicKey, byte[] signature) {}
}
