package io.dialer.agent.backend;

import io.dialer.agent.fuzz.Fuzz;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendAnswerFuzzTest {
    @Test
    void anyAnswerIsReadOrRefused() {
        Fuzz.texts(List.of("""
                        {"code": 0, "message": "ok", "data": {"total": 2, "list": [
                          {"id": 1, "name": "a", "type": "http", "target": "http://example.org", "interval": 60, "enabled": true,
                           "config": "{\\"timeout\\": 5}", "agent_ids": ["a"], "tenant_id": 7},
                          {"id": "b", "type": "api", "target": "http://x", "interval": "30", "params": {"steps": []},
                           "agent_ids": "[\\"a\\"]"}]}}""", """
                        {"code": 0, "data": {"total": 1, "list": [{"id": 1, "name": "$token", "value": "s", "is_secret": true,
                          "tenant_id": 1, "enabled": true}]}, "message": "ok"}""", """
                        {"code": 0, "data": {"accepted": 1, "duplicates": 0, "refused": [{"result_id": "a", "status": 400,
                          "message": "no"}]}, "message": "ok"}""", """
                        {"code": 500, "data": null, "message": "broken"}""", """
                        {"code": 0, "data": {"capabilities": ["results.batch"]}, "message": "ok"}"""), input -> {
            Buffer body = Buffer.buffer(input);
            Verdicts.of(200, body, "5");
            Verdicts.ofBatch(200, body, null, List.of("a", "b"));
            Envelope.read(body).ifPresent(envelope -> {
                Capabilities.of(envelope.content());
                added(Pages.ofTasks(), envelope);
                added(Pages.ofVariables(), envelope);
            });
        });
    }

    private static void added(Pages<?> pages, Envelope envelope) {
        try {
            pages.add(envelope);
        } catch (IllegalArgumentException noPage) {
            // What a page that is none is to be.
        }
    }
}
