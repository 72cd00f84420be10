package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people meet before the service opens, and after it has ended. */
class ServiceLifeTest {

    private static final Pattern ERASE = Pattern.compile("https?://\\S+/e/[0-9a-f]{40}");

    @ParameterizedTest
    @EnumSource(Eyes.Viewport.class)
    void from_preparing_to_the_end(Eyes.Viewport viewport) throws Exception {
        try (DemoWorld world = DemoWorld.preparing();
                Eyes eyes = Eyes.open(viewport)) {
            Page administrator = world.signIn(eyes, "kanri");
            administrator.navigate(world.demo.officeAddress() + "/service");
            eyes.look(administrator, "service-preparing");
            visit(world, eyes, "preparing");
            assertThat(door(world, eyes)).contains("まだ始まっていません");

            administrator.click("form[action='/service/open'] button");
            eyes.look(administrator, "service-open");
            String erasing = checkIn(world, eyes);

            administrator.click("main a[href='/service/end']");
            eyes.look(administrator, "service-end");
            administrator.click("main form button");
            assertThat(administrator.locator("#errors").isVisible()).isTrue();
            administrator.check("#understood");
            administrator.click("main form button");
            eyes.look(administrator, "service-ended");
            Page visitor = eyes.person("ja-JP");
            awaitOn(visitor, world.demo.doorAddress(), "h1:has-text('終了しました')");
            visit(world, eyes, "ended");

            visitor.navigate(erasing);
            eyes.look(visitor, "ended-erase");
            visitor.check("input[value=all]");
            visitor.click("main form button");
            assertThat(visitor.locator("h1").innerText()).contains("消去を受け付けました");
            assertThat(eyes.problems()).isEmpty();
        }
    }

    /** The pages of the public site that tell the state, in both languages. */
    private static void visit(DemoWorld world, Eyes eyes, String state) throws Exception {
        for (String language : List.of("ja", "en")) {
            Page visitor = eyes.person(language);
            visitor.navigate(world.demo.frontAddress() + "/");
            eyes.look(visitor, state + "-home-" + language);
            visitor.navigate(world.demo.doorAddress());
            assertThat(visitor.locator("#email").count()).isZero();
            eyes.look(visitor, state + "-door-" + language);
            visitor.navigate(world.demo.frontAddress() + "/apply");
            assertThat(visitor.locator("#name").count()).isEqualTo(state.equals("preparing") ? 1 : 0);
            eyes.look(visitor, state + "-apply-" + language);
        }
    }

    private static String door(DemoWorld world, Eyes eyes) {
        Page visitor = eyes.person("ja-JP");
        visitor.navigate(world.demo.doorAddress());
        return visitor.locator("main").innerText();
    }

    /** The address that erases the check-in. */
    private static String checkIn(DemoWorld world, Eyes eyes) throws Exception {
        Page visitor = eyes.person("ja-JP");
        awaitOn(visitor, world.demo.doorAddress(), "#email");
        visitor.fill("#email", "hanako@example.jp");
        visitor.click("main form button");
        Matcher link = ERASE.matcher(
                world.awaitMail("hanako@example.jp", subject -> true).text());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    /** The front hears of a new state within seconds. */
    private static void awaitOn(Page page, String address, String selector) {
        page.navigate(address);
        page.waitForCondition(() -> {
            page.reload();
            return page.locator(selector).count() == 1;
        });
    }
}
