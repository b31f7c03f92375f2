package io.dialer.agent.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code /api/agent/openapi.yaml}: what these calls are, for programs. */
final class OpenApi {
    private static final String RESOURCE = "/openapi.yaml";

    private final Buffer document = read();

    /** Behind whoever decides what a caller may do. */
    void addTo(Router router) {
        router.get(AgentApi.BASE + RESOURCE)
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(document));
    }

    /** From the jar, once: a few KiB. */
    private static Buffer read() {
        try (InputStream stream = Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE))) {
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException damaged) {
            throw new UncheckedIOException("the jar's " + RESOURCE + " cannot be read", damaged);
        }
    }
}
