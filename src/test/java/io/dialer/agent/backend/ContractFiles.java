package io.dialer.agent.backend;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Exchanges recorded from a real backend. */
final class ContractFiles {
    private ContractFiles() {}

    static JsonObject requestBody(String name) {
        return json(text(name).split("--- answer ---", 2)[0]);
    }

    static JsonObject answerBody(String name) {
        return json(text(name).split("--- answer ---", 2)[1]);
    }

    private static JsonObject json(String exchange) {
        return new JsonObject(exchange.substring(exchange.indexOf('{')).strip());
    }

    private static String text(String name) {
        try (InputStream file = ContractFiles.class.getResourceAsStream("/contract/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
