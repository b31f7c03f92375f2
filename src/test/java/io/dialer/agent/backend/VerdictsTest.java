package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Exemption;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {
    @ParameterizedTest
    @CsvSource({
        "200, 0, ACCEPTED",
        "201, 0, ACCEPTED",
        "201, 400, REFUSED",
        "200, 401, UNAUTHORIZED",
        "200, 500, SERVER_ERROR",
        "200, 1, UNREACHABLE",
        "400, 400, REFUSED",
        "404, 404, REFUSED",
        "409, 409, REFUSED",
        "413, 413, REFUSED",
        "422, 422, REFUSED",
        "400, 0, REFUSED",
        "401, 401, UNAUTHORIZED",
        "403, 403, UNAUTHORIZED",
        "500, 500, SERVER_ERROR",
        "503, 0, SERVER_ERROR",
        "599, 599, SERVER_ERROR",
        "408, 408, UNREACHABLE",
        "429, 429, UNREACHABLE",
        "302, 0, UNREACHABLE",
        "100, 0, UNREACHABLE",
        "600, 0, UNREACHABLE"
    })
    void isFinalOnlyWithTheEnvelope(int status, int code, Verdict verdict) {
        Buffer envelope = Buffer.buffer("{\"code\": %d, \"data\": {}, \"message\": \"why\"}".formatted(code));
        DeliveryReply reply = Verdicts.of(status, envelope, null);
        assertThat(reply.verdict()).isEqualTo(verdict);
        assertThat(reply.reason()).isEqualTo("why");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 401, 403, 404, 409, 413, 422, 500, 502, 503, 504})
    void takesAnythingWithoutTheEnvelopeForAProxysPage(int status) {
        DeliveryReply reply = Verdicts.of(status, Buffer.buffer("<html>Bad gateway</html>"), null);
        assertThat(reply)
                .isEqualTo(new DeliveryReply(
                        Verdict.UNREACHABLE,
                        status,
                        "HTTP " + status + " without the backend's envelope",
                        Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | 0",
                "30 | 30",
                "' 5 ' | 5",
                "soon | 0",
                "-1 | 0",
                "9999999 | 0",
                "Fri, 31 Dec 1999 23:59:59 GMT | 0"
            })
    void readsRetryAfterInSeconds(@Nullable String header, long seconds) {
        assertThat(Verdicts.of(503, null, header).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"result-unknown-task.http", "result.http", "result-no-status.http"})
    void readsTheRecordedAnswers(String file) {
        Buffer body = ContractFiles.answerBody(file).toBuffer();
        int status = file.equals("result.http") ? 201 : file.startsWith("result-unknown") ? 400 : 500;
        Verdict expected = status == 201 ? Verdict.ACCEPTED : status == 400 ? Verdict.REFUSED : Verdict.SERVER_ERROR;
        DeliveryReply reply = Verdicts.of(status, body, null);
        assertThat(reply.verdict()).isEqualTo(expected);
        assertThat(reply.reason().length()).isLessThanOrEqualTo(301);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, BATCH_REFUSED",
        "404, 404, BATCH_REFUSED",
        "405, 405, BATCH_REFUSED",
        "413, 413, BATCH_REFUSED",
        "422, 422, BATCH_REFUSED",
        "501, 501, BATCH_REFUSED",
        "200, 413, BATCH_REFUSED",
        "401, 401, UNAUTHORIZED",
        "500, 500, SERVER_ERROR",
        "200, 500, SERVER_ERROR",
        "429, 429, UNREACHABLE"
    })
    void refusesABatchAndNotItsResults(int status, int code, Verdict verdict) {
        Buffer envelope = Buffer.buffer("{\"code\": %d, \"data\": {}, \"message\": \"why\"}".formatted(code));
        assertThat(Verdicts.ofBatch(status, envelope, null, List.of("a", "b")).verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"404, BATCH_REFUSED", "405, BATCH_REFUSED", "413, BATCH_REFUSED", "502, UNREACHABLE"})
    void takesAPageForARefusalOfBatchesWhereResultsMayDoAlone(int status, Verdict verdict) {
        DeliveryReply reply = Verdicts.ofBatch(status, Buffer.buffer("<html></html>"), null, List.of("a", "b"));
        assertThat(reply.verdict()).isEqualTo(verdict);
    }

    @Test
    void readsWhatBecameOfEachResultOfABatch() {
        DeliveryReply reply = batch("{'accepted': 1, 'duplicates': 1, 'refused': ["
                + "{'result_id': 'c', 'code': 400, 'message': 'gone'}, {'result_id': 'd', 'code': 500},"
                + "{'result_id': 'e', 'code': 403}, {'result_id': 'f', 'code': 201}]}");
        assertThat(reply.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(reply.exemptions())
                .containsExactly(
                        new Exemption("c", Verdict.REFUSED, 400, "gone"),
                        new Exemption("d", Verdict.SERVER_ERROR, 500, ""),
                        new Exemption("e", Verdict.UNAUTHORIZED, 403, ""),
                        new Exemption("f", Verdict.SERVER_ERROR, 201, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'accepted': 6}",
                "{'accepted': 5, 'duplicates': 0, 'refused': []}",
                "{'accepted': 7, 'duplicates': 0, 'refused': []}",
                "{'accepted': '6', 'duplicates': 0, 'refused': []}",
                "{'accepted': 5, 'duplicates': 0, 'refused': [{'result_id': 'x', 'code': 400}]}",
                "{'accepted': 5, 'duplicates': 0, 'refused': [{'code': 400}]}",
                "{'accepted': 4, 'duplicates': 0, 'refused': [{'result_id': 'a', 'code': 400}, {'result_id': 'a', 'code': 400}]}"
            })
    void trustsNoAnswerThatDoesNotAccountForEveryResult(String content) {
        assertThat(batch(content).verdict()).isEqualTo(Verdict.BATCH_REFUSED);
    }

    private static DeliveryReply batch(String content) {
        Buffer envelope =
                Buffer.buffer("{\"code\": 0, \"data\": %s, \"message\": \"\"}".formatted(content.replace('\'', '"')));
        return Verdicts.ofBatch(200, envelope, null, List.of("a", "b", "c", "d", "e", "f"));
    }
}
