package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.Bus;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final JsonObject document = read();

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void namesEachRouteAndNoOther() {
        Bus bus = new Bus(vertx);
        Router router = Router.router(vertx);
        new Health(vertx, bus).addTo(router);
        new AgentApi(
                        vertx,
                        bus,
                        new Doorkeeper(new Access(Configurations.of("{}"))),
                        new Self(Configurations.of("{}"), "2.0.0"))
                .addTo(router);
        Set<String> routes = router.getRoutes().stream()
                .filter(route -> route.methods() != null && route.getPath() != null)
                .flatMap(route -> route.methods().stream()
                        .map(method -> method.name() + " " + route.getPath().replaceAll(":([a-z_]+)", "{$1}")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = new TreeSet<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            paths.getJsonObject(path).fieldNames().stream()
                    .filter(method -> !method.equals("parameters"))
                    .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path));
        }
        assertThat(documented).isEqualTo(routes).hasSizeGreaterThan(15);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        check(document);
    }

    private void check(Object value) {
        switch (value) {
            case JsonObject object ->
                object.forEach(entry -> {
                    if (entry.getKey().equals("$ref")) {
                        assertThat(at(String.valueOf(entry.getValue())))
                                .as("%s", entry.getValue())
                                .isNotNull();
                    } else if (entry.getValue() != null) {
                        check(entry.getValue());
                    }
                });
            case JsonArray list ->
                list.forEach(element -> {
                    if (element != null) {
                        check(element);
                    }
                });
            default -> {}
        }
    }

    private @Nullable Object at(String reference) {
        Object found = document;
        for (String step : reference.substring(2).split("/", -1)) {
            found = found instanceof JsonObject object ? object.getValue(step) : null;
        }
        return found;
    }

    private static JsonObject read() {
        try {
            return new AgentConfigReader("openapi.yaml", Map.of())
                    .parse(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
