package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.DnsTestServer;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.Resolver;
import io.dialer.agent.probe.net.SynAckRelay;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullMarked;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Delays each phase of {@code http} probes by known amounts and prints, phase by phase, how far what the probe says is
 * from what its server measured. A program of its own, so that all its sockets are in a network namespace of its own:
 * {@code unshare --net}.
 */
@NullMarked
public final class PhaseTruth {
    private static final int RUNS = 50;
    private static final int WARM_UP_RUNS = 300;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ProbeBench bench;
    private volatile long delayNanos;
    private volatile long appliedNanos;

    private PhaseTruth(ProbeBench bench) {
        this.bench = bench;
    }

    public static void main(String[] arguments) throws Exception {
        command("ip", "link", "set", "lo", "up");
        try (DnsTestServer names = DnsTestServer.start();
                SynAckRelay relay = SynAckRelay.open();
                ProbeBench bench =
                        ProbeBench.resolvingBy(Resolver.asking(List.of(names.address()), Duration.ofSeconds(5)))) {
            command("ip", "address", "add", SynAckRelay.HOST + "/16", "dev", "relay0");
            command("ip", "link", "set", "relay0", "up");
            PhaseTruth truth = new PhaseTruth(bench);
            truth.reference(names);
            truth.resolve(names);
            truth.connect(relay);
            truth.handshake();
            truth.firstByte();
            truth.body();
        }
    }

    /** How far off a bare socket is that asks the same name server and does nothing else: what this machine adds by itself. */
    private void reference(DnsTestServer names) throws Exception {
        byte[] question = Message.newQuery(Record.newRecord(Name.fromString("host.example."), Type.A, DClass.IN))
                .toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(names.address());
            socket.setSoTimeout(10_000);
            DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
            measure("reference", names::appliedMs, names::delayMs, () -> {
                int before = names.answered();
                long askedNanos = System.nanoTime();
                socket.send(new DatagramPacket(question, question.length));
                socket.receive(answer);
                double took = (System.nanoTime() - askedNanos) / 1e6;
                // The server notes down what it did after it has sent its answer.
                while (names.answered() == before) {
                    Thread.onSpinWait();
                }
                return took;
            });
        }
    }

    private void resolve(DnsTestServer names) throws Exception {
        try (RawServer server = RawServer.answering(ANSWER)) {
            String url = "http://host.example:" + server.port() + "/";
            measure("resolve", url, "{}", names::appliedMs, names::delayMs);
        }
    }

    private void connect(SynAckRelay relay) throws Exception {
        try (RawServer server = RawServer.startOn(SynAckRelay.HOST, PhaseTruth::answer)) {
            String url = "http://" + SynAckRelay.TARGET + ":" + server.port() + "/";
            measure("connect", url, "{}", relay::appliedMs, relay::delayMs);
        }
    }

    private void handshake() throws Exception {
        SSLContext tls = Certificates.serving(Certificates.valid());
        RawServer.Behaviour late = connection -> {
            long beganAt = System.nanoTime();
            LockSupport.parkNanos(delayNanos);
            try (SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(connection, null, false)) {
                secure.startHandshake();
                appliedNanos = System.nanoTime() - beganAt;
                answer(secure);
            }
        };
        try (RawServer server = RawServer.start(late)) {
            String options = "{'ca_file': '%s'}".formatted(Certificates.file(Certificates.AUTHORITY));
            measure("tls", "https://" + server.authority() + "/", options, this::appliedMs, this::delayMs);
        }
    }

    private void firstByte() throws Exception {
        RawServer.Behaviour late = connection -> {
            RawServer.readRequest(connection);
            long beganAt = System.nanoTime();
            LockSupport.parkNanos(delayNanos);
            RawServer.send(connection, ANSWER);
            appliedNanos = System.nanoTime() - beganAt;
        };
        try (RawServer server = RawServer.start(late)) {
            measure("first_byte", "http://" + server.authority() + "/", "{}", this::appliedMs, this::delayMs);
        }
    }

    private void body() throws Exception {
        RawServer.Behaviour late = connection -> {
            connection.setTcpNoDelay(true);
            RawServer.readRequest(connection);
            RawServer.send(connection, ANSWER.substring(0, ANSWER.length() - 1));
            long beganAt = System.nanoTime();
            LockSupport.parkNanos(delayNanos);
            RawServer.send(connection, ANSWER.substring(ANSWER.length() - 1));
            appliedNanos = System.nanoTime() - beganAt;
        };
        try (RawServer server = RawServer.start(late)) {
            measure("transfer", "http://" + server.authority() + "/", "{}", this::appliedMs, this::delayMs);
        }
    }

    private void measure(String phase, String url, String options, DoubleSupplier truth, DelaySetting setting)
            throws Exception {
        measure(phase, truth, setting, () -> reported(phase, url, options));
    }

    private static void measure(String phase, DoubleSupplier truth, DelaySetting setting, Callable<Double> measured)
            throws Exception {
        for (int run = 0; run < WARM_UP_RUNS; run++) {
            measured.call();
        }
        double[] distances = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            setting.delayMs(20 + run * 37 % 181);
            double reported = measured.call();
            distances[run] = Math.abs(reported - truth.getAsDouble());
        }
        setting.delayMs(0);
        Arrays.sort(distances);
        System.out.println(new JsonObject()
                .put("phase", phase)
                .put("median_ms", distances[RUNS / 2])
                .put("worst_ms", distances[RUNS - 1])
                .encode());
    }

    private double reported(String phase, String url, String options) throws Exception {
        Measurement measured = bench.http(url, options);
        if (measured.outcome() != Outcome.SUCCESS) {
            throw new IOException(phase + ": " + measured.message());
        }
        return measured.details().getJsonObject("phases").getDouble(phase, 0.0);
    }

    @FunctionalInterface
    private interface DelaySetting {
        void delayMs(double delay);
    }

    private void delayMs(double delay) {
        delayNanos = (long) (delay * 1e6);
    }

    private double appliedMs() {
        return appliedNanos / 1e6;
    }

    private static void answer(Socket connection) throws IOException {
        RawServer.readRequest(connection);
        RawServer.send(connection, ANSWER);
    }

    private static void command(String... words) throws Exception {
        int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + exit);
        }
    }
}
