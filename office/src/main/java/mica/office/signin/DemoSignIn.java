package mica.office.signin;

import java.util.List;
import mica.office.officers.Officers;
import mica.office.officers.Role;

/**
 * Shows the officers of a demonstration with everything one needs to sign in as them. Only the demonstration makes one
 * of these and hands it to {@link SignInPages}; production has none to hand in, and no other way to show such a panel.
 */
public final class DemoSignIn {

    /** An officer whose credentials are no secret. */
    public record Known(String loginName, Officers.Credentials credentials) {}

    /** What the panel shows of one. */
    public record DemoAccount(String loginName, String name, List<Role> roles, String password, String code) {}

    private final Officers officers;
    private final List<Known> known;

    public DemoSignIn(Officers officers, List<Known> known) {
        this.officers = officers;
        this.known = List.copyOf(known);
    }

    /** The panel as of now: each code works once. */
    public List<DemoAccount> lines() {
        return known.stream()
                .flatMap(one -> officers.find(one.loginName()).stream()
                        .map(officer -> new DemoAccount(
                                officer.loginName(),
                                officer.name(),
                                officer.roles().stream().sorted().toList(),
                                one.credentials().password(),
                                officers.nextCode(
                                        one.loginName(), one.credentials().totpSecret()))))
                .toList();
    }
}
