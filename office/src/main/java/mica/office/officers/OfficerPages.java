package mica.office.officers;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.office.credentials.EnrolmentCode;
import mica.web.Asking;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The administrator's pages on officers. */
public final class OfficerPages {

    private final Site site;
    private final Officers officers;

    public OfficerPages(Site site, Officers officers) {
        this.site = site;
        this.officers = officers;
    }

    /** One line of the list. */
    public record ListedOfficer(Officer officer, List<Role> roles, boolean active) {}

    /** One officer. @param self whether it is the one who looks */
    public record OfficerPage(Officer officer, boolean active, boolean self, Role[] allRoles) {}

    /** The form for a new one. */
    public record NewOfficerPage(Role[] allRoles) {}

    /** What is handed over and never shown again. */
    public record CredentialsPage(Officer officer, Officers.Credentials credentials, EnrolmentCode code) {}

    public void list(Context ctx) {
        List<ListedOfficer> lines = officers.all().stream()
                .map(account -> new ListedOfficer(
                        account.officer(),
                        account.officer().roles().stream().sorted().toList(),
                        account.active()))
                .toList();
        Page.of(ctx, site, "officer.list.title").show("officers/list", ListPage.whole(lines));
    }

    public void form(Context ctx) {
        Page.of(ctx, site, "officer.new.title").show("officers/new", new NewOfficerPage(Role.values()));
    }

    public void add(Context ctx) {
        Form form = Form.posted(ctx);
        String login = form.line("login", 40).toLowerCase(Locale.ROOT);
        if (!login.isEmpty() && !Officers.isLoginName(login)) {
            form.error("login", "officer.new.login.wrong");
        }
        String name = form.line("name", 100);
        @Nullable EmailAddress email = form.email("email");
        Set<Role> roles = roles(form);
        if (form.isRight() && email != null) {
            switch (officers.create(new Officers.NewOfficer(login, name, email, roles), by(ctx))) {
                case Officers.Adding.Added added -> {
                    showCredentials(ctx, added.officer(), added.credentials());
                    return;
                }
                case Officers.Adding.NameTaken taken -> form.error("login", "officer.new.login.taken");
            }
        }
        Page.of(ctx, site, "officer.new.title")
                .with(form)
                .showErrors("officers/new", new NewOfficerPage(Role.values()));
    }

    public void officer(Context ctx) {
        OfficerStore.Account account = account(ctx);
        Form form = Form.empty();
        account.officer().roles().forEach(role -> form.put(field(role), "on"));
        page(ctx, account, form).show("officers/officer", model(ctx, account));
    }

    public void changeRoles(Context ctx) {
        OfficerStore.Account account = account(ctx);
        Form form = Form.posted(ctx);
        Set<Role> roles = roles(form);
        if (form.isRight()) {
            after(
                    ctx,
                    account,
                    form,
                    officers.changeRoles(account.officer().id(), roles, by(ctx)),
                    "officer.roles.changed");
        } else {
            page(ctx, account, form).showErrors("officers/officer", model(ctx, account));
        }
    }

    public void deactivate(Context ctx) {
        OfficerStore.Account account = account(ctx);
        after(ctx, account, current(account), officers.disable(account.officer().id(), by(ctx)), "officer.deactivated");
    }

    public void activate(Context ctx) {
        OfficerStore.Account account = account(ctx);
        switch (officers.enable(account.officer().id(), by(ctx))) {
            case Officers.Outcome.Changed changed ->
                Page.redirect(ctx, "/officers/" + account.officer().id(), "officer.activated");
            case Officers.Outcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    public void reset(Context ctx) {
        OfficerStore.Account account = account(ctx);
        showCredentials(ctx, account.officer(), officers.reset(account.officer().id(), by(ctx)));
    }

    private void after(
            Context ctx, OfficerStore.Account account, Form form, Officers.Outcome.Limiting change, String noticeKey) {
        switch (change) {
            case Officers.Outcome.Changed changed ->
                Page.redirect(ctx, "/officers/" + account.officer().id(), noticeKey);
            case Officers.Outcome.LastAdministrator last -> {
                form.error(field(Role.ADMINISTRATOR), "officer.last-administrator");
                page(ctx, account, form).showErrors("officers/officer", model(ctx, account));
            }
            case Officers.Outcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    private void showCredentials(Context ctx, Officer officer, Officers.Credentials credentials) {
        ServiceFacts service = site.service();
        String issuer = service.in(service.name(), service.ownLanguage());
        EnrolmentCode code = EnrolmentCode.of(issuer, officer.loginName(), credentials.totpSecret());
        Page.of(ctx, site, "officer.credentials.title", officer.name())
                .show("officers/credentials", new CredentialsPage(officer, credentials, code));
    }

    private Page page(Context ctx, OfficerStore.Account account, Form form) {
        return Page.of(ctx, site, "officer.officer.title", account.officer().name())
                .with(form);
    }

    private static OfficerPage model(Context ctx, OfficerStore.Account account) {
        boolean self =
                account.officer().id().equals(Asking.person(ctx, Officer.class).id());
        return new OfficerPage(account.officer(), account.active(), self, Role.values());
    }

    private static Form current(OfficerStore.Account account) {
        Form form = Form.empty();
        account.officer().roles().forEach(role -> form.put(field(role), "on"));
        return form;
    }

    private static Set<Role> roles(Form form) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (form.isTicked(field(role))) {
                roles.add(role);
            }
        }
        if (roles.isEmpty()) {
            form.error(field(Role.REVIEWER), "officer.roles.none");
        }
        return roles;
    }

    private static String field(Role role) {
        return "role-" + role.name();
    }

    private static UUID by(Context ctx) {
        return Asking.person(ctx, Officer.class).id();
    }

    private OfficerStore.Account account(Context ctx) {
        try {
            return officers.account(UUID.fromString(ctx.pathParam("id"))).orElseThrow(NotFoundResponse::new);
        } catch (IllegalArgumentException noId) {
            throw new NotFoundResponse();
        }
    }
}
