package io.dialer.agent.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page for operators quotes is really said by the agent. */
class OperationsDocumentTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern METRIC = Pattern.compile("`((?:dialer|probe)_[a-z_]+)`");
    private static final Pattern ALERT = Pattern.compile("`(Dialer[A-Za-z]+)`");

    @Test
    void quotesLinesThatTheAgentLogs() throws Exception {
        List<String> rows = page().prose().stream()
                .dropWhile(line -> !line.equals("## Log lines"))
                .takeWhile(line -> !line.equals("## State"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .toList();
        String sources = sources();

        assertThat(rows).hasSizeGreaterThan(15);
        assertThat(quoted(QUOTED, rows)).allSatisfy(line -> assertThat(sources).contains("\"" + line + "\""));
    }

    @Test
    void namesMetricsAndAlertsThatThereAre() throws Exception {
        String metrics = Files.readString(PROJECT.resolve("docs/metrics.md"));
        String alerts = Files.readString(PROJECT.resolve("conf/prometheus-alerts.yml"));

        assertThat(quoted(METRIC, page().prose()))
                .hasSizeGreaterThan(8)
                .allSatisfy(metric -> assertThat(metrics).contains("`" + metric + "`"));
        assertThat(quoted(ALERT, page().prose()))
                .hasSizeGreaterThan(5)
                .allSatisfy(alert -> assertThat(alerts).contains("alert: " + alert + "\n"));
    }

    private static Markdown page() throws IOException {
        return Markdown.read(PROJECT, PROJECT.resolve("docs/operations.md"));
    }

    private static List<String> quoted(Pattern pattern, List<String> lines) {
        return lines.stream()
                .flatMap(line -> pattern.matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("src/main/java"))) {
            return files.filter(Files::isRegularFile)
                    .map(OperationsDocumentTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
