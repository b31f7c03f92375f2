package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Habits of the sources that no compiler looks at. */
class SourceFilesTest {
    private static final int MOST_LINES = 300;

    @Test
    void areShort() throws Exception {
        List<String> tooLong = javaFiles().stream()
                .filter(file -> lines(file).size() > MOST_LINES)
                .map(file -> file + " has " + lines(file).size() + "; " + MOST_LINES + " lines at most")
                .toList();

        assertThat(tooLong).isEmpty();
    }

    @Test
    void areInPackagesThatSayWhatTheyAreFor() throws Exception {
        List<Path> without = javaFiles().stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> folder.startsWith("src/main"))
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();

        assertThat(without).isEmpty();
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(found).hasSizeGreaterThan(100);
            return found;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
