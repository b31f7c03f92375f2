package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A result as it must be, field by field, in a file. What differs from run to run stands there as what it is: {@code <ms>},
 * {@code <s>}, {@code <local time>}, and as names that a test gives. What came instead is written to {@code target/golden}.
 */
final class Golden {
    private static final Set<String> MILLIS = Set.of(
            "response_time_ms",
            "dns_time",
            "tcp_time",
            "connect_time",
            "ssl_time",
            "first_byte_time",
            "download_time",
            "http_time",
            "resolve",
            "connect",
            "request",
            "first_byte",
            "transfer",
            "check");
    private static final String LOCAL_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}";

    private final Map<String, String> names = new LinkedHashMap<>();

    /** Puts a name in place of a text wherever it stands. */
    Golden name(String text, String name) {
        names.put(text, name);
        return this;
    }

    void assertEquals(String file, JsonObject actual) throws IOException {
        JsonObject normal = object(actual);
        Path came = Path.of("target", "golden", file);
        Files.createDirectories(came.getParent());
        Files.writeString(came, normal.encodePrettily() + "\n");
        try (var stream = Golden.class.getResourceAsStream("/golden/" + file)) {
            assertThat(stream).as("golden file " + file).isNotNull();
            String golden = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(normal.encodePrettily()).isEqualTo(new JsonObject(golden).encodePrettily());
        }
    }

    private JsonObject object(JsonObject object) {
        JsonObject normal = new JsonObject();
        // A step's response_time is in seconds like the result's own; the details' is in ms.
        boolean details = object.containsKey("attempts");
        object.forEach(entry -> normal.put(named(entry.getKey()), value(entry.getKey(), entry.getValue(), details)));
        if ("time".equals(object.getValue("source"))) {
            normal.put("actual", duration((Number) object.getValue("actual"), "<ms>"));
            normal.put("actual_value", normal.getValue("actual"));
        }
        return normal;
    }

    private @Nullable Object value(String field, @Nullable Object value, boolean details) {
        return switch (value) {
            case JsonObject inner -> object(inner);
            case JsonArray list -> {
                JsonArray normal = new JsonArray();
                list.forEach(element -> normal.add(value("", element, false)));
                yield normal;
            }
            case Number number when field.equals("response_time") -> duration(number, details ? "<ms>" : "<s>");
            case Number number when MILLIS.contains(field) -> duration(number, "<ms>");
            case String text -> named(text.replaceAll(LOCAL_TIME, "<local time>"));
            case null -> null;
            default -> value;
        };
    }

    private static String duration(Number number, String unit) {
        assertThat(number.doubleValue()).isBetween(0.0, 30_000.0);
        return unit;
    }

    private String named(String text) {
        String named = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }
}
