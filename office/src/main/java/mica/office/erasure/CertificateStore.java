package mica.office.erasure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mica.exchange.seal.OfficeKey;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Owns the certificates, which stay for ever. Threads may share it. */
final class CertificateStore {

    /** A certificate as it is stored, which may have been changed by somebody. */
    record Stored(LocalDate day, String content, String signingKey, byte[] signature) {

        /** Empty when the key is none. */
        Optional<SignedCertificate> signed() {
            return OfficeKey.read(signingKey).map(key -> new SignedCertificate(content, key, signature));
        }
    }

    private static final String COLUMNS = "day, content, signing_key, signature";

    private static final RowMapper<Stored> STORED = (row, context) -> new Stored(
            row.getObject("day", LocalDate.class),
            row.getString("content"),
            row.getString("signing_key"),
            row.getBytes("signature"));

    void add(Handle tx, LocalDate day, SignedCertificate signed, Instant now) {
        tx.createUpdate("""
                        insert into erasure_certificate (day, issued_at, content, signing_key, signature)
                        values (:day, :now, :content, :key, :signature)
                        """)
                .bind("day", day)
                .bind("now", now)
                .bind("content", signed.content())
                .bind("key", signed.key().toString())
                .bind("signature", signed.signature())
                .execute();
    }

    Optional<Stored> find(Handle handle, LocalDate day) {
        return handle.createQuery("select " + COLUMNS + " from erasure_certificate where day = :day")
                .bind("day", day)
                .map(STORED)
                .findOne();
    }

    Map<LocalDate, Stored> find(Handle handle, Collection<LocalDate> days) {
        Map<LocalDate, Stored> found = new HashMap<>();
        handle.createQuery("select " + COLUMNS + " from erasure_certificate where day = any(:days)")
                .bindArray("days", LocalDate.class, days.toArray())
                .map(STORED)
                .forEach(stored -> found.put(stored.day(), stored));
        return found;
    }
}
