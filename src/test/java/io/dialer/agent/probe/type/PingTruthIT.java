package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.icmp.EchoResponder;
import io.dialer.agent.probe.net.icmp.NetworkNamespace;
import io.dialer.agent.probe.net.icmp.Rights;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ping} says against what was really done to its packets. Run alone: it measures tenths of milliseconds. */
class PingTruthIT {
    private static final String TARGET = EchoResponder.NETWORK + "0.1";
    /** Noise of the machine only ever adds; what is asked for must be seen in one of these rounds. */
    private static final int ROUNDS = 10;

    private final Vertx vertx = Vertx.vertx();
    private NetworkNamespace namespace;
    private EchoResponder responder;
    private ProbeNetwork network;

    @BeforeEach
    void openNamespace() throws Exception {
        namespace = NetworkNamespace.open();
        responder = EchoResponder.open(namespace);
        network = namespace.call(() -> ProbeNetwork.ofSystem(vertx));
        ping(TARGET, "{'count': 200, 'interval_ms': 1}");
    }

    @AfterEach
    void closeNamespace() throws Exception {
        if (responder != null) {
            responder.close();
            network.close();
        }
        namespace.close();
        vertx.close().await();
    }

    /** The interval is no divisor of a delay: no request arrives just when a reply must leave. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 2, 20, 200})
    void roundTripsAreWhatWasApplied(double delayMs) throws Exception {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && best > 0.2; round++) {
            responder.follow(request -> List.of(delayMs));
            Measurement measured = ping(TARGET, "{'count': 50, 'interval_ms': 7, 'timeout': 30}");
            assertThat(measured.outcome()).isEqualTo(Outcome.SUCCESS);
            JsonArray rtts = measured.details().getJsonArray("rtts");
            best = Math.min(
                    best,
                    median(IntStream.range(0, rtts.size())
                            .mapToDouble(index -> Math.abs(rtts.getDouble(index) - responder.appliedMs(index)))
                            .toArray()));
        }
        System.out.printf("PingTruthIT: delay %.0f ms, median distance to the truth %.3f ms%n", delayMs, best);
        assertThat(best).isLessThanOrEqualTo(0.2);
    }

    @Test
    void theAverageIsThatOfTheSystemsOwnPing() throws Exception {
        Rights.assume(Files.isExecutable(Path.of("/usr/bin/ping")), "no ping of the system (Debian: iputils-ping)");
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && best > 0.2; round++) {
            responder.follow(request -> List.of(10.0));
            double ours = ping(TARGET, "{'count': 50, 'interval_ms': 20, 'timeout': 30}")
                    .details()
                    .getDouble("rtt_avg");
            double theirs = systemPing();
            System.out.printf("PingTruthIT: average %.3f ms, the system's ping %.3f ms%n", ours, theirs);
            best = Math.min(best, Math.abs(ours - theirs));
        }
        assertThat(best).isLessThanOrEqualTo(0.2);
    }

    @Test
    void countsLossDuplicatesAndReorderingExactly() throws Exception {
        // Of each ten: one lost, one answered twice, one answered after its successor.
        responder.follow(request -> switch (request % 10) {
            case 3 -> List.of();
            case 5 -> List.of(1.0, 1.5);
            case 7 -> List.of(35.0);
            default -> List.of(1.0);
        });

        Measurement measured = ping(TARGET, "{'count': 50, 'interval_ms': 20, 'wait_ms': 300, 'timeout': 30}");

        JsonObject details = measured.details();
        assertThat(measured.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(responder.requests()).isEqualTo(50);
        assertThat(details.getInteger("packet_sent")).isEqualTo(50);
        assertThat(details.getInteger("packet_received")).isEqualTo(45);
        assertThat(details.getDouble("packet_loss")).isEqualTo(10.0);
        assertThat(details.getInteger("duplicates")).isEqualTo(5);
        assertThat(details.getInteger("reordered")).isEqualTo(5);
    }

    @Test
    void twoThousandTargetsAtOnceLoseNothing() throws Exception {
        int targets = 2000;
        responder.follow(request -> List.of(20.0));
        List<Future<Measurement>> running = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int index = 0; index < targets; index++) {
                String target = EchoResponder.NETWORK + (1 + index / 250) + "." + (1 + index % 250);
                Probe probe = probe(target, "{'count': 4, 'interval_ms': 200}");
                running.add(workers.submit(() -> probe.run(Deadline.in(probe.timeout()))));
            }
        }
        int lost = 0;
        for (Future<Measurement> one : running) {
            JsonObject details = one.get().details();
            lost += details.getInteger("packet_sent") - details.getInteger("packet_received");
            assertThat(details.getInteger("packet_sent")).isEqualTo(4);
        }
        System.out.printf(
                "PingTruthIT: %d targets at once, %d requests, %d lost%n", targets, responder.requests(), lost);
        assertThat(responder.requests()).isEqualTo(targets * 4);
        assertThat(lost).isZero();
    }

    /** The sockets open on the namespace's own thread; the first ping of a family does it. */
    private Measurement ping(String target, String options) throws Exception {
        return namespace.call(() -> {
            Probe probe = probe(target, options);
            return probe.run(Deadline.in(probe.timeout()));
        });
    }

    private Probe probe(String target, String options) {
        return new PingProbeFactory()
                .create(
                        ProbeTask.once("ping", target, new JsonObject()),
                        new Options(new JsonObject(options.replace('\'', '"')), new JsonObject()),
                        new ProbeContext(new Messages(Locale.ENGLISH), Map.of(ProbeNetwork.class, network)));
    }

    private double systemPing() throws Exception {
        return namespace.call(() -> {
            Process process = new ProcessBuilder("ping", "-n", "-q", "-c", "50", "-i", "0.02", TARGET)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher average = Pattern.compile("= [0-9.]+/([0-9.]+)/").matcher(output);
            if (!average.find()) {
                throw new IOException(output);
            }
            return Double.parseDouble(average.group(1));
        });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
