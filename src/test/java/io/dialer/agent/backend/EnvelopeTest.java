package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "null",
                "0",
                "[]",
                "\"code\"",
                "{}",
                "{\"code\": null}",
                "{\"code\": \"0\"}",
                "{\"code\": 0.5}",
                "{\"code\": 4294967296}",
                "{\"code\": 0",
                "{\"code\": 0} {",
                "<html>{\"code\": 0}</html>",
                "{\"status\": 0}",
                "\u0000\u0001"
            })
    void isEmptyForAnythingElse(@Nullable String body) {
        assertThat(Envelope.read(body == null ? null : Buffer.buffer(body))).isEmpty();
    }

    @Test
    void isEmptyForRandomBytes() {
        long seed = 99;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            assertThat(Envelope.read(Buffer.buffer(bytes))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void readsCodeDataAndMessage() {
        assertThat(Envelope.read(Buffer.buffer("{\"code\": 3, \"data\": {\"a\": 1}, \"message\": 7}")))
                .contains(new Envelope(3, new JsonObject().put("a", 1), "7", 43));
        assertThat(Envelope.read(Buffer.buffer("{\"code\": 0}"))).contains(new Envelope(0, null, "", 11));
    }
}
