package io.dialer.agent.outbox;

import io.dialer.agent.config.OutboxConfig.Synchronous;
import io.dialer.agent.testing.Results;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Results into the outbox, a whole group at once: a smaller one would wait for others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutboxAppendBenchmark {
    private static final int TOGETHER = 500;

    private final Vertx vertx = Vertx.vertx();
    private @Nullable OutboxStore store;
    private @Nullable Path folder;
    private long number;

    @Setup
    public void open() throws IOException {
        Path made = Files.createTempDirectory("outbox-benchmark");
        folder = made;
        store = OutboxStore.open(vertx, made.resolve("outbox.db"), Synchronous.NORMAL)
                .await();
    }

    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(store).close().await();
        vertx.close().await();
        Path made = Objects.requireNonNull(folder);
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public Object append() {
        List<Future<Long>> appended = IntStream.range(0, TOGETHER)
                .mapToObj(one -> UnstoredResult.of(Results.of("7", "id-" + number++), System.currentTimeMillis()))
                .map(result -> Objects.requireNonNull(store).append(result))
                .toList();
        return Future.all(appended).await();
    }
}
