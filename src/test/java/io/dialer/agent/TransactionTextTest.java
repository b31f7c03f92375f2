package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionTextTest {
    @Test
    void showsAStepThatWasTakenWithAllThatItFound() {
        assertThat(linesOf("""
            {"name": "sign in", "outcome": "success", "message": "",
             "request": {"method": "POST", "url": "https://shop/login"},
             "response": {"status_code": 200, "content_type": "application/json", "size": 12},
             "response_time_ms": 3.25, "sign_in_time": 1.5, "phases": {"connect": 1.0, "first_byte": 0.75},
             "redirects": ["https://shop/old"], "final_url": "https://shop/new",
             "extractions": [{"variable_name": "$a", "success": true, "value": "x"},
                             {"variable_name": "$b", "success": false, "message": "nothing there"}],
             "assertions": [{"result": true, "source": "body", "property": "$.a", "operator": "equals", "expected": "1"},
                            {"result": true, "source": "status", "property": "", "operator": "exists"},
                            {"result": false, "message": "status is 200, not 201"}]}"""))
                .containsExactly(
                        " 1 ok   sign in",
                        "        POST https://shop/login",
                        "        200 application/json, 12 bytes in 3.3 ms (sign_in 1.5, connect 1.0, first_byte 0.8)",
                        "        redirected to https://shop/new",
                        "        $a = \"x\"",
                        "        $b: nothing there",
                        "        ok   body $.a equals \"1\"",
                        "        ok   status exists",
                        "        FAIL status is 200, not 201",
                        "warning: odd",
                        "success in 4.0 ms, 2 of 3 assertions held: done");
    }

    @Test
    void showsAStepWithoutAnAnswerAndOneThatWasLeftOut() {
        String step = """
            {"name": "%s", "outcome": "%s", "message": "%s", "request": %s, "response": {},
             "response_time_ms": 1.0, "phases": {}, "extractions": [], "assertions": []}""";
        String failed = step.formatted("a", "failed", "refused", "{\"method\": \"GET\", \"url\": \"http://h/\"}");
        String skipped = step.formatted("b", "skipped", "left out", "{}");

        assertThat(linesOf(failed + "," + skipped))
                .startsWith(
                        " 1 FAIL a",
                        "        GET http://h/",
                        "        no answer in 1.0 ms ()",
                        "        refused",
                        " 2 skip b",
                        "        left out");
    }

    @Test
    void cutsALongValue() {
        String step = """
            {"name": "a", "outcome": "success", "message": "", "request": {}, "response": {}, "phases": {}, "assertions": [],
             "extractions": [{"variable_name": "$a", "success": true, "value": "%s"}]}""".formatted("x".repeat(200));

        assertThat(linesOf(step).get(1)).endsWith("x…").hasSizeLessThan(110);
    }

    private static List<String> linesOf(String steps) {
        JsonObject result = new JsonObject("""
            {"message": "done", "details": {"outcome": "success", "response_time": 4.0, "passed_assertions": 2,
             "total_assertions": 3, "warnings": ["odd"], "steps": [%s]}}""".formatted(steps));
        return TransactionText.of(result).lines().toList();
    }
}
