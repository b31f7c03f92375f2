package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.OutboxConfig.Synchronous;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxStoreTest {
    private final Vertx vertx = Vertx.vertx();
    private OutboxStore store;

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    OutboxStoreTest() {}

    @BeforeEach
    void open() {
        store = Waiting.on(OutboxStore.open(vertx, folder.resolve("outbox.db"), Synchronous.NORMAL));
    }

    @AfterEach
    void close() {
        Waiting.on(store.close());
        Waiting.on(vertx.close());
    }

    @Test
    void keepsTheNewestRows() {
        append(100);
        assertThat(Waiting.on(store.keepNewest(100)).rows()).isZero();
        assertThat(Waiting.on(store.keepNewest(30))).isEqualTo(new OutboxStore.Extent(70, 70));
        assertThat(Waiting.on(store.extent())).isEqualTo(new OutboxStore.Extent(30, 100));
    }

    @Test
    void givesFreedPagesBackManyAtATime() {
        append(5_000);
        Waiting.on(store.dropOldest(5_000));
        assertThat(Waiting.on(store.vacuum())).isGreaterThan(100);
    }

    @Test
    void makesRoomForALetterOnlyWhenAsManyAreKeptAsMay() {
        append(3);
        OutboxDead dead = store.dead();
        assertThat(Waiting.on(dead.bury(1, 5, "why", 0))).isEqualTo(new OutboxDead.Buried(1, 0));
        assertThat(Waiting.on(dead.bury(2, 6, "why", OutboxDead.MOST_KEPT))).isEqualTo(new OutboxDead.Buried(1, 1));
        assertThat(Waiting.on(dead.bury(2, 7, "gone", 1))).isEqualTo(new OutboxDead.Buried(0, 0));
        assertThat(Waiting.on(dead.list(10)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.resultId()).isEqualTo("r1"));
        assertThat(Waiting.on(dead.count())).isEqualTo(1);
    }

    @Test
    void failsForAResultThatNobodyCouldRead() {
        JsonObject details = new JsonObject();
        for (int level = 0; level < 1_100; level++) {
            details = new JsonObject().put("in", details);
        }
        Measurement measured = new Measurement(Outcome.SUCCESS, null, "deep", details);
        ProbeResult deep = Results.lasting("http", Duration.ofMillis(1), null, measured);

        assertThat(Waiting.forFailureOf(store.append(deep))).hasMessageContaining("nesting depth");
        append(1);
    }

    private void append(int count) {
        for (int number = 0; number < count; number++) {
            store.append(Results.of("task", "r" + number));
        }
        assertThat(Waiting.on(store.extent()).rows()).isEqualTo(count);
    }
}
