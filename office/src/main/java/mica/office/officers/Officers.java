package mica.office.officers;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.office.credentials.OneTimeCodes;
import mica.office.credentials.Passwords;
import mica.office.keys.AtRest;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be done with officers: adding, signing in, changing, letting go. Threads may share it. */
public final class Officers {

    private static final Logger LOG = LoggerFactory.getLogger(Officers.class);
    private static final Pattern LOGIN_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,39}");

    private final Jdbi office;
    private final OfficerStore store;
    private final AtRest atRest;
    private final Ledger ledger;
    private final InstantSource clock;

    public Officers(Jdbi office, AtRest atRest, InstantSource clock) {
        this.office = office;
        this.store = new OfficerStore(office);
        this.atRest = atRest;
        this.ledger = new Ledger(clock);
        this.clock = clock;
    }

    /** Somebody to be added. @param loginName see {@link #isLoginName} */
    public record NewOfficer(String loginName, String name, EmailAddress email, Set<Role> roles) {}

    /** What an officer needs to sign in; shown once and kept nowhere. @param totpSecret in Base32 */
    public record Credentials(String password, String totpSecret) {

        /** The six digits that the officer's phone shows. */
        public String code(Instant at) {
            return OneTimeCodes.code(totpSecret, OneTimeCodes.step(at));
        }

        @Override
        public String toString() {
            return "Credentials[…]";
        }
    }

    /** What became of adding an officer. */
    public sealed interface Adding {
        record Added(Officer officer, Credentials credentials) implements Adding {}

        record NameTaken() implements Adding {}
    }

    /** What became of changing an officer. */
    public sealed interface Outcome {

        /** Nobody is kept from coming back. */
        sealed interface Enabling extends Outcome permits Changed, Unknown {}

        /** Of an officer's roles, and of letting one go. */
        sealed interface Limiting extends Outcome permits Changed, LastAdministrator, Unknown {}

        record Changed() implements Enabling, Limiting {}

        record LastAdministrator() implements Limiting {}

        record Unknown() implements Enabling, Limiting {}
    }

    public sealed interface SignIn {
        record Right(Officer officer, int credentialsVersion) implements SignIn {}

        /**
         * Unknown name, wrong password, wrong or used code, or a pause after failures: nobody is told which.
         *
         * @param account whose it is, for the log; of a name that is nobody's nothing, as it may be a password in the
         *     wrong field
         */
        record Wrong(String account) implements SignIn {}
    }

    /** 2 to 40 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter or digit. */
    public static boolean isLoginName(String text) {
        return LOGIN_NAME.matcher(text).matches();
    }

    /** Adds an officer, at the command line, with a password and a secret of one-time codes made up for them. */
    public Adding create(NewOfficer wanted) {
        return create(wanted, new Credentials(Passwords.random(), OneTimeCodes.randomSecret()), null);
    }

    /** Adds an officer as another one wishes. */
    Adding create(NewOfficer wanted, UUID by) {
        return create(wanted, new Credentials(Passwords.random(), OneTimeCodes.randomSecret()), by);
    }

    /** Adds an officer with known credentials, as a demonstration needs. */
    public Adding create(NewOfficer wanted, Credentials credentials) {
        return create(wanted, credentials, null);
    }

    private Adding create(NewOfficer wanted, Credentials credentials, @Nullable UUID by) {
        if (!isLoginName(wanted.loginName()) || wanted.roles().isEmpty()) {
            throw new IllegalArgumentException("an officer needs a login name and a role");
        }
        Officer officer =
                new Officer(UUID.randomUUID(), wanted.loginName(), wanted.name(), wanted.email(), wanted.roles());
        String hash = Passwords.hash(credentials.password());
        byte[] sealed = seal(credentials.totpSecret());
        boolean added = office.inTransaction(tx -> {
            boolean isNew = store.add(tx, officer, hash, sealed, clock.instant());
            if (isNew) {
                note(tx, Event.OFFICER_ADDED, officer.id(), by, entry -> entry.roles(wanted.roles()));
            }
            return isNew;
        });
        if (!added) {
            return new Adding.NameTaken();
        }
        LOG.info("officer.added roles={}", wanted.roles());
        return new Adding.Added(officer, credentials);
    }

    /** An officer, also one who is no longer active, as notices and decisions name them. */
    public Optional<Officer> find(UUID id) {
        return store.account(id).map(OfficerStore.Account::officer);
    }

    public Optional<Officer> find(String loginName) {
        return store.account(loginName).map(OfficerStore.Account::officer);
    }

    public SignIn signIn(String typedName, String password, String typedCode) {
        String loginName = fold(typedName).toLowerCase(Locale.ROOT);
        Optional<OfficerStore.Account> tried =
                isLoginName(loginName) ? store.attempt(loginName, clock.instant()) : Optional.empty();
        String checked = password.length() > Passwords.LONGEST ? "" : password;
        if (tried.isEmpty()) {
            Passwords.matchNobody(checked);
            return refused(loginName);
        }
        OfficerStore.Account account = tried.get();
        boolean passwordRight = Passwords.matches(checked, account.passwordHash());
        OptionalLong step =
                OneTimeCodes.stepOf(fold(typedCode).replaceAll("[\\s-]", ""), totpSecret(account), clock.instant());
        if (!passwordRight || step.isEmpty() || !store.succeed(account.officer().id(), step.getAsLong())) {
            return refused(loginName);
        }
        LOG.info("officer.sign_in outcome=right account={}", loginName);
        return new SignIn.Right(account.officer(), account.credentialsVersion());
    }

    private SignIn refused(String typedName) {
        office.useTransaction(tx -> ledger.tally(tx, Event.SIGN_INS_REFUSED, 1));
        Optional<Officer> known = isLoginName(typedName) ? find(typedName) : Optional.empty();
        return new SignIn.Wrong(known.map(Officer::loginName).orElse("unknown"));
    }

    /** The officer of a session, unless they were let go or their credentials changed since it began. */
    public Optional<Officer> signedIn(UUID id, int credentialsVersion) {
        return store.account(id)
                .filter(account -> account.active() && account.credentialsVersion() == credentialsVersion)
                .map(OfficerStore.Account::officer);
    }

    List<OfficerStore.Account> all() {
        return store.all();
    }

    public Optional<OfficerStore.Account> account(UUID id) {
        return store.account(id);
    }

    public Outcome.Limiting changeRoles(UUID id, Set<Role> roles, UUID by) {
        return office.inTransaction(tx -> {
            boolean others = store.hasOtherAdministrator(tx, id);
            OfficerStore.Account account = store.account(id).orElse(null);
            if (account == null) {
                return new Outcome.Unknown();
            }
            if (account.active() && !others && !roles.contains(Role.ADMINISTRATOR)) {
                return new Outcome.LastAdministrator();
            }
            if (!account.officer().roles().equals(roles)) {
                store.setRoles(tx, id, roles);
                note(tx, Event.OFFICER_ROLES_CHANGED, id, by, entry -> entry.roles(roles));
            }
            LOG.info("officer.roles_changed roles={}", roles);
            return new Outcome.Changed();
        });
    }

    /** Lets an officer in again. */
    public Outcome.Enabling enable(UUID id, UUID by) {
        return office.inTransaction(tx -> {
            if (store.account(id).isEmpty()) {
                return new Outcome.Unknown();
            }
            setActive(tx, id, true, by);
            return new Outcome.Changed();
        });
    }

    /** Lets an officer go; every session of theirs ends. */
    public Outcome.Limiting disable(UUID id, UUID by) {
        return office.inTransaction(tx -> {
            boolean others = store.hasOtherAdministrator(tx, id);
            OfficerStore.Account account = store.account(id).orElse(null);
            if (account == null) {
                return new Outcome.Unknown();
            }
            if (account.officer().is(Role.ADMINISTRATOR) && !others) {
                return new Outcome.LastAdministrator();
            }
            setActive(tx, id, false, by);
            return new Outcome.Changed();
        });
    }

    private void setActive(Handle tx, UUID id, boolean active, UUID by) {
        if (store.setActive(tx, id, active)) {
            note(tx, active ? Event.OFFICER_ENABLED : Event.OFFICER_DISABLED, id, by, entry -> entry);
            LOG.info("officer.active_changed active={}", active);
        }
    }

    /** A new password and a new secret of one-time codes; the old ones and every session end. */
    Credentials reset(UUID id, UUID by) {
        Credentials credentials = new Credentials(Passwords.random(), OneTimeCodes.randomSecret());
        String hash = Passwords.hash(credentials.password());
        byte[] sealed = seal(credentials.totpSecret());
        office.useTransaction(tx -> {
            store.setPassword(tx, id, hash, true);
            store.setTotpSecret(tx, id, sealed);
            note(tx, Event.OFFICER_RESET, id, by, entry -> entry);
        });
        LOG.info("officer.credentials_reset");
        return credentials;
    }

    public boolean isPassword(UUID id, String password) {
        return password.length() <= Passwords.LONGEST
                && store.account(id)
                        .filter(account -> Passwords.matches(password, account.passwordHash()))
                        .isPresent();
    }

    /** Every session of the officer ends; answers the version for a new one. */
    public int changePassword(UUID id, String password) {
        String hash = Passwords.hash(password);
        int version = office.inTransaction(tx -> {
            note(tx, Event.OFFICER_PASSWORD_CHANGED, id, id, entry -> entry);
            return store.setPassword(tx, id, hash, false);
        });
        LOG.info("officer.password_changed");
        return version;
    }

    /** The code that would let the officer in now; the next one when the present one was used. */
    public String nextCode(String loginName, String totpSecret) {
        long used =
                store.account(loginName).map(OfficerStore.Account::lastTotpStep).orElse(0L);
        return OneTimeCodes.code(totpSecret, Math.max(OneTimeCodes.step(clock.instant()), used + 1));
    }

    private void note(Handle tx, Event event, UUID officer, @Nullable UUID by, UnaryOperator<Entry> more) {
        ledger.append(tx, more.apply(Entry.of(event).by(by).officer(officer)));
    }

    private byte[] seal(String totpSecret) {
        return atRest.seal(totpSecret.getBytes(StandardCharsets.US_ASCII));
    }

    private String totpSecret(OfficerStore.Account account) {
        return new String(atRest.open(account.sealedTotpSecret()), StandardCharsets.US_ASCII);
    }

    private static String fold(String typed) {
        return typed.length() > 200
                ? ""
                : Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    }
}
