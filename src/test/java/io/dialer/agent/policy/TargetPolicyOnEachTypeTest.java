package io.dialer.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.SecurityConfig;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.DnsTestServer;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.ProxyServer;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.Resolver;
import io.dialer.agent.probe.plugin.exec.CommandFolders;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No type comes to a target that may not be probed, however it is written and whatever its name leads to. */
@NullMarked
class TargetPolicyOnEachTypeTest {
    /** Whatever is probed by the types that speak to one target. */
    private static final Map<String, String> TARGETS = Map.of(
            "http", "http://%s:%d/",
            "https", "https://%s:%d/",
            "tcp", "%s:%d",
            "tls", "%s:%d",
            "websocket", "ws://%s:%d/",
            "grpc", "%s:%d",
            "ping", "%s",
            "traceroute", "%s");

    private static final List<String> TYPES = List.of(
            "http", "https", "tcp", "tls", "udp", "websocket", "grpc", "api", "ping", "traceroute", "dns", "proxied");

    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("169.254.169.254", "cloud metadata"),
            Map.entry("2852039166", "cloud metadata"),
            Map.entry("169.254.43518", "cloud metadata"),
            Map.entry("[::ffff:169.254.169.254]", "cloud metadata"),
            Map.entry("[fd00:ec2::254]", "cloud metadata"),
            Map.entry("100.100.100.200", "cloud metadata"),
            Map.entry("[fe80::1]", "link-local"),
            Map.entry("metadata.test", "cloud metadata"),
            Map.entry("MetaData.test.", "cloud metadata"),
            Map.entry("alias.test", "cloud metadata"),
            Map.entry("метадата.test", "cloud metadata"),
            Map.entry("mapped.test", "cloud metadata"),
            Map.entry("nat64.test", "cloud metadata"),
            Map.entry("linklocal.test", "link-local"),
            Map.entry("denied.test", "security.targets.deny: denied.*"),
            Map.entry("DENIED.test.", "security.targets.deny: denied.*"),
            Map.entry("127.0.0.9", "security.targets.deny: 127.0.0.9"),
            Map.entry("nine.test", "security.targets.deny: 127.0.0.9"));

    private static Vertx vertx;
    private static DnsTestServer names;
    private static RawServer server;
    private static ProxyServer proxy;
    private static ProbeNetwork network;
    private static ProbeFactories factories;

    @BeforeAll
    static void setUp() throws Exception {
        vertx = Vertx.vertx();
        names = DnsTestServer.start();
        names.name("metadata.test", "169.254.169.254");
        names.name("MetaData.test", "169.254.169.254");
        names.name("alias.test", "@metadata.test");
        names.name("xn--80aaaod5b4bd.test", "169.254.169.254");
        names.name("mapped.test", "::ffff:169.254.169.254");
        names.name("nat64.test", "64:ff9b::a9fe:a9fe");
        names.name("linklocal.test", "fe80::1");
        names.name("denied.test", "127.0.0.1");
        names.name("DENIED.test", "127.0.0.1");
        names.name("nine.test", "127.0.0.9");
        server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        proxy = new ProxyServer("");
        SecurityConfig security =
                new AgentConfigReader("agent.json", Map.of()).read("""
                        {"config_version": 2, "security": {"targets": {
                          "deny": ["denied.*", "127.0.0.9"],
                          "tenants": {"7": {"deny": ["127.0.0.0/8"]}, "free": {"allow": ["127.0.0.9"], "deny": []}}}}}""").config().security();
        TargetPolicies policies = new TargetPolicies(security, true);
        policies.consoleListensAt(1);
        network = ProbeNetwork.of(vertx, Resolver.asking(List.of(names.address()), Duration.ofSeconds(2)))
                .under(policies::of);
        factories = new ProbeFactories(
                new ProbeContext(
                        new Messages(Locale.ENGLISH),
                        Map.of(ProbeNetwork.class, network, CommandFolders.class, new CommandFolders(List.of()))),
                type -> new JsonObject());
    }

    @AfterAll
    static void tearDown() throws Exception {
        server.close();
        proxy.close();
        names.close();
        network.close();
        vertx.close().await();
    }

    static Stream<Arguments> eachTypeAndSpelling() {
        return TYPES.stream()
                .flatMap(type -> SPELLINGS.entrySet().stream()
                        .filter(spelling -> isReadAsAddress(type, spelling.getKey()))
                        .map(spelling -> Arguments.of(type, spelling.getKey(), spelling.getValue())));
    }

    /** What a proxy makes of a name is not known here; that names of its own are refused is in the table of the rules. */
    private static boolean isReadAsAddress(String type, String host) {
        boolean aName = host.endsWith(".test") || host.endsWith(".test.");
        return !type.equals("proxied")
                || !aName
                || host.toLowerCase(Locale.ROOT).startsWith("denied");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("eachTypeAndSpelling")
    void refusesTheTargetAndSaysByWhichRule(String type, String host, String rule) {
        int before = server.accepted();
        ProbeResult result = probe(type, host, server.port(), null);
        assertThat(result.measurement().message()).contains(rule);
        assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(server.accepted()).isEqualTo(before);
        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void comesToATargetThatIsAllowed() {
        for (String type : List.of("http", "tcp", "api")) {
            assertThat(probe(type, "127.0.0.1", server.port(), null)
                            .measurement()
                            .message())
                    .as(type)
                    .doesNotContain("may not be probed");
            assertThat(probe(type, "127.0.0.1", server.port(), null).outcome())
                    .as(type)
                    .isEqualTo(Outcome.SUCCESS);
        }
    }

    @Test
    void asksAgainAtEachRedirect() throws Exception {
        try (RawServer redirecting = RawServer.answering("""
                HTTP/1.1 302 Found\r
                Location: http://metadata.test/latest\r
                Content-Length: 0\r
                Connection: close\r
                \r
                """)) {
            ProbeResult result = probe("http", "127.0.0.1", redirecting.port(), null);
            assertThat(redirecting.accepted()).isEqualTo(1);
            assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(result.measurement().message())
                    .contains("metadata.test:80", "169.254.169.254", "built-in rule: cloud metadata");
        }
    }

    @Test
    void asksAgainWhereANameChangesItsAddress() {
        names.name("changing.test", "127.0.0.1", "169.254.169.254");
        assertThat(probe("http", "changing.test", server.port(), null).outcome())
                .isEqualTo(Outcome.SUCCESS);
        ProbeResult second = probe("http", "changing.test", server.port(), null);
        assertThat(second.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(second.measurement().message()).contains("cloud metadata");
    }

    @Test
    void asksForTheProxyToo() {
        JsonObject options = new JsonObject().put("proxy", "http://denied.test:" + proxyPort());
        assertThat(probe("http", "http://www.example.org/", options, null)
                        .measurement()
                        .message())
                .contains("security.targets.deny: denied.*");
        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void asksForTheNameOfATargetWhoseAddressIsGiven() {
        JsonObject options = new JsonObject().put("resolve_to", "127.0.0.1");
        assertThat(probe("http", "http://denied.example:" + server.port() + "/", options, null)
                        .measurement()
                        .message())
                .contains("security.targets.deny: denied.*");
        assertThat(probe("http", "http://other.example:" + server.port() + "/", options, null)
                        .outcome())
                .isEqualTo(Outcome.SUCCESS);
        JsonObject elsewhere = new JsonObject().put("resolve_to", "169.254.169.254");
        assertThat(probe("http", "http://other.example/", elsewhere, null)
                        .measurement()
                        .message())
                .contains("cloud metadata");
    }

    @Test
    void letsATenantHaveRulesOfItsOwn() {
        assertThat(probe("tcp", "127.0.0.1", server.port(), 7).measurement().message())
                .contains("security.targets.deny: 127.0.0.0/8");
        assertThat(probe("tcp", "127.0.0.1", server.port(), "8").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(probe("tcp", "127.0.0.9", server.port(), "free")
                        .measurement()
                        .message())
                .doesNotContain("may not be probed");
    }

    @Test
    void guardsOurOwnConsole() {
        assertThat(probe("tcp", "127.0.0.1", 1, null).measurement().message()).contains("this agent's own console");
    }

    private static int proxyPort() {
        String authority = proxy.authority();
        return Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
    }

    private static ProbeResult probe(String type, String host, int port, @Nullable Object tenant) {
        return switch (type) {
            case "dns" ->
                probe(
                        "dns",
                        "example.test",
                        new JsonObject()
                                .put("server", host.startsWith("[") ? host + ":" + port : host)
                                .put("port", host.startsWith("[") ? 0 : port),
                        tenant);
            case "proxied" ->
                probe(
                        "http",
                        "https://%s:%d/".formatted(host, port),
                        new JsonObject().put("proxy", "http://" + proxy.authority()),
                        tenant);
            case "api" ->
                probe(
                        "api",
                        "http://%s:%d/".formatted(host, port),
                        new JsonObject()
                                .put(
                                        "steps",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("request", new JsonObject().put("url", "/"))
                                                        .put("assertions", new JsonArray()))),
                        tenant);
            case "ping", "traceroute" ->
                probe(
                        type,
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                        new JsonObject(),
                        tenant);
            case "udp" -> probe("udp", "%s:%d".formatted(host, port), new JsonObject().put("send", "hello"), tenant);
            default ->
                probe(
                        type.equals("https") ? "http" : type,
                        String.valueOf(TARGETS.get(type)).formatted(host, port),
                        new JsonObject(),
                        tenant);
        };
    }

    private static ProbeResult probe(String type, String target, JsonObject options, @Nullable Object tenant) {
        ProbeTask task = new ProbeTask("1", "", type, target, Duration.ofMinutes(1), tenant, List.of(), options, null);
        PreparedProbe probe = factories.prepare(task);
        return probe.run(task, Deadline.in(Duration.ofSeconds(10)));
    }
}
