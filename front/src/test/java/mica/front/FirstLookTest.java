package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstLookTest {
    @Test
    void look() throws Exception {
        try (Town town = new Town()) {
            for (String p : new String[] {"/", "/apply", "/venues", "/about", "/" + town.spot, "/%zz", "/%ff", "/?lang=%zz", "/venues?q=%ff%zz", "/a%00b", "/a;b", "/../x", "/SAMPLE", "/health", "/foo/bar/baz", "//x"}) {
                try {
                    var a = town.ja.get(p);
                    System.out.println(p + " " + a.status() + " " + a.body().length() + " " + a.title() + " " + (a.title().isEmpty() ? a.body() : ""));
                } catch (Exception e) { System.out.println(p + " " + e); }
            }
        }
    }
}
