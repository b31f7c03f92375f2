package io.dialer.agent.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleFileTest {
    @TempDir
    Path folder;

    @Test
    void theShippedFileLoadsWithoutAWarning() throws Exception {
        Path file = Path.of("conf", "blackbox.yml");
        Modules modules = ModuleFile.read(file, Files.readString(file));
        assertThat(modules.byName()).containsKeys("http_2xx", "tcp_connect", "icmp");
        assertThat(modules.warnings()).isEmpty();
    }

    @Test
    void everyFieldThatUpstreamKnowsIsKnown() throws Exception {
        Files.writeString(folder.resolve("secret"), "s3cret\n");
        Modules modules = read(EveryField.MODULES);
        assertThat(modules.byName()).hasSize(8);
        assertThat(modules.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .isEqualTo("modules.http.http.enable_http3 is known but has no effect in this version"))
                .anySatisfy(warning ->
                        assertThat(warning).isEqualTo("modules.newer.prober websocket has no effect in this version"));
    }

    @Test
    void aDnsModuleAsksTheTargetForItsOwnName() throws Exception {
        Module module = read("""
                modules:
                  m:
                    prober: dns
                    timeout: 3s
                    dns:
                      transport_protocol: tcp
                      dns_over_tls: true
                      tls_config: {insecure_skip_verify: true}
                      query_name: a.example
                      query_type: SOA
                      recursion_desired: false
                      valid_rcodes: [NXDOMAIN]
                      validate_answer_rrs: {fail_if_none_matches_regexp: [a, b], fail_if_not_matches_regexp: [c]}
                """).find("m").orElseThrow();
        ProbeTask task = module.task("dns", "127.0.0.1:53", null, null);

        assertThat(task.target()).isEqualTo("a.example");
        assertThat(task.options())
                .isEqualTo(new JsonObject()
                        .put("ip_version", "prefer_6")
                        .put("verify", false)
                        .put("transport", "tls")
                        .put("recursion", false)
                        .put("type", "SOA")
                        .put("class", "IN")
                        .put("valid_rcodes", new JsonArray().add("NXDOMAIN"))
                        .put("answer_each_matches", new JsonArray().add("(?d)c"))
                        .put("answer_matches", "(?:(?d)a)|(?:(?d)b)")
                        .put("timeout", 3.0)
                        .put("server", "127.0.0.1:53"));
    }

    @Test
    void anHttpModuleBecomesOptions() throws Exception {
        Files.writeString(folder.resolve("secret"), "s3cret\n");
        Module module = read("""
                modules:
                  m:
                    prober: http
                    timeout: 5s
                    http:
                      method: POST
                      body: "{}"
                      valid_status_codes: [200, 201]
                      valid_http_versions: ["HTTP/1.1", "HTTP/2.0"]
                      preferred_ip_protocol: ip4
                      ip_protocol_fallback: false
                      headers: {Host: vhost.example, User-Agent: me, X-A: b}
                      basic_auth: {username: u, password_file: secret}
                      no_follow_redirects: true
                      fail_if_ssl: true
                      fail_if_body_not_matches_regexp: ["all good$"]
                      fail_if_header_not_matches: [{header: X-B, regexp: c, allow_missing: true}]
                      body_size_limit: 1MB
                      enable_http2: false
                      tls_config: {insecure_skip_verify: true, ca_file: ca.pem, max_version: TLS12}
                """).find("m").orElseThrow();

        assertThat(module.type()).isEqualTo("http");
        assertThat(module.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(module.options())
                .isEqualTo(new JsonObject()
                        .put("ip_version", "first_4")
                        .put("method", "POST")
                        .put("user_agent", "me")
                        .put("body", "{}")
                        .put("compression", false)
                        .put(
                                "auth",
                                new JsonObject()
                                        .put("type", "basic")
                                        .put("username", "u")
                                        .put("password", "s3cret"))
                        .put("verify", false)
                        .put("ca_file", folder.resolve("ca.pem").toString())
                        .put("max_version", "1.2")
                        .put("server_name", "vhost.example")
                        .put(
                                "headers",
                                new JsonObject().put("Host", "vhost.example").put("X-A", "b"))
                        .put("http_version", "1.1")
                        .put("follow_redirects", false)
                        .put("proxy_from_environment", false)
                        .put("valid_status_codes", new JsonArray().add("200").add("201"))
                        .put("body_matches", new JsonArray().add("(?d)all good\\z"))
                        .put("body_not_matches", new JsonArray())
                        .put(
                                "header_matches",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("key", "X-B")
                                                .put("value", "(?d)c")
                                                .put("required", false)))
                        .put("header_not_matches", new JsonArray())
                        .put("max_body_bytes", 1L << 20));
        assertThat(module.conditions())
                .isEqualTo(new AnswerConditions(true, false, List.of("HTTP/1.1", "HTTP/2.0"), true));
    }

    @Test
    void aliasesAndMergesMeanWhatTheyMeanInYaml() throws Exception {
        Modules modules = read("""
                modules:
                  base: &base
                    prober: tcp
                    timeout: 3s
                  other:
                    <<: *base
                    timeout: 4s
                  same: *base
                """);
        assertThat(modules.find("other").orElseThrow().type()).isEqualTo("tcp");
        assertThat(modules.find("other").orElseThrow().timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(modules.find("same").orElseThrow().timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`modules: {m: {prober: http, htpp: {}}}`                       | `line 1, column 35: modules.m.htpp: unknown field`",
                "`modules:\n  m:\n    prober: http\n    http:\n      metod: GET` | `line 5, column 14: modules.m.http.metod: unknown field`",
                "`modules: {m: {prober: http, prober: tcp}}`                    | `modules.m.prober stands there twice`",
                "`modules: {m: {timeout: soon}}`                                | `modules.m.timeout: \"soon\" is not allowed; allowed: a duration such as 5s or 1m30s`",
                "`modules: {m: {http: {valid_status_codes: 200}}}`              | `modules.m.http.valid_status_codes: is not allowed; allowed: a list`",
                "`modules: {m: {http: {fail_if_ssl: maybe}}}`                   | `modules.m.http.fail_if_ssl: \"maybe\" is not allowed; allowed: true or false`",
                "`modules: {m: {http: {preferred_ip_protocol: ip5}}}`           | `\"ip5\" is not allowed; allowed: ip4, ip6`",
                "`modules: {m: {http: {fail_if_body_matches_regexp: ['(']}}}`   | `\"(\" is not a regular expression`",
                "`modules: {m: {http: {fail_if_header_matches: [{regexp: a}]}}}` | `modules.m.http.fail_if_header_matches[0].header: must be set`",
                "`modules: {m: {http: {bearer_token: a, basic_auth: {username: b}}}}` | `at most one of basic_auth`",
                "`modules: {m: {http: {body: a, body_file: b}}}`                | `at most one of body and body_file`",
                "`modules: {m: {tcp: {query_response: [{expekt: a}]}}}`         | `modules.m.tcp.query_response[0].expekt: unknown field`",
                "`modules: {m: {tcp: {tls_config: {min_version: TLS9}}}}`       | `\"TLS9\" is not allowed; allowed: TLS10, TLS11, TLS12, TLS13`",
                "`modules: {m: {icmp: {ttl: 256}}}`                             | `\"256\" is not allowed; allowed: a whole number from 0 to 255`",
                "`modules: {m: {prober: dns}}`                                  | `modules.m.dns.query_name: must be set`",
                "`modules: {m: {http: []}}`                                     | `modules.m.http is not allowed; allowed: a mapping`",
                "`modulez: {}`                                                  | `modulez: unknown field; allowed: modules`",
                "`modules: {m: [`                                               | `line 1`",
            })
    void aMistakeIsNamedWithItsPlace(String text, String expected) {
        assertThatExceptionOfType(ModuleFileException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(folder.resolve("b.yml") + ": line ")
                .withMessageContaining(expected);
    }

    @Test
    void aSecretsFileThatIsNotThereIsAWarning() throws Exception {
        Modules modules = read("modules: {m: {prober: http, http: {bearer_token_file: nowhere}}}");
        assertThat(modules.warnings()).singleElement().asString().startsWith("modules.m.http.bearer_token_file: ");
        assertThat(modules.files()).containsExactly(folder.resolve("nowhere"));
    }

    @Test
    void aHostHeaderNamesTheServerForTlsToo() throws Exception {
        Module module = read("modules: {m: {prober: http, http: {headers: {host: 'www.example:8443'}}}}")
                .find("m")
                .orElseThrow();
        assertThat(module.options().getString("server_name")).isEqualTo("www.example");
        assertThat(module.contradicts("www.example:8443")).isFalse();
        assertThat(module.contradicts("shop.example")).isTrue();
    }

    @Test
    void manyModulesMayShareAnAnchor() throws Exception {
        StringBuilder text = new StringBuilder("modules:\n  base: &base {prober: tcp}\n");
        for (int module = 0; module < 200; module++) {
            text.append("  m%d: *base\n".formatted(module));
        }
        assertThat(read(text.toString()).byName()).hasSize(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "modules:", "modules: {}"})
    void aFileMayHoldNoModule(String text) throws Exception {
        assertThat(read(text).byName()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 119.5",
                "-, 10, 9.5",
                "5s, 10, 5.0",
                "20s, 10, 9.5",
                "5s, -, 5.0",
                "0s, 10, 9.5",
                "2s, 0.4, 2.0",
                "-, 0.3, 0.3"
            })
    void theSmallerTimeoutCounts(String ofModule, Double ofScrape, double expected) throws Exception {
        String text = "modules: {m: {prober: tcp%s}}".formatted(ofModule == null ? "" : ", timeout: " + ofModule);
        Module module = read(text).find("m").orElseThrow();
        Duration scrape = ofScrape == null ? null : Duration.ofMillis(Math.round(ofScrape * 1000));
        assertThat(module.task("tcp", "h:1", null, scrape).options().getDouble("timeout"))
                .isEqualTo(expected);
    }

    @Test
    void aHostNameIsForTheHeaderAndForTls() throws Exception {
        Modules modules = read("modules: {h: {prober: http}, t: {prober: tcp, tcp: {tls: true}}}");
        JsonObject http = modules.find("h")
                .orElseThrow()
                .task("http", "127.0.0.1", "www.example", null)
                .options();
        assertThat(http.getJsonObject("headers")).isEqualTo(new JsonObject().put("Host", "www.example"));
        assertThat(http.getString("server_name")).isEqualTo("www.example");
        assertThat(modules.find("t")
                        .orElseThrow()
                        .task("tcp", "127.0.0.1:1", "www.example", null)
                        .options()
                        .getString("server_name"))
                .isEqualTo("www.example");
    }

    private Modules read(String text) throws ModuleFileException {
        return ModuleFile.read(folder.resolve("b.yml"), text);
    }
}
