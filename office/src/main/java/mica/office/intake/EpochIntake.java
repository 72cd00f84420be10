package mica.office.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.log.Repeats;
import mica.exchange.seal.KeyPurpose;
import mica.office.keys.Opener;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the epochs that fronts announce, if their seeds can be had. */
final class EpochIntake {

    private static final Logger LOG = LoggerFactory.getLogger(EpochIntake.class);

    private final Opener opener;
    private final EpochStore epochs;
    private final InstantSource clock;
    private final Repeats repeats = new Repeats();

    EpochIntake(Opener opener, EpochStore epochs, InstantSource clock) {
        this.opener = opener;
        this.epochs = epochs;
        this.clock = clock;
    }

    EpochStore epochs() {
        return epochs;
    }

    /** @throws RefusedEnvelopeException when it was changed on the way, or sealed to keys that are not ours */
    void receive(Handle tx, EpochAnnouncement announcement) {
        boolean proven = seed(announcement, KeyPurpose.FORM)
                .filter(announcement::isProven)
                .isPresent();
        if (!proven || seed(announcement, KeyPurpose.DOOR).isEmpty()) {
            // Everything the front takes in this epoch would be lost: someone must look at its keys now.
            repeats.note(
                    announcement.day() + " proven=" + proven,
                    1,
                    (which, times) -> LOG.error("intake.epoch_refused day={} times={}", which, times));
            throw new RefusedEnvelopeException("epoch does not open");
        }
        Instant now = clock.instant();
        epochs.add(tx, announcement.epoch(), announcement.day(), announcement.wraps(), now);
    }

    private Optional<byte[]> seed(EpochAnnouncement announcement, KeyPurpose purpose) {
        return Optional.ofNullable(announcement.wraps().get(purpose))
                .flatMap(wrap -> opener.unwrap(announcement.day(), purpose, announcement.epoch(), wrap));
    }
}
