package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enter in a field never removes, ends or sends anything: over every form there is, whatever has to happen to see it. */
class EnterKeyTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern VALUE = Pattern.compile("\\$\\{(?:[^{}]|\\{[^{}]*})*}");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern FIELD = Pattern.compile("@template\\.kit\\.field\\(page = page.*");

    /** A template as a page that shows everything it may show at once. */
    private static String asPage(String template) {
        String values = VALUE.matcher(template)
                .replaceAll(value -> Matcher.quoteReplacement(WORD.matcher(value.group())
                        .results()
                        .map(word -> word.group(1))
                        .collect(Collectors.joining(" "))));
        return FIELD.matcher(values)
                .replaceAll(field -> field.group().contains("rows =") ? "<textarea></textarea>" : "<input>");
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> templates = new java.util.ArrayList<>();
            for (Path folder : modules.map(module -> module.resolve("src/main/jte"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".jte")).forEach(templates::add);
                }
            }
            return templates;
        }
    }

    @Test
    void the_first_button_of_every_form_is_its_harmless_main_one() throws IOException {
        int forms = 0;
        for (Path template : templates()) {
            String page = asPage(Files.readString(template));
            forms += Jsoup.parse(page).select("form").size();
            assertThat(EnterKey.problems(Jsoup.parse(page)))
                    .as(ROOT.relativize(template).toString())
                    .isEmpty();
        }
        assertThat(forms).isGreaterThan(35);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<form><input name=words><button name=do value='remove:1'>-</button><button>保存</button></form>",
                "<form><input name=words><button class=danger>消去</button></form>",
                "<form><button class=danger>消去</button><button>戻る</button></form>",
                "<form><button class=textual>変更</button><button>送信</button></form>",
                "<form id=a><input></form><button form=a class='danger slim'>消去</button>",
                "<form><input><button class='${yes ? \"danger slim\" : \"quiet slim\"}'>x</button></form>",
                "<form>\n@template.kit.field(page = page, name = \"q\")\n<button class=danger>消去</button></form>"
            })
    void a_form_whose_first_button_does_harm_is_found(String form) {
        assertThat(EnterKey.problems(Jsoup.parse(asPage(form)))).isNotEmpty();
    }
}
