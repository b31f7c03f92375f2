package io.dialer.agent.audit;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code mvn verify -Paudit -Daudit.data=FOLDER}: holds the jar's bill of materials (CycloneDX) against the advisories that lie in a
 * folder as OSV's files, one {@code .json} each, at any depth. Ends with 1 where one concerns us.
 */
public final class DependencyAudit {
    private DependencyAudit() {}

    /** What came of it, a line each; the last one tells all. */
    record Report(List<String> lines, boolean clean) {}

    /** Maven hands an empty argument on as null. */
    public static void main(String... words) throws IOException {
        Report report = audit(Path.of(words[0]), words.length > 1 ? Objects.toString(words[1], "") : "");
        report.lines().forEach(System.out::println);
        if (!report.clean()) {
            System.exit(1);
        }
    }

    static Report audit(Path billOfMaterials, String folder) throws IOException {
        if (folder.isBlank()) {
            return new Report(
                    List.of("audit: SKIPPED, no advisories: -Daudit.data names no folder of OSV files"), true);
        }
        Path data = Path.of(folder);
        if (!Files.isDirectory(data)) {
            return new Report(List.of("audit: -Daudit.data: %s is no folder".formatted(data)), false);
        }
        List<Advisory> advisories = advisories(data);
        if (advisories.isEmpty()) {
            return new Report(List.of("audit: -Daudit.data: no OSV file is in %s".formatted(data)), false);
        }
        JsonArray components = new JsonObject(Files.readString(billOfMaterials)).getJsonArray("components");
        List<String> lines = new ArrayList<>();
        for (Object each : components) {
            JsonObject component = (JsonObject) each;
            String name = component.getString("group") + ":" + component.getString("name");
            String version = component.getString("version");
            advisories.stream()
                    .filter(advisory -> advisory.concerns(name, version))
                    .map(advisory -> "audit: %s:%s: %s %s".formatted(name, version, advisory.id(), advisory.summary()))
                    .forEach(lines::add);
        }
        int found = lines.size();
        lines.add("audit: %d components, %d advisories, %d concern us"
                .formatted(components.size(), advisories.size(), found));
        return new Report(lines, found == 0);
    }

    private static List<Advisory> advisories(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Advisory> read = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                advisory(file).ifPresent(read::add);
            }
            return read;
        }
    }

    private static Optional<Advisory> advisory(Path file) throws IOException {
        try {
            return Advisory.read(new JsonObject(Files.readString(file)));
        } catch (DecodeException | ClassCastException | NullPointerException broken) {
            throw new IOException(file + " is no OSV file: " + broken.getMessage(), broken);
        }
    }
}
