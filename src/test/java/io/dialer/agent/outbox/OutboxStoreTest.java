package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.OutboxConfig.Synchronous;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
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
    void dropsTheOldestRows() {
        append(100);
        assertThat(Waiting.on(store.dropOldest(0)).rows()).isZero();
        assertThat(Waiting.on(store.dropOldest(70))).isEqualTo(new OutboxStore.Extent(70, 70));
        assertThat(Waiting.on(store.extent())).isEqualTo(new OutboxStore.Extent(30, 100));
        assertThat(Waiting.on(store.dropOldest(1_000))).isEqualTo(new OutboxStore.Extent(30, 100));
    }

    @Test
    void dropsWhatIsOldUpToTheFirstThatIsNot() {
        appendStartedAt(1_000, 2_000, 9_000, 1_500);
        assertThat(Waiting.on(store.dropStartedBefore(5_000, 1))).isEqualTo(new OutboxStore.Extent(1, 1));
        assertThat(Waiting.on(store.dropStartedBefore(5_000, 100))).isEqualTo(new OutboxStore.Extent(1, 2));
        assertThat(Waiting.on(store.dropStartedBefore(5_000, 100)).rows()).isZero();
        assertThat(Waiting.on(store.dropStartedBefore(10_000, 100)).rows()).isEqualTo(2);
    }

    @Test
    void findsTheNewestRowsAsFarAsAllAreYoung() {
        appendStartedAt(8_000, 1_000, 7_000, 9_000, 8_000);
        assertThat(Waiting.on(store.newest(5_000, 100)))
                .extracting(OutboxRow::id)
                .containsExactly(3L, 4L, 5L);
        assertThat(Waiting.on(store.newest(5_000, 2))).extracting(OutboxRow::id).containsExactly(4L, 5L);
        assertThat(Waiting.on(store.newest(9_000, 100))).isEmpty();
    }

    @Test
    void readsResultsAndTellsThoseThatCannotBeReadFromThoseThatAreGone() throws Exception {
        append(3);
        Waiting.on(store.delete(List.of(2L)));
        Waiting.on(store.close());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE pending SET body = '{\"result_id\": \"r2\"' WHERE id = 3");
        }
        open();
        StoredResults read = Waiting.on(store.results(List.of(1L, 2L, 3L)));
        assertThat(read.readable()).containsOnlyKeys(1L);
        assertThat(read.unreadable()).containsOnlyKeys(3L);
    }

    @Test
    void givesFreedPagesBackManyAtATime() {
        append(5_000);
        Waiting.on(store.dropOldest(5_000));
        assertThat(Waiting.on(store.vacuum())).isGreaterThan(100);
    }

    @Test
    void makesRoomForALetterOnlyWhenAsManyAreKeptAsMay() throws Exception {
        append(2);
        OutboxDead dead = store.dead();
        assertThat(Waiting.on(dead.bury(1, 5, "why"))).isEqualTo(new OutboxDead.Buried(1, 0, 0));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + (OutboxDead.MOST_KEPT - 1)
                    + ") INSERT INTO dead (result_id, task_id, started_ms, at_ms, reason, body)"
                    + " SELECT 'x' || i, 't', 0, 0, 'r', '{}' FROM n");
        }
        assertThat(Waiting.on(dead.bury(2, 6, "why"))).isEqualTo(new OutboxDead.Buried(1, 1, 0));
        assertThat(Waiting.on(dead.bury(2, 7, "gone"))).isEqualTo(new OutboxDead.Buried(0, 0, 0));
        assertThat(Waiting.on(dead.count())).isEqualTo(OutboxDead.MOST_KEPT);
        assertThat(Waiting.on(dead.list(1)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.resultId()).isEqualTo("r1"));
    }

    @Test
    void aSecondLetterOfTheSameResultReplacesTheFirst() {
        OutboxDead dead = store.dead();
        append(1);
        Waiting.on(dead.bury(1, 5, "first"));
        store.append(UnstoredResult.of(Results.of("task", "r0"), 0));
        assertThat(Waiting.on(dead.bury(2, 6, "second"))).isEqualTo(new OutboxDead.Buried(1, 0, 1));
        assertThat(Waiting.on(dead.list(10)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("second"));
    }

    private void appendStartedAt(long... startedMs) {
        for (long started : startedMs) {
            ProbeResult result = Results.of("task", "r" + started);
            store.append(UnstoredResult.of(result, started + 1));
        }
        Waiting.on(store.extent());
    }

    private void append(int count) {
        for (int number = 0; number < count; number++) {
            store.append(UnstoredResult.of(Results.of("task", "r" + number), number));
        }
        assertThat(Waiting.on(store.extent()).rows()).isEqualTo(count);
    }
}
