package io.dialer.agent.audit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * An advisory in the format of OSV (version 1 of its schema, ossf.github.io/osv-schema), as far as it speaks of Maven's artifacts.
 *
 * @param id such as a GHSA or CVE number
 * @param summary for people
 * @param affected what it is about
 */
record Advisory(String id, String summary, List<Affected> affected) {
    /**
     * Versions of an artifact.
     *
     * @param name group and artifact with a colon between
     * @param ranges events of each range, in the order in which they are written
     * @param versions single ones
     */
    record Affected(String name, List<List<JsonObject>> ranges, List<String> versions) {
        boolean includes(String version) {
            return versions.contains(version) || ranges.stream().anyMatch(events -> isWithin(events, version));
        }

        private static boolean isWithin(List<JsonObject> events, String text) {
            ComparableVersion version = new ComparableVersion(text);
            boolean within = false;
            for (JsonObject event : events) {
                String introduced = event.getString("introduced");
                String fixed = event.getString("fixed");
                String last = event.getString("last_affected");
                if (introduced != null && (introduced.equals("0") || version.compareTo(of(introduced)) >= 0)) {
                    within = true;
                } else if (fixed != null && version.compareTo(of(fixed)) >= 0) {
                    within = false;
                } else if (last != null && version.compareTo(of(last)) > 0) {
                    within = false;
                }
            }
            return within;
        }

        private static ComparableVersion of(String version) {
            return new ComparableVersion(version);
        }
    }

    /** Empty where it was withdrawn. */
    static Optional<Advisory> read(JsonObject json) {
        if (json.getString("withdrawn") != null) {
            return Optional.empty();
        }
        return Optional.of(new Advisory(
                json.getString("id"),
                json.getString("summary", ""),
                objects(json.getJsonArray("affected"))
                        .filter(affected ->
                                "Maven".equals(affected.getJsonObject("package").getString("ecosystem")))
                        .map(Advisory::affected)
                        .toList()));
    }

    private static Affected affected(JsonObject json) {
        return new Affected(
                json.getJsonObject("package").getString("name"),
                objects(json.getJsonArray("ranges"))
                        .filter(range -> "ECOSYSTEM".equals(range.getString("type")))
                        .map(range -> objects(range.getJsonArray("events")).toList())
                        .toList(),
                json.getJsonArray("versions", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList());
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
    }

    boolean concerns(String name, String version) {
        return affected.stream().anyMatch(one -> one.name().equals(name) && one.includes(version));
    }
}
