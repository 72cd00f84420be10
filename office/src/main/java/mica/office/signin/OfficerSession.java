package mica.office.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import mica.office.officers.Officer;
import mica.office.officers.Officers;
import mica.web.WebServer;
import org.jspecify.annotations.Nullable;

/** Who is signed in, kept in the server's session. Threads may share it. */
public final class OfficerSession {

    /** OWASP Session Management Cheat Sheet: 15 to 30 minutes for applications of low to medium risk. */
    public static final Duration LONGEST_IDLE = Duration.ofMinutes(30);
    /** NIST SP 800-63B, 4.2.3: sign in anew after twelve hours, whatever happened between. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final String KEY = "signed-in";

    private record SessionBegun(UUID officer, int credentialsVersion, Instant at) {}

    private final Officers officers;
    private final InstantSource clock;

    public OfficerSession(Officers officers, InstantSource clock) {
        this.officers = officers;
        this.clock = clock;
    }

    /** The officer of a request's session; empty when there is none or it is over. */
    public Optional<Officer> officer(HttpServletRequest request) {
        @Nullable HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(KEY) instanceof SessionBegun begun)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        // One that begins later than now began when the clock was wrong.
        if (begun.at().plus(LONGEST).isBefore(now) || begun.at().isAfter(now.plus(CLOCKS_DIFFER))) {
            session.invalidate();
            return Optional.empty();
        }
        return officers.signedIn(begun.officer(), begun.credentialsVersion());
    }

    /** Begins a session under a new id, so that one planted before sign-in is worth nothing. */
    void begin(HttpServletRequest request, Officer officer, int credentialsVersion) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(KEY, new SessionBegun(officer.id(), credentialsVersion, clock.instant()));
        session.setAttribute(WebServer.ACCOUNT, officer.loginName());
    }

    void end(HttpServletRequest request) {
        @Nullable HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
