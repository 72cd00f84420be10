package mica.office.bounce;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import mica.exchange.database.Outage;
import mica.office.bounce.BounceTallyStore.BounceKind;
import mica.office.keys.PersonTag;
import mica.office.message.ReturnPaths;
import mica.office.message.SentMail;
import mica.office.outcome.DeadAddresses;
import mica.office.outcome.Meaning;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what comes to the return paths. A report is believed by its return path, which nobody can make but the office, and
 * never by whom it names (ADR 14). Threads may share it.
 */
public final class ReturnDesk implements LmtpSession.Returns {

    private static final Logger LOG = LoggerFactory.getLogger(ReturnDesk.class);

    private final Jdbi office;
    private final ReturnPaths returnPaths;
    private final List<CameBack> features;
    private final BiFunction<Handle, UUID, Optional<PersonTag>> people;
    private final DeadAddresses dead;
    private final InstantSource clock;
    private final ZoneId zone;
    private final BounceTallyStore tally = new BounceTallyStore();

    /** @param people who made a visit; empty when it is gone */
    public ReturnDesk(
            Jdbi office,
            ReturnPaths returnPaths,
            List<CameBack> features,
            BiFunction<Handle, UUID, Optional<PersonTag>> people,
            DeadAddresses dead,
            InstantSource clock,
            ZoneId zone) {
        this.office = office;
        this.returnPaths = returnPaths;
        this.features = List.copyOf(features);
        this.people = people;
        this.dead = dead;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public boolean knows(String recipient) {
        boolean ours = returnPaths.read(recipient).isPresent();
        if (!ours) {
            count(BounceKind.FORGED);
        }
        return ours;
    }

    @Override
    public boolean take(String recipient, byte[] message) {
        SentMail mail = returnPaths.read(recipient).orElseThrow();
        try {
            switch (ReportReader.read(message)) {
                case ReturnReport.Failed failed -> {
                    BounceKind kind = office.inTransaction(tx -> note(tx, mail, failed.meaning()));
                    LOG.info("bounce.noted kind={} meaning={}", kind, failed.meaning());
                }
                case ReturnReport.NotFailed other -> count(BounceKind.NOT_FAILED);
                case ReturnReport.Automatic answer -> count(BounceKind.AUTOMATIC);
                case ReturnReport.Unreadable unknown -> count(BounceKind.UNREADABLE);
            }
            return true;
        } catch (RuntimeException failed) {
            LOG.error("bounce.not_noted type={}", failed.getClass().getSimpleName(), failed);
            if (Outage.isOfContent(failed)) {
                // The relay would bring it again and again, for days.
                count(BounceKind.UNREADABLE);
                return true;
            }
            return false;
        }
    }

    private BounceKind note(Handle tx, SentMail mail, Meaning meaning) {
        Instant now = clock.instant();
        BounceKind kind = BounceKind.GONE;
        for (CameBack feature : features) {
            Optional<CameBack.Noted> noted = feature.note(tx, mail, meaning.verdict(), now);
            if (noted.isPresent()) {
                kind = noted.get().first() ? BounceKind.CAME_BACK : BounceKind.REPEATED;
                UUID visit = noted.get().visit();
                if (kind == BounceKind.CAME_BACK && visit != null && meaning == Meaning.NO_SUCH_ADDRESS) {
                    people.apply(tx, visit).ifPresent(person -> dead.report(tx, person));
                }
            }
        }
        tally.count(tx, today(), kind);
        return kind;
    }

    private void count(BounceKind kind) {
        try {
            office.useTransaction(tx -> tally.count(tx, today(), kind));
        } catch (RuntimeException outage) {
            LOG.warn(
                    "bounce.not_counted kind={} type={}",
                    kind,
                    outage.getClass().getSimpleName());
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}
