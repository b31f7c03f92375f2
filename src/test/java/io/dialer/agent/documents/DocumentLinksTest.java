package io.dialer.agent.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every link within the project leads to a file, and to a heading in it. */
class DocumentLinksTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @Test
    void leadSomewhere() throws Exception {
        Map<Path, Markdown> pages = Markdown.all(PROJECT).stream()
                .collect(Collectors.toMap(page -> PROJECT.resolve(page.file()), Function.identity()));
        List<String> broken = new ArrayList<>();
        int checked = 0;
        for (Map.Entry<Path, Markdown> page : pages.entrySet()) {
            for (String link : page.getValue().links()) {
                if (link.contains("://")) {
                    continue;
                }
                checked++;
                int hash = link.indexOf('#');
                Path target = target(page.getKey(), hash < 0 ? link : link.substring(0, hash));
                boolean found = hash < 0
                        ? Files.exists(target)
                        : pages.containsKey(target)
                                && pages.get(target).anchors().contains(link.substring(hash + 1));
                if (!found) {
                    broken.add(page.getValue().file() + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(checked).isGreaterThan(30);
    }

    @Test
    void leadToEveryPage() throws IOException {
        List<Markdown> pages = Markdown.all(PROJECT);
        List<Path> linked = pages.stream()
                .flatMap(page -> page.links().stream()
                        .filter(link -> !link.contains("://"))
                        .map(link -> target(PROJECT.resolve(page.file()), link.replaceAll("#.*", ""))))
                .toList();

        assertThat(pages)
                .allSatisfy(page ->
                        assertThat(linked).as("links to %s", page.file()).contains(PROJECT.resolve(page.file())));
    }

    private static Path target(Path page, String link) {
        return link.isEmpty() ? page : page.resolveSibling(link).normalize();
    }
}
