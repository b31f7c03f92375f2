package io.dialer.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.store.Database.Kind;
import io.dialer.agent.store.Database.Work;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkQueueTest {
    private static final int ROOM = 5;
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);

    private final Vertx vertx = Vertx.vertx();
    private final WorkQueue queue = new WorkQueue();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void givesWhatCameInItsOrder() throws Exception {
        Work<?> first = add(Kind.WRITE);
        Work<?> second = add(Kind.PROMPT);
        Work<?> third = add(Kind.WRITE);
        assertThat(queue.take()).isSameAs(first);
        assertThat(queue.takeUntil(System.nanoTime() + AN_HOUR, ROOM)).isSameAs(second);
        assertThat(queue.poll()).isSameAs(third);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void theFirstWriteWakesWhoHasNothingToDo() {
        CompletableFuture<@Nullable Work<?>> taken = waiting(queue::take);
        Work<?> write = add(Kind.WRITE);
        assertThat(taken).succeedsWithin(Duration.ofSeconds(10)).isSameAs(write);
    }

    @Test
    void writesWaitForTheMomentAndWhatIsUrgentDoesNot() throws Exception {
        Work<?> write = add(Kind.WRITE);
        CompletableFuture<@Nullable Work<?>> taken = waiting(() -> queue.takeUntil(System.nanoTime() + AN_HOUR, ROOM));
        assertThat(taken).isNotDone();
        add(Kind.PROMPT);
        assertThat(taken).succeedsWithin(Duration.ofSeconds(10)).isSameAs(write);
    }

    @Test
    void aWholeGroupWaitsNoLonger() throws Exception {
        CompletableFuture<@Nullable Work<?>> taken = waiting(() -> queue.takeUntil(System.nanoTime() + AN_HOUR, ROOM));
        for (int write = 1; write < ROOM; write++) {
            add(Kind.WRITE);
            assertThat(taken).isNotDone();
        }
        add(Kind.WRITE);
        assertThat(taken).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aMomentThatHasComeFindsWhatIsThere() throws Exception {
        assertThat(queue.takeUntil(System.nanoTime() - 1, ROOM)).isNull();
        assertThat(queue.takeUntil(System.nanoTime() + 1_000_000, ROOM)).isNull();
        Work<?> write = add(Kind.WRITE);
        assertThat(queue.takeUntil(System.nanoTime() - 1, ROOM)).isSameAs(write);
    }

    private interface Taking {
        @Nullable
        Work<?> take() throws InterruptedException;
    }

    /** Completes with what a thread of its own has taken; returns once that thread waits. */
    private static CompletableFuture<@Nullable Work<?>> waiting(Taking taking) {
        CompletableFuture<@Nullable Work<?>> taken = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                taken.complete(taking.take());
            } catch (InterruptedException ended) {
                taken.completeExceptionally(ended);
            }
        });
        await().until(() ->
                thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        return taken;
    }

    private Work<?> add(Kind kind) {
        Work<?> work = new Work<>(connection -> 0, kind, Promise.<Integer>promise(), vertx.getOrCreateContext());
        queue.add(work);
        return work;
    }
}
