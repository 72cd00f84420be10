package mica.office.keys;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import mica.office.keys.MasterFile.Cost;

/**
 * The folder of a key store with its lock: opens it with the passphrase, or makes it when there is none. Threads may
 * share it.
 */
final class Vault {

    private static final String MASTER = "master";
    private static final String RECOVERY = "recovery";

    private static final Pattern KEY =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}/(FORM|DOOR|DAY|MASK)|[a-z-]+\\.secret|signing\\.(key|next)");

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
                master = unlocked(folder, passphrase);
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
            folder.replace(MASTER, MasterFile.wrap(master, next, cost));
            return MASTER;
        });
    }

    private static MasterKey unlocked(KeyFolder folder, Passphrase passphrase) {
        return MasterFile.unwrap(folder.read(MASTER).orElseThrow(), passphrase)
                .orElseThrow(
                        () -> new LockedKeysException("the passphrase does not open the keys in " + folder.path()));
    }

    private static MasterKey made(KeyFolder folder, Passphrase passphrase, Cost cost) {
        if (!passphrase.isLongEnough()) {
            throw new LockedKeysException(
                    "the passphrase of a new key store must have at least " + Passphrase.SHORTEST + " characters");
        }
        MasterKey master = MasterKey.random();
        folder.writeNew(MASTER, MasterFile.wrap(master, passphrase, cost));
        return master;
    }

    private static void refuseWithoutMaster(KeyFolder folder) {
        if (folder.files().stream().anyMatch(name -> KEY.matcher(name).matches())) {
            throw new LockedKeysException("the folder " + folder.path()
                    + " holds keys and no file of the master key; put `master` back from its backup");
        }
    }
}
