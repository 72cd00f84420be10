package mica.app.demo;

import java.util.Locale;
import java.util.Set;
import mica.office.officers.Role;

/** The officers of the demo, named by what they do. */
enum DemoOfficer {
    SHINSA("審査担当", Set.of(Role.REVIEWER)),
    KIAN("起案担当", Set.of(Role.AUTHOR)),
    SHONIN("承認担当", Set.of(Role.APPROVER)),
    KANRI("管理担当", Set.of(Role.ADMINISTRATOR)),
    KANSA("監査担当", Set.of(Role.AUDITOR));

    private final String displayName;
    private final Set<Role> roles;

    DemoOfficer(String displayName, Set<Role> roles) {
        this.displayName = displayName;
        this.roles = roles;
    }

    String loginName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String displayName() {
        return displayName;
    }

    Set<Role> roles() {
        return roles;
    }
}
