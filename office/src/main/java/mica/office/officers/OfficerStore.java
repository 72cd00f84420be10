package mica.office.officers;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** Owns the officers: who they are, what they may do, how they sign in. Threads may share it. */
public final class OfficerStore {

    private static final int STEPS_AHEAD = 20;

    private static final String COLUMNS =
            "id, login_name, name, email, roles, active, credentials_version, password_hash,"
                    + " sealed_totp_secret, last_totp_step, password_given";

    /** Five tries are free, then the pause doubles from half a minute to a quarter of an hour. */
    private static final int FREE_ATTEMPTS = 5;

    private static final int FIRST_PAUSE_SECONDS = 30;
    private static final int LONGEST_PAUSE_SECONDS = 900;

    private final Jdbi office;

    OfficerStore(Jdbi office) {
        this.office = office;
    }

    /** An officer with what signing in needs. */
    public record Account(
            Officer officer,
            boolean active,
            int credentialsVersion,
            String passwordHash,
            byte[] sealedTotpSecret,
            long lastTotpStep,
            boolean passwordGiven) {}

    private static final RowMapper<Account> ACCOUNT = (row, context) -> new Account(
            new Officer(
                    row.getObject("id", UUID.class),
                    row.getString("login_name"),
                    row.getString("name"),
                    EmailAddress.of(row.getString("email")),
                    roles((String[]) row.getArray("roles").getArray())),
            row.getBoolean("active"),
            row.getInt("credentials_version"),
            row.getString("password_hash"),
            row.getBytes("sealed_totp_secret"),
            row.getLong("last_totp_step"),
            row.getBoolean("password_given"));

    private static Set<Role> roles(String[] names) {
        return Arrays.stream(names).map(Role::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    private static String[] names(Collection<Role> roles) {
        return roles.stream().map(Enum::name).sorted().toArray(String[]::new);
    }

    /** False when the login name is taken. */
    boolean add(Handle tx, Officer officer, String passwordHash, byte[] sealedTotpSecret, Instant now) {
        return tx.createUpdate("""
                        insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles,
                                             password_given, created_at)
                        values (:id, :login, :name, :email, :hash, :totp, :roles, true, :now)
                        on conflict (login_name) do nothing
                        """)
                        .bind("id", officer.id())
                        .bind("login", officer.loginName())
                        .bind("name", officer.name())
                        .bind("email", officer.email().spelled())
                        .bind("hash", passwordHash)
                        .bind("totp", sealedTotpSecret)
                        .bindArray("roles", String.class, (Object[]) names(officer.roles()))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /**
     * Counts an attempt before it is checked, so that many at the same time are counted too. Empty when there is no such
     * officer, or none may be tried now.
     */
    Optional<Account> attempt(String loginName, Instant now) {
        return office.withHandle(handle -> handle.createQuery("""
                        update officer set
                          failed_attempts = failed_attempts + 1,
                          locked_until = case when failed_attempts + 1 >= :free then cast(:now as timestamptz)
                            + make_interval(secs => least(:longest, :first * power(2, least(failed_attempts + 1 - :free, 10))))
                            end
                        where login_name = :login and active and (locked_until is null or locked_until <= :now
                            or locked_until > cast(:now as timestamptz) + make_interval(secs => :longest))
                        returning """ + " " + COLUMNS)
                .bind("free", FREE_ATTEMPTS)
                .bind("first", FIRST_PAUSE_SECONDS)
                .bind("longest", LONGEST_PAUSE_SECONDS)
                .bind("login", loginName)
                .bind("now", now)
                .map(ACCOUNT)
                .findOne());
    }

    /** Notes a right password and code; false when the code was used before. */
    boolean succeed(UUID id, long totpStep) {
        return office.withHandle(handle -> handle.createUpdate("""
                                update officer set failed_attempts = 0, locked_until = null, last_totp_step = :step
                                where id = :id and (last_totp_step < :step or last_totp_step > :step + :ahead) and active
                                """)
                        .bind("id", id)
                        // So far ahead only a clock that was wrong was; its codes are no reason to refuse those of now.
                        .bind("ahead", STEPS_AHEAD)
                        .bind("step", totpStep)
                        .execute())
                == 1;
    }

    Optional<Account> account(UUID id) {
        return office.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from officer where id = :id")
                .bind("id", id)
                .map(ACCOUNT)
                .findOne());
    }

    Optional<Account> account(String loginName) {
        return office.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from officer where login_name = :login")
                        .bind("login", loginName)
                        .map(ACCOUNT)
                        .findOne());
    }

    /** Everybody, those at work first. An authority has dozens of officers, so there are no pages. */
    List<Account> all() {
        return office.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from officer order by active desc, login_name")
                        .map(ACCOUNT)
                        .list());
    }

    /** Locks all active administrators in one order and tells whether anybody but this officer is one. */
    boolean hasOtherAdministrator(Handle tx, UUID officer) {
        return tx.createQuery("""
                        select id from officer where active and 'ADMINISTRATOR' = any(roles) order by id for update
                        """).mapTo(UUID.class).list().stream().anyMatch(id -> !id.equals(officer));
    }

    void setRoles(Handle tx, UUID id, Set<Role> roles) {
        tx.createUpdate("update officer set roles = :roles where id = :id")
                .bindArray("roles", String.class, (Object[]) names(roles))
                .bind("id", id)
                .execute();
    }

    /** Ends every session of the officer too. False when it is so already. */
    boolean setActive(Handle tx, UUID id, boolean active) {
        return tx.createUpdate("""
                        update officer set active = :active, credentials_version = credentials_version + 1
                        where id = :id and active <> :active
                        """).bind("active", active).bind("id", id).execute()
                == 1;
    }

    /** Ends every session of the officer too; answers the new version of the credentials. */
    int setPassword(Handle tx, UUID id, String hash, boolean given) {
        return tx.createQuery("""
                        update officer set password_hash = :hash, password_given = :given, failed_attempts = 0,
                          locked_until = null, credentials_version = credentials_version + 1
                        where id = :id returning credentials_version
                        """)
                .bind("hash", hash)
                .bind("given", given)
                .bind("id", id)
                .mapTo(Integer.class)
                .one();
    }

    void setTotpSecret(Handle tx, UUID id, byte[] sealed) {
        tx.createUpdate("update officer set sealed_totp_secret = :sealed, last_totp_step = 0 where id = :id")
                .bind("sealed", sealed)
                .bind("id", id)
                .execute();
    }
}
