package mica.office.erasure;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.seal.OfficeKey;
import mica.office.erasure.CertificateStore.Stored;
import mica.office.erasure.ErasureStore.ErasedDay;
import mica.office.erasure.ErasureTransitions.Cause;
import mica.office.keys.KeyStore;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Issues the certificate of each erased day, once, and says of all of them whether they still stand. Threads may share it. */
public final class Certificates {

    private static final int AT_A_TIME = 500;
    private static final int DIGITS_OF_A_HASH = 12;

    private final KeyStore keyStore;
    private final ServiceFacts service;
    private final InstantSource clock;
    private final Ledger ledger;
    private final CertificateStore store = new CertificateStore();
    private final ErasureStore erasures = new ErasureStore();

    public Certificates(KeyStore keyStore, ServiceFacts service, InstantSource clock) {
        this.keyStore = keyStore;
        this.service = service;
        this.clock = clock;
        this.ledger = new Ledger(clock);
    }

    /** What is wrong with a certificate. */
    public sealed interface CertificateFlaw {

        /** The day it is asked about. */
        LocalDate day();

        /** The day is certified and the certificate is gone. */
        record Missing(LocalDate day) implements CertificateFlaw {}

        /** Content, key or signature are not those that were signed. */
        record Changed(LocalDate day) implements CertificateFlaw {}

        /** It is in order, for another day. */
        record OtherDay(LocalDate day, LocalDate certified) implements CertificateFlaw {}

        /** It is in order, but signed with a key that is not the one asked about. */
        record OtherKey(LocalDate day, OfficeKey key) implements CertificateFlaw {}
    }

    /** What the certificates of an installation are worth. */
    public record CertificatesStanding(long days, List<CertificateFlaw> flaws) {}

    /** Certifies a day of which nothing is left. @param held what ever kept it */
    void issue(Handle tx, ErasedDay erased, List<Certificate.Held> held) {
        Instant now = clock.instant();
        Certificate certificate = certificate(tx, erased, held, now);
        SignedCertificate signed = SignedCertificate.sign(certificate, keyStore);
        store.add(tx, erased.day(), signed, now);
        erasures.advance(tx, erased.day(), erased.state(), Cause.CERTIFIED, now);
        ledger.append(
                tx,
                Entry.of(Event.DAY_ERASED)
                        .day(erased.day())
                        .count(certificate.visits())
                        .hash(signed.hash()));
    }

    private Certificate certificate(Handle tx, ErasedDay erased, List<Certificate.Held> held, Instant now) {
        return new Certificate(
                Certificate.VERSION,
                service.in(service.authority(), service.ownLanguage()),
                service.in(service.name(), service.ownLanguage()),
                erased.day(),
                new Certificate.CertifiedRule(
                        erased.rule().days(),
                        erased.rule().legalMaximumDays(),
                        erased.rule().legalSource()),
                new Certificate.Steps(
                        erased.dueAt(),
                        Objects.requireNonNull(erased.keysDestroyedAt()),
                        Objects.requireNonNull(erased.detachedAt()),
                        Objects.requireNonNull(erased.droppedAt()),
                        now),
                erasures.keys(tx, erased.day()).stream()
                        .map(key -> new Certificate.CertifiedKey(
                                key.purpose(), key.fingerprint(), Objects.requireNonNull(key.destroyedAt())))
                        .toList(),
                new TreeMap<>(erasures.counts(tx, erased.day())),
                held);
    }

    public Optional<SignedCertificate> find(Jdbi office, LocalDate day) {
        return office.withHandle(handle -> store.find(handle, day)).flatMap(Stored::signed);
    }

    /** The public half of the key that signs them now. */
    public OfficeKey key() {
        return keyStore.signingKey();
    }

    /** The days whose erasure has begun, latest first; a certificate that is missing or was changed is left out. */
    List<CertificatePages.ListedCertificate> list(Jdbi office, @Nullable LocalDate before, int limit) {
        return office.withHandle(handle -> {
            List<ErasedDay> days = erasures.list(handle, before, limit);
            Map<LocalDate, Stored> stored =
                    store.find(handle, days.stream().map(ErasedDay::day).toList());
            return days.stream()
                    .map(erased -> line(erased, Optional.ofNullable(stored.get(erased.day()))))
                    .toList();
        });
    }

    private static CertificatePages.ListedCertificate line(ErasedDay erased, Optional<Stored> stored) {
        SignedCertificate signed = stored.flatMap(Stored::signed)
                .filter(found -> found.isFor(erased.day()))
                .orElse(null);
        return new CertificatePages.ListedCertificate(
                erased.day(),
                erased.state(),
                erased.since(),
                signed == null ? null : signed.certificate(),
                signed == null ? null : signed.hash().substring(0, DIGITS_OF_A_HASH));
    }

    /**
     * Verifies the certificates of every certified day.
     *
     * @param key that is to have signed them; those before a change of key name another one
     */
    public CertificatesStanding verify(Jdbi office, OfficeKey key) {
        return office.withHandle(handle -> {
            List<CertificateFlaw> flaws = new ArrayList<>();
            long certified = 0;
            List<LocalDate> days = erasures.certified(handle, LocalDate.EPOCH, AT_A_TIME);
            while (!days.isEmpty()) {
                certified += days.size();
                Map<LocalDate, Stored> stored = store.find(handle, days);
                days.forEach(day ->
                        flaw(day, Optional.ofNullable(stored.get(day)), key).ifPresent(flaws::add));
                days = erasures.certified(handle, days.getLast(), AT_A_TIME);
            }
            return new CertificatesStanding(certified, List.copyOf(flaws));
        });
    }

    private static Optional<CertificateFlaw> flaw(LocalDate day, Optional<Stored> stored, OfficeKey key) {
        if (stored.isEmpty()) {
            return Optional.of(new CertificateFlaw.Missing(day));
        }
        return stored.flatMap(Stored::signed)
                .map(signed -> check(signed, key, day))
                .orElseGet(() -> Optional.of(new CertificateFlaw.Changed(day)));
    }

    /** What is wrong with a certificate, if anything. @param key of the office; @param day that it is to be about */
    public static Optional<CertificateFlaw> check(SignedCertificate signed, OfficeKey key, LocalDate day) {
        if (!signed.isSigned()) {
            return Optional.of(new CertificateFlaw.Changed(day));
        }
        if (!signed.key().equals(key)) {
            return Optional.of(new CertificateFlaw.OtherKey(day, signed.key()));
        }
        LocalDate certified = signed.certificate().day();
        return certified.equals(day) ? Optional.empty() : Optional.of(new CertificateFlaw.OtherDay(day, certified));
    }
}
