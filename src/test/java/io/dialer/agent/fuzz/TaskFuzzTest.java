package io.dialer.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.TaskReader;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.plugin.exec.CommandFolders;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks of every type with anything in them: each becomes a probe, or one that says what is wrong. None is run. */
class TaskFuzzTest {
    private static final List<String> TASKS = List.of(
            task("http", "http://example.org/", """
                    {"timeout": 5, "headers": {"A": "b"}, "valid_status_codes": [200, "3xx"], "body_matches": "(a|b)*c", "verify": false,
                     "auth": {"type": "digest", "username": "u", "password": "p"}, "proxy": "http://u:p@p:1", "ip_version": "4"}"""),
            task("tcp", "example.org:80", """
                    {"tls": true, "query_response": [{"expect": "^a(.*)$", "send": "b ${1}"}, {"starttls": true}], "source_ip": "::1"}"""),
            task("ping", "example.org", """
                    {"count": 3, "interval_ms": 5, "size": 56, "ttl": 3, "max_loss": "10%"}"""),
            task("dns", "example.org", """
                    {"server": "127.0.0.1:53", "query_type": "MX", "expected": ["a"], "transport": "tls", "answer_matches": ["x"]}"""),
            task("udp", "example.org:53", """
                    {"send_hex": "00ff", "expect": "^x"}"""),
            task("websocket", "wss://example.org/", """
                    {"query_response": [{"send": "a", "expect": "b"}], "subprotocols": ["x"]}"""),
            task("grpc", "example.org:50051", """
                    {"service": "s", "tls": true, "min_days": 3}"""),
            task("traceroute", "example.org", """
                    {"max_hops": 5, "queries": 2}"""),
            task("exec", "/bin/true", """
                    {"args": ["a"], "env": {"A": "b"}}"""),
            task("api", "http://example.org/", """
                    {"initialVariables": [{"name": "$a", "value": "b"}], "steps": [{"name": "s", "request": {"url": "/$a", "method": "POST",
                     "body": "x"}, "variables": [{"name": "$c", "expression": "$..a[?(@.b > 1)]"}],
                     "assertions": [{"source": "body", "operator": "regex", "expected": "(a+)+$"}]}]}"""));

    private static Vertx vertx;
    private static ProbeNetwork network;
    private static ProbeFactories factories;

    private static String task(String type, String target, String config) {
        return new JsonObject()
                .put("id", 1)
                .put("type", type)
                .put("target", target)
                .put("interval", 60)
                .put("config", new JsonObject(config))
                .encode();
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        network = ProbeNetwork.ofSystem(vertx);
        factories = new ProbeFactories(
                new ProbeContext(
                        new Messages(Locale.ENGLISH),
                        Map.of(ProbeNetwork.class, network, CommandFolders.class, new CommandFolders(List.of()))),
                type -> new JsonObject());
    }

    @AfterAll
    static void close() {
        network.close();
        vertx.close().await();
    }

    @Test
    void anyTaskBecomesAProbe() {
        Fuzz.texts(TASKS, input -> {
            Object element;
            try {
                element = Json.decodeValue(Buffer.buffer(input));
            } catch (DecodeException noJson) {
                return;
            }
            TaskReader.read(element).ifPresent(task -> {
                PreparedProbe probe = factories.prepare(task);
                assertThat(probe.limit(Duration.ofMinutes(5))).isPositive();
                assertThat(probe.probe().toString()).doesNotContain("internal fault");
            });
        });
    }
}
