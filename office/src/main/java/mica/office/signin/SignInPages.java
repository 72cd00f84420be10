package mica.office.signin;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import mica.office.credentials.Passwords;
import mica.office.officers.Officer;
import mica.office.officers.OfficerStore;
import mica.office.officers.Officers;
import mica.web.Asking;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out, and an officer's own account. */
public final class SignInPages {

    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

    private final Site site;
    private final Officers officers;
    private final OfficerSession session;
    private final @Nullable DemoSignIn demo;

    /** @param demo null except in a demonstration */
    public SignInPages(Site site, Officers officers, OfficerSession session, @Nullable DemoSignIn demo) {
        this.site = site;
        this.officers = officers;
        this.session = session;
        this.demo = demo;
    }

    /** Where to sign in, and where to go from there. */
    public record SignInPage(String next, List<DemoSignIn.DemoAccount> demo) {}

    /** @param passwordGiven whether the password is still the one an administrator handed over */
    public record AccountPage(Officer officer, boolean passwordGiven, int shortest) {}

    public void show(Context ctx) {
        if (session.officer(ctx.req()).isPresent()) {
            ctx.redirect("/", HttpStatus.SEE_OTHER);
            return;
        }
        page(ctx, Form.empty())
                .show("signin/sign-in", model(localPath(Form.query(ctx).raw("next"))));
    }

    public void signIn(Context ctx) {
        Form form = Form.posted(ctx);
        String next = localPath(form.raw("next"));
        switch (officers.signIn(form.raw("login"), form.raw("password"), form.raw("code"))) {
            case Officers.SignIn.Right right -> {
                session.begin(ctx.req(), right.officer(), right.credentialsVersion());
                ctx.redirect(next, HttpStatus.SEE_OTHER);
            }
            case Officers.SignIn.Wrong(String account) -> {
                refused(ctx, account);
                form.put("password", "").put("code", "").error("login", "officer.sign-in.wrong");
                page(ctx, form).showErrors("signin/sign-in", model(next));
            }
        }
    }

    public void signOut(Context ctx) {
        session.end(ctx.req());
        ctx.redirect("/login", HttpStatus.SEE_OTHER);
    }

    public void account(Context ctx) {
        Page.of(ctx, site, "officer.account.title").show("officers/account", accountModel(ctx));
    }

    public void changePassword(Context ctx) {
        Officer officer = Asking.person(ctx, Officer.class);
        Form form = Form.posted(ctx);
        String next = form.raw("next-password");
        if (next.codePointCount(0, next.length()) < Passwords.SHORTEST) {
            form.error("next-password", "officer.password.short", Passwords.SHORTEST);
        } else if (next.length() > Passwords.LONGEST) {
            form.error("next-password", "officer.password.long", Passwords.LONGEST);
        } else if (next.equalsIgnoreCase(officer.loginName())
                || next.chars().distinct().count() < 4) {
            form.error("next-password", "officer.password.simple");
        }
        if (!next.equals(form.raw("again"))) {
            form.error("again", "officer.password.differs");
        }
        if (!officers.isPassword(officer.id(), form.raw("password"))) {
            form.error("password", "officer.password.wrong");
            refused(ctx, officer.loginName());
        }
        if (!form.isRight()) {
            form.put("password", "").put("next-password", "").put("again", "");
            Page.of(ctx, site, "officer.account.title").with(form).showErrors("officers/account", accountModel(ctx));
            return;
        }
        session.begin(ctx.req(), officer, officers.changePassword(officer.id(), next));
        Page.redirect(ctx, "/account", "officer.password.changed");
    }

    private static void refused(Context ctx, String account) {
        LOG.warn(
                "officer.refused account={} route=\"{} {}\"",
                account,
                ctx.method().name(),
                ctx.endpoint().path);
    }

    private AccountPage accountModel(Context ctx) {
        Officer officer = Asking.person(ctx, Officer.class);
        boolean given = officers.account(officer.id())
                .map(OfficerStore.Account::passwordGiven)
                .orElse(false);
        return new AccountPage(officer, given, Passwords.SHORTEST);
    }

    private Page page(Context ctx, Form form) {
        return Page.of(ctx, site, "officer.sign-in.title").with(form);
    }

    private SignInPage model(String next) {
        boolean shown = demo != null && site.service().demo();
        return new SignInPage(next, shown && demo != null ? demo.lines() : List.of());
    }

    /** A path of this console; anything else leads to the first page, so that the address cannot send people away. */
    static String localPath(@Nullable String next) {
        boolean local = next != null
                && next.length() <= 500
                && next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
        return local && next != null ? next : "/";
    }
}
