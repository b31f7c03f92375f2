package io.dialer.agent.bus;

import io.dialer.agent.testing.ClusterOf;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whose a task is, which is asked of each task whenever a member comes or goes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OwnershipBenchmark {
    @Param({"3", "10"})
    public int members;

    private Ownership ownership = Ownership.of(List.of());
    private int task;

    @Setup
    public void gather() {
        ownership = Ownership.of(IntStream.range(0, members)
                .mapToObj(node -> ClusterOf.member("node-" + node, Standing.ACTIVE))
                .toList());
    }

    @Benchmark
    public @Nullable String ownerOf() {
        task = task < 50_000 ? task + 1 : 1;
        return ownership.ownerOf(Integer.toString(task));
    }
}
