package mica.office.officers;

import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;

/** A person of the authority who signs in to the console. */
public record Officer(UUID id, String loginName, String name, EmailAddress email, Set<Role> roles) {

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
