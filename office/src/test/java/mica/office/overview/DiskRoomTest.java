package mica.office.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    @TempDir
    Path folder;

    @Test
    void too_little_room_is_told_before_there_is_none() {
        assertThat(room(0, 0, true).condition()).isEqualTo(Condition.WELL);
        assertThat(room(Long.MAX_VALUE, 0, true).condition()).isEqualTo(Condition.DEGRADED);
        assertThat(room(Long.MAX_VALUE, Long.MAX_VALUE, true).condition()).isEqualTo(Condition.DOWN);
    }

    @Test
    void keys_that_are_not_there_are_told_and_a_work_folder_is_made_when_it_is_needed() {
        Path away = folder.resolve("not/mounted");
        assertThat(new DiskRoom(List.of(new DiskRoom.Folder("keys", away, true))).part())
                .isEqualTo(new Part("disk", Condition.DOWN, java.util.Map.of("keys", "missing")));
        assertThat(new DiskRoom(List.of(new DiskRoom.Folder("work", away, false)), 0, 0)
                        .part()
                        .condition())
                .isEqualTo(Condition.WELL);
    }

    private Part room(long little, long tooLittle, boolean required) {
        return new DiskRoom(List.of(new DiskRoom.Folder("keys", folder, required)), little, tooLittle).part();
    }
}
