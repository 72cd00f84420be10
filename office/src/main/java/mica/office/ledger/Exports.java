package mica.office.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jdbi.v3.core.Jdbi;

/**
 * Enters what leaves the console as a file, with its hash, before it leaves: whoever finds such a file later can ask the
 * ledger where it came from. Threads may share it.
 */
public final class Exports {

    private final Jdbi office;
    private final Ledger ledger;

    public Exports(Jdbi office, Ledger ledger) {
        this.office = office;
        this.ledger = ledger;
    }

    /** @param entry without its hash */
    public void note(Entry entry, byte[] content) {
        append(entry, sha256().digest(content));
    }

    /** @param entry without its hash */
    public void note(Entry entry, Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        append(entry, digest.digest());
    }

    private void append(Entry entry, byte[] hash) {
        office.useTransaction(tx -> ledger.append(tx, entry.hash(HexFormat.of().formatHex(hash))));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
