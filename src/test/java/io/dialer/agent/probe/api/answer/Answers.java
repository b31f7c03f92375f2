package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Options;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers and options as the tables of these tests write them: with single quotes. */
public final class Answers {
    private static final String JSON = """
            {"code": 0, "ratio": 1.50, "name": "张三", "token": "t-1", "none": null, "ok": true, "blank": "", "list": [],
             "data": {"items": [{"id": 7, "tag": "a"}, {"id": 9, "tag": "b"}]}, "sizes": [1, 2.0, "3"]}""";

    private Answers() {}

    public static AnswerReading json() {
        return of(JSON);
    }

    public static AnswerReading of(String body) {
        return new AnswerReading(new StepAnswer(
                200,
                List.of(
                        Map.entry("Content-Type", "application/json"),
                        Map.entry("X-Count", "12"),
                        Map.entry("Via", "one"),
                        Map.entry("Via", "two")),
                body,
                "https://example.org/users/42?tab=a",
                123.5,
                2048,
                Map.of("session", "s-9")));
    }

    public static JsonObject object(String json) {
        return new JsonObject(json.replace('\'', '"'));
    }

    public static Options options(String json) {
        return new Options(object(json), new JsonObject());
    }

    public static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}
