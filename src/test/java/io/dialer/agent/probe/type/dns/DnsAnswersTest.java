package io.dialer.agent.probe.type.dns;

import static io.dialer.agent.probe.type.dns.DnsBench.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a server answers, right and wrong. */
class DnsAnswersTest {
    private static DnsBench bench;

    @BeforeAll
    static void open() {
        bench = new DnsBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOERROR",
                "FORMERR",
                "SERVFAIL",
                "NXDOMAIN",
                "NOTIMP",
                "REFUSED",
                "YXDOMAIN",
                "YXRRSET",
                "NXRRSET",
                "NOTAUTH",
                "NOTZONE"
            })
    void everyCodeIsSeenAndJudged(String code) throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ScriptedDnsServer.filling(answer -> {
            answer.getHeader().setRcode(Rcode.value(code));
            return answer;
        }))) {
            Measurement usual = bench.at(server, "a.example", "");
            Measurement wanted = bench.at(server, "a.example", "'valid_rcodes': ['%s']".formatted(code));
            Measurement other = bench.at(server, "a.example", "'valid_rcodes': ['BADVERS']");

            assertThat(usual.outcome()).isEqualTo(code.equals("NOERROR") ? Outcome.SUCCESS : Outcome.FAILED);
            assertThat(usual.failedPhase()).isEqualTo(code.equals("NOERROR") ? null : Phase.CHECK);
            assertThat(usual.details().getString("rcode")).isEqualTo(code);
            assertThat(wanted.outcome()).as(wanted.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(other.message()).endsWith("the server answered %s, allowed: BADVERS".formatted(code));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A     | 192.0.2.7                              | 192.0.2.7
            AAAA  | 2001:db8::1                            | 2001:0DB8:0:0:0:0:0:1
            CNAME | target.example.                        | Target.Example
            MX    | 10 mail.example.                       | 10 mail.example
            NS    | ns1.example.                           | ns1.example.
            PTR   | host.example.                          | host.example
            SRV   | 1 2 443 www.example.                   | 1 2 443 www.example
            TXT   | "v=spf1 -all"                          | v=spf1 -all
            TXT   | "one" "two"                            | onetwo
            CAA   | 0 issue "ca.example"                   | 0 issue "ca.example"
            SOA   | ns.example. root.example. 42 1 2 3 4   | ns.example root.example 42 1 2 3 4""")
    void everyTypeIsReadAndFoundByItsValue(String type, String value, String expected) throws Exception {
        try (ScriptedDnsServer server =
                ScriptedDnsServer.start(ScriptedDnsServer.holding(entry("a.example.", type, value)))) {
            String options = new JsonObject()
                    .put("type", type)
                    .put("expected", List.of(expected))
                    .encode();
            Measurement right = bench.at(server, "a.example", options.substring(1, options.length() - 1));
            Measurement wrong = bench.at(server, "a.example", "'type': '%s', 'expected': 'other'".formatted(type));

            assertThat(right.outcome()).as(right.message()).isEqualTo(Outcome.SUCCESS);
            JsonObject answer = right.details().getJsonArray("answer").getJsonObject(0);
            assertThat(answer.getMap())
                    .containsEntry("name", "a.example.")
                    .containsEntry("ttl", 60L)
                    .containsEntry("class", "IN")
                    .containsEntry("type", type)
                    .containsEntry("value", value);
            assertThat(wrong.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(wrong.failedPhase()).isEqualTo(Phase.CHECK);
            assertThat(wrong.message()).contains("other is not among the answers: " + value);
            assertThat(right.details().getLong("serial")).isEqualTo(type.equals("SOA") ? 42L : null);
        }
    }

    @Test
    void aChainOfAliasesIsShownInItsOrder() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ScriptedDnsServer.holding(
                entry("www.example.", "CNAME", "cdn.example."),
                entry("cdn.example.", "CNAME", "edge.example."),
                entry("edge.example.", "A", "192.0.2.9")))) {
            Measurement measured = bench.at(server, "www.example", "'expected': ['192.0.2.9', 'cdn.example']");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.message())
                    .isEqualTo("DNS query for www.example. A at %s: NOERROR, answers: 3".formatted(server.authority()));
            assertThat(measured.details().getJsonArray("answer").stream()
                            .map(entry -> ((JsonObject) entry).getString("value")))
                    .containsExactly("cdn.example.", "edge.example.", "192.0.2.9");
        }
    }

    @Test
    void anAnswerThatWasCutShortIsAskedForByTcp() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start((query, byStream) -> {
            Message answer = ScriptedDnsServer.answerTo(query);
            if (byStream) {
                IntStream.range(0, 200)
                        .forEach(i -> answer.addRecord(entry("a.example.", "A", "192.0.2." + i), Section.ANSWER));
            } else {
                answer.getHeader().setFlag(Flags.TC);
            }
            return List.of(answer.toWire());
        })) {
            Measurement measured = bench.at(server, "a.example", "'expected': '192.0.2.199'");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(server.queries()).containsExactly("udp", "tcp");
            assertThat(measured.details().getMap())
                    .containsEntry("retried_over_tcp", true)
                    .containsEntry("answer_count", 200);
            assertThat(measured.details().getJsonArray("answer")).as("kept").hasSize(100);
            assertThat(measured.details().getJsonArray("flags")).doesNotContain("tc");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            answer_matches        | \\t192\\.0\\.2\\.1$         | success |
            answer_matches        | 198\\.51                    | failed  | section answer: no record matches 198\\.51
            answer_not_matches    | 198\\.51                    | success |
            answer_not_matches    | 192\\.0\\.2\\.2             | failed  | matches 192\\.0\\.2\\.2, and must not
            answer_each_matches   | \\tA\\t                     | success |
            answer_each_matches   | 2\\.1$                      | failed  | does not match 2\\.1$
            answer_all_match      | 192                         | success |
            answer_all_match      | 2\\.1$                      | failed  | does not match 2\\.1$
            authority_matches     | NS\\tns\\.example           | success |
            authority_not_matches | NS                          | failed  | section authority: record
            additional_matches    | 203\\.0                     | success |
            additional_matches    | nowhere                     | failed  | section additional: no record matches nowhere
            answer_each_matches   | (a+)+$                      | failed  |
            authority_each_matches | ^example                   | success |""")
    void expressionsAreHeldAgainstEachSection(String option, String expression, String outcome, String message)
            throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ScriptedDnsServer.filling(answer -> {
            answer.addRecord(entry("a.example.", "A", "192.0.2.1"), Section.ANSWER);
            answer.addRecord(entry("a.example.", "A", "192.0.2.2"), Section.ANSWER);
            answer.addRecord(entry("example.", "NS", "ns.example."), Section.AUTHORITY);
            answer.addRecord(entry("ns.example.", "A", "203.0.113.5"), Section.ADDITIONAL);
            return answer;
        }))) {
            String options = new JsonObject().put(option, expression).encode();
            Measurement measured = bench.at(server, "a.example", options.substring(1, options.length() - 1));

            assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(outcome);
            if (message != null) {
                assertThat(measured.message()).contains(message);
            }
        }
    }

    @Test
    void anExpressionThatWantsEachRecordIsNotContentWithNone() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ScriptedDnsServer.holding())) {
            assertThat(bench.at(server, "a.example", "'answer_each_matches': '.'")
                            .outcome())
                    .isEqualTo(Outcome.FAILED);
            assertThat(bench.at(server, "a.example", "'answer_all_match': '.'").outcome())
                    .isEqualTo(Outcome.SUCCESS);
        }
    }

    @Test
    void theHeaderIsShownAndRecursionIsAskedForUnlessTheTaskSaysNo() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ScriptedDnsServer.filling(answer -> {
            answer.getHeader().setFlag(Flags.AA);
            return answer;
        }))) {
            assertThat(bench.at(server, "a.example", "").details().getJsonArray("flags"))
                    .containsExactly("qr", "aa", "rd");
            assertThat(bench.at(server, "a.example", "'recursion': false")
                            .details()
                            .getJsonArray("flags"))
                    .containsExactly("qr", "aa");
        }
    }

    @Test
    void anAddressIsAskedForInTheReverseTree() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start((query, byStream) -> {
            Record question = query.getQuestion();
            Message answer = ScriptedDnsServer.answerTo(query);
            answer.addRecord(entry(question.getName().toString(), "PTR", "host.example."), Section.ANSWER);
            return List.of(answer.toWire());
        })) {
            assertThat(bench.at(server, "192.0.2.1", "'type': 'ptr'").details().getString("name"))
                    .isEqualTo("1.2.0.192.in-addr.arpa.");
            assertThat(bench.at(server, "bücher.example", "").details().getString("name"))
                    .isEqualTo("xn--bcher-kva.example.");
        }
    }
}
