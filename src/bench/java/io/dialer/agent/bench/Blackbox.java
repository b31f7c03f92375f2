package io.dialer.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The peer: blackbox_exporter with the same file of modules. */
final class Blackbox implements Prober {
    static final String PROGRAM = "prometheus-blackbox-exporter";

    private final MeasuredProcess process;
    private final int port;

    private Blackbox(MeasuredProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Blackbox start(Path parent, Path modules) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(parent.resolve("blackbox"));
        int port = FreePort.find();
        MeasuredProcess process = MeasuredProcess.start(
                folder,
                Map.of(),
                List.of(Bench.program(PROGRAM), "--config.file=" + modules, "--web.listen-address=127.0.0.1:" + port));
        Moment.until("blackbox_exporter listens", 10, () -> process.requireAlive() && FreePort.isTaken(port));
        return new Blackbox(process, port);
    }

    /** A module of each type that is compared. */
    static Path modules(Path folder, Path authority) throws IOException {
        return Files.writeString(folder.resolve("modules.yml"), """
                modules:
                  http: {prober: http, timeout: 5s, http: {preferred_ip_protocol: ip4}}
                  https:
                    prober: http
                    timeout: 5s
                    http: {preferred_ip_protocol: ip4, fail_if_not_ssl: true, tls_config: {ca_file: "%s"}}
                  tcp: {prober: tcp, timeout: 5s, tcp: {preferred_ip_protocol: ip4}}
                  ping: {prober: icmp, timeout: 5s, icmp: {preferred_ip_protocol: ip4}}
                """.formatted(authority));
    }

    @Override
    public MeasuredProcess process() {
        return process;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
