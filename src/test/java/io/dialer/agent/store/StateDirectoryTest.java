package io.dialer.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void makesTheFolderAndNamesItsFiles() throws IOException {
        Path path = folder.resolve("a").resolve("b");
        try (StateDirectory state = StateDirectory.lock(path)) {
            assertThat(path).isDirectory();
            assertThat(state.file("outbox.db")).isEqualTo(path.resolve("outbox.db"));
        }
    }

    @Test
    void refusesASecondLockUntilTheFirstIsGone() throws IOException {
        try (StateDirectory first = StateDirectory.lock(folder)) {
            assertThat(first.file("x")).hasParentRaw(folder);
            assertThatExceptionOfType(StateDirectory.InUse.class)
                    .isThrownBy(() -> StateDirectory.lock(folder))
                    .withMessage("state_dir %s is in use by another agent (its agent.lock is locked)", folder);
        }
        StateDirectory.lock(folder).close();
    }

    @Test
    void failsWhereTheFolderIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StateDirectory.lock(file));
    }
}
