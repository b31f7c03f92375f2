package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.Resolver;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Runs {@code dns} probes as the agent would. Options are JSON in which {@code '} stands for the quote. */
@NullMarked
final class DnsBench implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ProbeNetwork network;

    DnsBench() {
        this(Resolver.ofSystem());
    }

    DnsBench(Resolver resolver) {
        network = ProbeNetwork.of(vertx, resolver);
    }

    Measurement dns(String name, String options) throws InterruptedException {
        Probe probe = new DnsProbeFactory()
                .create(
                        ProbeTask.once("dns", name, new JsonObject()),
                        new Options(new JsonObject(options.replace('\'', '"')), new JsonObject()),
                        new ProbeContext(new Messages(Locale.ENGLISH), Map.of(ProbeNetwork.class, network)));
        return probe.run(Deadline.in(probe.timeout()));
    }

    /** The same at a server, with further options behind a comma or none. */
    Measurement at(ScriptedDnsServer server, String name, String options) throws InterruptedException {
        return dns(name, "{'server': '%s'%s}".formatted(server.authority(), options.isEmpty() ? "" : ", " + options));
    }

    static Record entry(String name, String type, String value) {
        try {
            return Record.fromString(Name.fromString(name), Type.value(type), DClass.IN, 60, value, Name.root);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    @Override
    public void close() {
        network.close();
        vertx.close().await();
    }
}
