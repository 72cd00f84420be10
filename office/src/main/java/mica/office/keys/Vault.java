package mica.office.keys;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mica.office.keys.MasterFile.Cost;
import mica.office.keys.MasterFile.Use;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a key store with its lock: opens it with the passphrase, makes it when there is none, and encrypts the
 * files of a version that did not. Threads may share it.
 */
final class Vault {

    private static final String MASTER = "master";
    private static final String RECOVERY = "recovery";

    /** The master key's file until every file of an earlier version is encrypted; then it gets its own name. */
    private static final String CONVERTING = "master.converting";

    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final Pattern PLAIN =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}/(FORM|DOOR|DAY|MASK)|[a-z-]+\\.secret|signing\\.(key|next)");

    private static final Pattern PAIR = Pattern.compile(".*/(FORM|DOOR|DAY)");

    /** X25519 alone, of the first version of the envelope, which is not opened any more. */
    private static final int OUTDATED_PAIR = 64;

    private final KeyFolder folder;
    private final MasterKey master;
    private final Cost cost;

    private Vault(KeyFolder folder, MasterKey master, Cost cost) {
        this.folder = folder;
        this.master = master;
        this.cost = cost;
    }

    /** @throws LockedKeysException when the passphrase is wrong or the folder is not whole */
    static Vault open(KeyFolder folder, Passphrase passphrase, Cost cost) {
        return folder.exclusively(() -> {
            folder.sweep();
            MasterKey master;
            if (folder.exists(MASTER)) {
                master = unlocked(folder, Use.MASTER, passphrase);
                folder.destroy(CONVERTING);
            } else if (folder.exists(CONVERTING)) {
                master = unlocked(folder, Use.CONVERTING, passphrase);
                convert(folder, master, passphrase, cost);
            } else {
                refuseWithoutMaster(folder);
                master = made(folder, passphrase, cost);
            }
            return new Vault(folder, master, cost);
        });
    }

    /** As {@link #open}, by two shares of the recovery key. */
    static Recovering recover(KeyFolder folder, RecoveryShare one, RecoveryShare other, Cost cost) {
        if (one.ceremony() == other.ceremony() && one.number() == other.number()) {
            return new Recovering.SameShare();
        }
        return folder.exclusively(() -> {
            folder.sweep();
            Optional<byte[]> file = folder.read(RECOVERY);
            if (file.isEmpty()) {
                return new Recovering.NoRecoveryKey();
            }
            RecoveryFile recovery = RecoveryFile.read(file.get());
            if (one.ceremony() != recovery.ceremony() || other.ceremony() != recovery.ceremony()) {
                return new Recovering.OtherCeremony(ShareLetters.name(recovery.ceremony()), recovery.day());
            }
            Optional<MasterKey> master = recovery.unwrap(Ceremony.recoveryKey(one, other));
            return master.isEmpty()
                    ? new Recovering.Wrong()
                    : new Recovering.Opened(KeyStore.recovered(new Vault(folder, master.get(), cost)));
        });
    }

    RecoveryFile wrappedFor(MasterKey recovery, int ceremony, LocalDate day) {
        return RecoveryFile.wrap(master, recovery, ceremony, day);
    }

    /** The one way to open without the passphrase from now on; the one before is destroyed. */
    void keep(RecoveryFile file) {
        folder.exclusively(() -> {
            folder.replace(RECOVERY, file.toBytes());
            return RECOVERY;
        });
    }

    KeyFiles files() {
        return new KeyFiles(folder, master);
    }

    /** The master key under another passphrase; what opened it before is destroyed. */
    void changePassphrase(Passphrase next) {
        folder.exclusively(() -> {
            folder.replace(MASTER, MasterFile.wrap(Use.MASTER, master, next, cost));
            return MASTER;
        });
    }

    private static MasterKey unlocked(KeyFolder folder, Use use, Passphrase passphrase) {
        byte[] file = folder.read(use == Use.MASTER ? MASTER : CONVERTING).orElseThrow();
        return MasterFile.unwrap(use, file, passphrase)
                .orElseThrow(
                        () -> new LockedKeysException("the passphrase does not open the keys in " + folder.path()));
    }

    private static MasterKey made(KeyFolder folder, Passphrase passphrase, Cost cost) {
        if (!passphrase.isLongEnough()) {
            throw new LockedKeysException(
                    "the passphrase of a new key store must have at least " + Passphrase.SHORTEST + " characters");
        }
        MasterKey master = MasterKey.random();
        if (plain(folder).isEmpty()) {
            folder.writeNew(MASTER, MasterFile.wrap(Use.MASTER, master, passphrase, cost));
        } else {
            folder.writeNew(CONVERTING, MasterFile.wrap(Use.CONVERTING, master, passphrase, cost));
            convert(folder, master, passphrase, cost);
        }
        return master;
    }

    /**
     * Encrypts the files of a version that did not. Only while there is no master key's file are such taken: whoever puts
     * one there later, to have seals made to a key of theirs, is refused.
     */
    private static void convert(KeyFolder folder, MasterKey master, Passphrase passphrase, Cost cost) {
        KeyFiles files = new KeyFiles(folder, master);
        List<String> plain = plain(folder);
        for (String name : plain) {
            byte[] content = folder.read(name).orElseThrow();
            if (PAIR.matcher(name).matches() && content.length == OUTDATED_PAIR) {
                folder.destroy(name);
            } else {
                files.replace(name, content);
            }
        }
        // What a crash of that version left: keys on their way, never encrypted.
        folder.unfinished().forEach(folder::destroy);
        folder.writeNew(MASTER, MasterFile.wrap(Use.MASTER, master, passphrase, cost));
        folder.destroy(CONVERTING);
        LOG.info("keys.encrypted files={}", plain.size());
    }

    private static List<String> plain(KeyFolder folder) {
        return folder.files().stream()
                .filter(name -> PLAIN.matcher(name).matches())
                .filter(name -> !KeyFiles.isEncrypted(folder.read(name).orElseThrow()))
                .toList();
    }

    private static void refuseWithoutMaster(KeyFolder folder) {
        for (String name : folder.files()) {
            if (folder.read(name).filter(KeyFiles::isEncrypted).isPresent()) {
                throw new LockedKeysException("the folder " + folder.path()
                        + " holds encrypted keys and no file of the master key; put `master` back from its backup");
            }
        }
    }
}
