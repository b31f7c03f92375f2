package io.dialer.agent.backend;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A result as the backend gets it, from the measurement to the bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {
    private final AgentConfig config =
            Configurations.of("{'agent_id': 'bench', 'agent_area': 'bench', 'backend': {'timezone': 'UTC'}}");
    private final ProbeResult result = Results.lasting(
            "http",
            Duration.ofMillis(45),
            null,
            new io.dialer.agent.probe.Measurement(
                    Outcome.SUCCESS,
                    null,
                    "HTTP 200 in 45 ms",
                    new JsonObject()
                            .put("status_code", 200)
                            .put("content_length", 6)
                            .put(
                                    "phases",
                                    new JsonObject()
                                            .put("resolve", 0.1)
                                            .put("connect", 0.2)
                                            .put("first_byte", 40.2))
                            .put(
                                    "headers",
                                    new JsonObject().put("server", "nginx").put("content-type", "text/html"))
                            .put("addresses", new JsonArray().add("127.0.0.1"))));

    @Benchmark
    public Buffer resultToBytes() {
        return Wire.result(config, result).toBuffer();
    }
}
