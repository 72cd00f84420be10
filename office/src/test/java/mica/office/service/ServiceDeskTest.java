package mica.office.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.ServiceFacts.State;
import mica.office.officers.Role;
import mica.office.web.TestConsole;
import org.junit.jupiter.api.Test;

class ServiceDeskTest {

    @Test
    void the_service_opens_and_ends_once_and_the_public_is_told() {
        try (TestConsole console = new TestConsole()) {
            console.office.jdbi().useHandle(handle -> {
                handle.execute("delete from service_state");
                handle.execute("insert into service_state (state, changed_at) values ('PREPARING', now())");
            });
            DirectoryStore directory =
                    new DirectoryStore(console.databases.exchange().jdbi());
            TestConsole.Browser administrator = console.signedIn(Role.ADMINISTRATOR);
            assertThat(administrator
                            .post("/service/end", Map.of("understood", "on"))
                            .statusCode())
                    .isEqualTo(422);
            administrator.post("/service/open", Map.of());
            assertThat(directory.service().orElseThrow().state()).isEqualTo(State.OPEN);
            assertThat(administrator.post("/service/end", Map.of()).statusCode())
                    .isEqualTo(422);
            assertThat(console.service.get().state()).isEqualTo(State.OPEN);
            assertThat(administrator.get("/service/end").body()).contains("取り消せません");
            administrator.post("/service/end", Map.of("understood", "on"));
            assertThat(directory.service().orElseThrow().state()).isEqualTo(State.ENDED);
            assertThat(administrator.post("/service/open", Map.of()).statusCode())
                    .isEqualTo(422);
            assertThatThrownBy(() -> console.office
                            .jdbi()
                            .useHandle(handle -> handle.execute("update service_state set state = 'OPEN'")))
                    .hasMessageContaining("does not follow");
        }
    }
}
