package mica.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the rooms of the house lie to each other: no circle, and the web in its own rooms. */
class RoomsTest {

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("mica");
    }

    /** Who asks for something owns the interface of it; what is above both hands it in. */
    @ParameterizedTest
    @ValueSource(strings = {"exchange", "web", "program", "front", "office", "app"})
    void no_package_of_a_module_comes_back_to_itself(String module) {
        slices().matching("mica." + module + ".(*)..").should().beFreeOfCycles().check(all);
    }

    /** The kit's one room of its own. */
    @Test
    void the_page_kit_knows_nothing_of_venues() {
        noClasses()
                .that()
                .resideInAPackage("mica.web")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("mica.web.venue..")
                .check(all);
    }

    /** The front's kit and the demo's inbox are web servers' rooms as a whole. */
    @Test
    void the_web_framework_stands_in_pages_and_routes_and_in_rooms_for_the_web_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("mica.web..", "mica.office.web..", "mica.front.page..", "mica.app.inbox..")
                .and()
                .haveNameNotMatching("mica\\..*(Pages|Routes)(\\$.*)?")
                .and()
                .haveNameNotMatching("mica\\.front\\.(Front|venue\\.ApplicationSheet)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.javalin..")
                .check(all);
    }

    @Test
    void accounts_and_roles_know_nothing_of_requests() {
        noClasses()
                .that()
                .resideInAnyPackage("mica.office.officers..", "mica.office.credentials..", "mica.office.signin..")
                .and()
                .haveNameNotMatching("mica\\..*Pages(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAPackage("io.javalin.."))
                .check(all);
    }
}
