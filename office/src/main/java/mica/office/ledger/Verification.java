package mica.office.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the whole chain and compares it with the signed heads and with the second place, in constant memory, however
 * long the ledger is. Changes nothing. For one thread.
 */
public final class Verification {

    private static final int LINES_AT_A_TIME = 1_000;

    /** What came of it. */
    public sealed interface Outcome permits Whole, Broken {}

    /**
     * Nothing was changed.
     *
     * @param signedUpTo the last entry under a signed head
     * @param heads how many signed heads were compared, and how many lines of the second place
     */
    public record Whole(
            long entries, long signedUpTo, @Nullable Instant signedAt, long heads, long lines) implements Outcome {}

    /**
     * The first place that does not fit.
     *
     * @param entry the first entry that may be another
     * @param upTo the last one that may be the first; the same unless only heads tell
     * @param inCopy whether it is the second place that tells
     */
    public record Broken(long entry, long upTo, Flaw flaw, boolean inCopy) implements Outcome {}

    private final Jdbi office;
    private final List<byte[]> keys;

    /** @param keys the public halves of the keys whose signatures count */
    public Verification(Jdbi office, List<byte[]> keys) {
        this.office = office;
        this.keys = List.copyOf(keys);
    }

    /**
     * Verifies what is there now.
     *
     * @param copy the file of the second place; null to do without
     * @throws IOException when the file cannot be read
     */
    public Outcome run(@Nullable Path copy) throws IOException {
        // Lines written later may be of entries that the transaction does not see.
        long length = copy == null ? 0 : Files.size(copy);
        return office.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, tx -> {
            Pass pass = new Pass(tx);
            pass.chain();
            pass.heads();
            if (copy != null) {
                pass.copy(copy, length);
            }
            return pass.result();
        });
    }

    private final class Pass {

        private final Handle tx;
        private final Chain chain = Chain.fromTheBeginning();
        private final List<Broken> found = new ArrayList<>();
        private long signedUpTo;
        private @Nullable Instant signedAt;
        private long heads;
        private long lines;

        Pass(Handle tx) {
            this.tx = tx;
        }

        void chain() {
            LedgerStore.each(tx, 0, entry -> {
                Optional<Broken> broken = chain.next(entry);
                broken.ifPresent(found::add);
                return broken.isEmpty();
            });
            LedgerStore.LastEntry head = LedgerStore.head(tx);
            long next = chain.number() + 1;
            if (found.isEmpty() && head.number() > chain.number()) {
                found.add(new Broken(next, next, Flaw.CUT_OFF, false));
            } else if (found.isEmpty()
                    && (head.number() < chain.number() || !Arrays.equals(head.hash(), chain.hash()))) {
                found.add(new Broken(chain.number(), chain.number(), Flaw.HEAD_DIFFERS, false));
            }
        }

        void heads() {
            LedgerStore.eachCompared(tx, compared -> {
                heads++;
                return fits(compared.head(), compared.entryHash(), signedUpTo, false)
                        .map(broken -> {
                            found.add(broken);
                            return false;
                        })
                        .orElseGet(() -> {
                            signedUpTo = compared.head().number();
                            signedAt = compared.head().signedAt();
                            return true;
                        });
            });
            if (heads == 0 && chain.number() > 0 && found.isEmpty()) {
                found.add(new Broken(1, chain.number(), Flaw.NEVER_SIGNED, false));
            }
        }

        /** @param good the last entry known to be the one that was signed */
        private Optional<Broken> fits(SignedHead head, byte @Nullable [] entryHash, long good, boolean inCopy) {
            boolean ours = keys.stream().anyMatch(key -> Arrays.equals(key, head.publicKey()));
            if (!ours || !head.isGenuine()) {
                return Optional.of(new Broken(Math.max(1, head.number()), head.number(), Flaw.FORGED, inCopy));
            }
            byte @Nullable [] hash = head.number() == 0 ? Chain.BEGINNING : entryHash;
            if (hash == null) {
                long missing = Math.min(chain.number() + 1, head.number());
                return Optional.of(new Broken(missing, missing, Flaw.CUT_OFF, inCopy));
            }
            return Arrays.equals(hash, head.hash())
                    ? Optional.empty()
                    : Optional.of(new Broken(Math.min(good + 1, head.number()), head.number(), Flaw.REBUILT, inCopy));
        }

        void copy(Path file, long length) throws IOException {
            try (InputStream in = Files.newInputStream(file);
                    BufferedReader reader = new BufferedReader(
                            new InputStreamReader(new FirstOctets(in, length), StandardCharsets.US_ASCII))) {
                CopyReading reading = new CopyReading();
                List<SignedHead> batch = new ArrayList<>();
                String line = reader.readLine();
                while (line != null && reading.broken == null) {
                    reading.take(line, batch);
                    line = reader.readLine();
                    if (batch.size() == LINES_AT_A_TIME || line == null) {
                        reading.compare(batch);
                    }
                }
                reading.end();
            }
        }

        /** The lines of the second place, in the order in which they were written. */
        private final class CopyReading {

            private @Nullable String partial;
            private @Nullable Broken broken;
            private long good;

            void take(String line, List<SignedHead> batch) {
                Optional<SignedHead> head = SignedHead.read(line);
                if (partial != null && !line.startsWith(partial)) {
                    compare(batch);
                    broken = broken == null ? new Broken(good + 1, good + 1, Flaw.UNREADABLE_LINE, true) : broken;
                    return;
                }
                // Half a line is left when the machine stops while it is written; then the whole one follows.
                partial = head.isEmpty() ? line : null;
                if (head.isPresent()) {
                    batch.add(head.get());
                    lines++;
                }
            }

            void compare(List<SignedHead> batch) {
                Map<Long, byte[]> hashes = LedgerStore.hashes(
                        tx, batch.stream().map(SignedHead::number).toList());
                for (SignedHead head : batch) {
                    Optional<Broken> flaw = fits(head, hashes.get(head.number()), good, true);
                    if (flaw.isPresent()) {
                        broken = flaw.get();
                        break;
                    }
                    good = Math.max(good, head.number());
                }
                batch.clear();
            }

            void end() {
                if (broken == null && lines == 0) {
                    broken = new Broken(1, Math.max(1, chain.number()), Flaw.EMPTY_COPY, true);
                }
                if (broken != null) {
                    found.add(broken);
                }
            }
        }

        Outcome result() {
            // What the chain tells to the entry comes before a head that tells only between which ones.
            return found.stream()
                    .min(Comparator.comparingLong(Broken::upTo).thenComparing(Broken::entry, Comparator.reverseOrder()))
                    .<Outcome>map(first -> first)
                    .orElseGet(() -> new Whole(chain.number(), signedUpTo, signedAt, heads, lines));
        }
    }
}
