package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's texts: each language has each of them. */
class PageWordsTest {
    private static final Path PAGE = Path.of("src/main/resources/page");
    private static final Pattern ENTRY = Pattern.compile("^ {2}'([^']+)': '(.*)',$", Pattern.MULTILINE);
    private static final Pattern USE = Pattern.compile("\\bt\\('([^']+)'");
    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");

    @Test
    void everyLanguageHasTheSameTextsWithTheSameValues() {
        Map<String, String> english = words("en");
        Map<String, String> chinese = words("zh");
        assertThat(english).hasSizeGreaterThan(100);
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> assertThat(values(chinese.getOrDefault(key, "")))
                .as(key)
                .containsExactlyInAnyOrderElementsOf(values(text)));
    }

    @Test
    void theyAreSorted() throws IOException {
        for (String language : List.of("en", "zh")) {
            List<String> keys = ENTRY.matcher(read(file(language)))
                    .results()
                    .map(entry -> entry.group(1))
                    .toList();
            assertThat(keys).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void everyTextThatIsUsedIsThere() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(PAGE)) {
            files.filter(file -> file.toString().endsWith(".js"))
                    .forEach(file -> USE.matcher(read(file)).results().forEach(use -> used.add(use.group(1))));
        }
        assertThat(used).hasSizeGreaterThan(50);
        assertThat(words("en").keySet()).containsAll(used);
    }

    private static Map<String, String> words(String language) {
        return ENTRY.matcher(read(file(language)))
                .results()
                .collect(Collectors.toMap(
                        entry -> entry.group(1), entry -> entry.group(2), (one, other) -> one, TreeMap::new));
    }

    private static List<String> values(String text) {
        return VALUE.matcher(text).results().map(value -> value.group(1)).toList();
    }

    private static Path file(String language) {
        return PAGE.resolve("words/" + language + ".js");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
