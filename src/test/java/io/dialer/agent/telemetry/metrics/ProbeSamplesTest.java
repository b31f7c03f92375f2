package io.dialer.agent.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Results;
import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSamplesTest {
    private static final JsonObject HTTP = new JsonObject()
            .put(
                    "phases",
                    new JsonObject(
                            "{\"resolve\":1,\"connect\":2,\"tls\":3,\"request\":4,\"first_byte\":5,\"transfer\":6}"))
            .put("dns_time", 1.0)
            .put("status_code", 200)
            .put("body_bytes", 12)
            .put("redirects", new JsonArray().add(new JsonObject()))
            .put("final_url", "https://h/")
            .put("resolved_ip", "::1")
            .put("protocol", "HTTP/2")
            .put(
                    "response_headers",
                    new JsonObject().put("Content-Length", "7").put("last-modified", "Thu, 01 Jan 1970 00:00:09 GMT"))
            .put("tls", new JsonObject().put("version", "TLSv1.3").put("cipher", "TLS_AES_128_GCM_SHA256"))
            .put(
                    "certificate",
                    new JsonObject()
                            .put("valid", true)
                            .put("subject", "CN=h")
                            .put("issuer", "CN=ca")
                            .put("serial", "abc")
                            .put("sha256", "ff")
                            .put(
                                    "sans",
                                    new JsonArray()
                                            .add("h")
                                            .add("*.h")
                                            .add("127.0.0.1")
                                            .add("::1"))
                            .put("not_after", "1970-01-01T00:01:00Z")
                            .put(
                                    "chain",
                                    new JsonArray().add(new JsonObject().put("not_after", "1970-01-01T00:00:30Z"))));

    @Test
    void anHttpResultHasThePhasesOfBlackboxExporter() {
        assertThat(lines(ProbeSamples.of(result("http", HTTP), true)))
                .contains(
                        "probe_success 1.0",
                        "probe_duration_seconds 0.25",
                        "probe_dns_lookup_time_seconds 0.001",
                        "probe_ip_protocol 6.0",
                        "probe_http_duration_seconds{phase=\"resolve\"} 0.001",
                        "probe_http_duration_seconds{phase=\"connect\"} 0.002",
                        "probe_http_duration_seconds{phase=\"tls\"} 0.003",
                        "probe_http_duration_seconds{phase=\"processing\"} 0.009",
                        "probe_http_duration_seconds{phase=\"transfer\"} 0.006",
                        "probe_http_status_code 200.0",
                        "probe_http_content_length 7.0",
                        "probe_http_uncompressed_body_length 12.0",
                        "probe_http_redirects 1.0",
                        "probe_http_ssl 1.0",
                        "probe_http_version 2.0",
                        "probe_http_last_modified_timestamp_seconds 9.0",
                        "probe_failed_due_to_regex 0.0",
                        "probe_ssl_earliest_cert_expiry 30.0",
                        "probe_ssl_last_chain_expiry_timestamp_seconds 30.0",
                        "probe_tls_version_info{version=\"TLS 1.3\"} 1",
                        "probe_tls_cipher_info{cipher=\"TLS_AES_128_GCM_SHA256\"} 1")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("probe_ssl_last_chain_info{")
                        .contains(
                                "fingerprint_sha256=\"ff\"",
                                "subject=\"CN=h\"",
                                "issuer=\"CN=ca\"",
                                "subjectalternative=\"h,*.h\"",
                                "serialnumber=\"0abc\""));
    }

    @Test
    void aChainThatIsNotValidLastsUntilTheYearOne() {
        JsonObject details = HTTP.copy();
        details.getJsonObject("certificate").put("valid", false);
        assertThat(lines(ProbeSamples.of(result("http", details), true)))
                .contains("probe_ssl_last_chain_expiry_timestamp_seconds -6.21355968E10");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"200, -, -1", "0, -, 0", "204, -, 0", "304, -, 0", "200, 0, 0", "200, 5, 5", "200, x, -1"})
    void aLengthThatWasNotAnnouncedIsMinusOne(int status, String announced, double expected) {
        JsonObject headers = announced == null ? new JsonObject() : new JsonObject().put("content-length", announced);
        JsonObject details = new JsonObject().put("status_code", status).put("response_headers", headers);
        assertThat(lines(ProbeSamples.of(result("http", details), true)))
                .contains("probe_http_content_length " + expected);
    }

    @Test
    void aPingHasNoHopLimitWithoutAReply() {
        JsonObject answered = new JsonObject()
                .put("ip", "127.0.0.1")
                .put("dns_time", 2)
                .put("rtt_avg", 3)
                .put("ttl", 64)
                .put("packets_received", 1)
                .put("packet_loss", 75)
                .put("jitter", 4);
        assertThat(lines(ProbeSamples.ofTask(result("ping", answered))))
                .contains(
                        "probe_icmp_duration_seconds{phase=\"resolve\"} 0.002",
                        "probe_icmp_duration_seconds{phase=\"setup\"} 0.0",
                        "probe_icmp_duration_seconds{phase=\"rtt\"} 0.003",
                        "probe_icmp_reply_hop_limit 64.0",
                        "probe_ip_addr_hash 3.668918509E9",
                        "dialer_task_ping_loss_ratio 0.75",
                        "dialer_task_ping_jitter_seconds 0.004");
        assertThat(lines(ProbeSamples.of(result("ping", new JsonObject()), true)))
                .noneSatisfy(line -> assertThat(line).contains("hop_limit"))
                .noneSatisfy(line -> assertThat(line).contains("dialer_"));
    }

    @Test
    void aTaskShowsWhereItFailedAndWhatTook() {
        Measurement failed = new Measurement(
                Outcome.TIMEOUT, Phase.TLS, "late", new JsonObject().put("phases", new JsonObject().put("tls", 5)));
        ProbeResult result = Results.lasting("api", Duration.ofSeconds(1), null, failed);
        assertThat(lines(ProbeSamples.ofTask(result)))
                .contains(
                        "probe_success 0.0",
                        "dialer_task_outcome_info{failed_phase=\"tls\",outcome=\"timeout\"} 1",
                        "dialer_task_last_run_timestamp_seconds 0.0",
                        "dialer_task_phase_seconds{phase=\"tls\"} 0.005");
    }

    @Test
    void detailsOfAPluginThatTookATypesNameDoNoHarm() {
        JsonObject odd = new JsonObject()
                .put("phases", "none")
                .put("status_code", "200")
                .put("resolved_ip", 7)
                .put("redirects", "two")
                .put("response_headers", "none")
                .put(
                        "expect_labels",
                        new JsonObject().put("", "x").put("__a", "y").put("a-b", "z"));
        odd.put("tls", new JsonObject().put("version", 3));
        odd.put("certificate", new JsonObject().put("not_after", "soon").put("chain", new JsonArray().add("x")));
        for (String type :
                List.of("http", "tcp", "tls", "ping", "dns", "grpc", "udp", "traceroute", "websocket", "other")) {
            assertThat(lines(ProbeSamples.ofTask(result(type, odd)))).contains("probe_success 1.0");
        }
    }

    @Test
    void aDnsResultHasThreePhasesAndCounts() {
        JsonObject details = new JsonObject("""
            {"phases": {"resolve": 1, "connect": 2, "tls": 3, "request": 4, "first_byte": 5, "transfer": 6},
             "answer_count": 1, "authority_count": 2, "additional_count": 3, "rcode": "NOERROR", "type": "SOA", "serial": 77}""");

        assertThat(lines(ProbeSamples.of(result("dns", details), true)))
                .contains(
                        "probe_dns_duration_seconds{phase=\"resolve\"} 0.001",
                        "probe_dns_duration_seconds{phase=\"connect\"} 0.005",
                        "probe_dns_duration_seconds{phase=\"request\"} 0.015",
                        "probe_dns_answer_rrs 1.0",
                        "probe_dns_authority_rrs 2.0",
                        "probe_dns_additional_rrs 3.0",
                        "probe_dns_query_succeeded 1.0",
                        "probe_dns_serial 77.0");
        assertThat(lines(ProbeSamples.of(result("dns", new JsonObject().put("type", "A")), true)))
                .contains("probe_dns_query_succeeded 0.0")
                .noneSatisfy(line -> assertThat(line).contains("serial"));
    }

    @Test
    void aGrpcResultNamesTheStatusOfTheService() {
        JsonObject details = new JsonObject("""
            {"phases": {"resolve": 1, "connect": 2, "odd": "x"}, "grpc_status": 0, "ssl": true, "serving_status": "SERVING",
             "certificate": {"not_after": "1970-01-01T00:01:00Z", "chain": [{"not_after": "1970-01-01T00:00:30Z"}]}}""");

        assertThat(lines(ProbeSamples.of(result("grpc", details), true)))
                .contains(
                        "probe_grpc_duration_seconds{phase=\"resolve\"} 0.001",
                        "probe_grpc_duration_seconds{phase=\"check\"} 0.002",
                        "probe_grpc_ssl 1.0",
                        "probe_grpc_status_code 0.0",
                        "probe_grpc_healthcheck_response{serving_status=\"SERVING\"} 1.0",
                        "probe_grpc_healthcheck_response{serving_status=\"NOT_SERVING\"} 0.0")
                .noneSatisfy(line -> assertThat(line).contains("last_chain"));
        assertThat(lines(ProbeSamples.of(result("grpc", new JsonObject()), true)))
                .contains("probe_grpc_ssl 0.0", "probe_grpc_status_code 14.0", "probe_ssl_earliest_cert_expiry 0.0");
    }

    @Test
    void aRunThatNeverBeganHasNoAddress() {
        Measurement refused = Measurement.error("refused");
        ProbeResult result = Results.lasting("http", Duration.ZERO, null, refused);

        assertThat(lines(ProbeSamples.of(result, false)))
                .contains("probe_success 0.0")
                .noneSatisfy(line -> assertThat(line).contains("probe_ip_protocol"))
                .noneSatisfy(line -> assertThat(line).contains("probe_http_duration_seconds"));
    }

    @Test
    void aTracerouteShowsItsHops() {
        assertThat(lines(ProbeSamples.ofTask(result("traceroute", new JsonObject().put("hop_count", 9)))))
                .contains("dialer_task_traceroute_hops 9.0");
    }

    @Test
    void labelsOfADialogDoNotTakeThePlaceOfATasks() {
        JsonObject details = new JsonObject()
                .put("expect_labels", new JsonObject().put("type", "mine").put("greeting", "hello"));
        Families families = new Families();
        families.add(ProbeSamples.ofTask(result("tcp", details)), Labels.of("type", "tcp"));
        assertThat(families.text()).contains("probe_expect_info{greeting=\"hello\",type=\"tcp\"} 1");
    }

    private static ProbeResult result(String type, JsonObject details) {
        return Results.lasting(
                type, Duration.ofMillis(250), null, new Measurement(Outcome.SUCCESS, null, "fine", details));
    }

    private static List<String> lines(List<Sample> samples) {
        Families families = new Families();
        families.add(samples, Labels.EMPTY);
        return families.text().lines().filter(line -> !line.startsWith("#")).toList();
    }
}
