package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.Networks;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.Resolver;
import io.dialer.agent.warmup.ProbeClasses;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** Runs probes as the agent would, without a scheduler. Options are JSON in which {@code '} stands for the quote. */
@NullMarked
final class ProbeBench implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ProbeNetwork network;

    private ProbeBench(Function<Vertx, ProbeNetwork> network) {
        // As in the agent, where no probe runs before: hundreds that load them at once may hang.
        ProbeClasses.load();
        this.network = network.apply(vertx);
    }

    static ProbeBench ofSystem() {
        return resolvingBy(Resolver.ofSystem());
    }

    static ProbeBench resolvingBy(Resolver resolver) {
        return new ProbeBench(vertx -> ProbeNetwork.of(vertx, resolver));
    }

    /** With BoringSSL, or with the JDK's TLS engine. */
    static ProbeBench withNativeTls(boolean nativeTls) {
        return nativeTls ? ofSystem() : new ProbeBench(Networks::withTheJdksTls);
    }

    Measurement http(String target, String options) throws InterruptedException {
        return run(new HttpProbeFactory(), target, options);
    }

    /** With variables of a process's environment. */
    Measurement http(String target, String options, Map<String, String> environment) throws InterruptedException {
        return run(new HttpProbeFactory(environment), target, options);
    }

    Measurement tcp(String target, String options) throws InterruptedException {
        return run(new TcpProbeFactory(), target, options);
    }

    Measurement tls(String target, String options) throws InterruptedException {
        return run(new TlsProbeFactory(), target, options);
    }

    Measurement ping(String target, String options) throws InterruptedException {
        return run(new PingProbeFactory(), target, options);
    }

    Measurement udp(String target, String options) throws InterruptedException {
        return run(new UdpProbeFactory(), target, options);
    }

    Measurement websocket(String target, String options) throws InterruptedException {
        return run(new WebSocketProbeFactory(), target, options);
    }

    Measurement traceroute(String target, String options) throws InterruptedException {
        return run(new TracerouteProbeFactory(), target, options);
    }

    /** Of any type. */
    Measurement run(ProbeFactory factory, String target, String options) throws InterruptedException {
        Probe probe = probe(factory, target, options);
        return probe.run(Deadline.in(probe.timeout()));
    }

    Probe probe(ProbeFactory factory, String target, String options) {
        return factory.create(
                ProbeTask.once(factory.type(), target, new JsonObject()),
                new Options(new JsonObject(options.replace('\'', '"')), new JsonObject()),
                new ProbeContext(new Messages(Locale.ENGLISH), Map.of(ProbeNetwork.class, network)));
    }

    @Override
    public void close() {
        network.close();
        vertx.close().await();
    }
}
