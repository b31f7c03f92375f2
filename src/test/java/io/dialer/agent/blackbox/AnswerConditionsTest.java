package io.dialer.agent.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerConditionsTest {
    private static final JsonObject PLAIN =
            new JsonObject().put("final_url", "http://h/").put("protocol", "HTTP/1.1");
    private static final JsonObject SECURE = new JsonObject()
            .put("final_url", "https://h/")
            .put("protocol", "HTTP/2")
            .put("body_truncated", true);

    @Test
    void holdTheLastAnswerAgainstWhetherItCameOverTls() {
        AnswerConditions forbidden = new AnswerConditions(true, false, List.of(), false);
        AnswerConditions wanted = new AnswerConditions(false, true, List.of(), false);

        assertThat(forbidden.broken(SECURE)).isEqualTo("the answer came over TLS");
        assertThat(forbidden.broken(PLAIN)).isNull();
        assertThat(wanted.broken(PLAIN)).isEqualTo("the answer did not come over TLS");
        assertThat(wanted.broken(SECURE)).isNull();
    }

    @Test
    void callVersionsAsTheFileDoes() {
        AnswerConditions second = new AnswerConditions(false, false, List.of("HTTP/2.0"), false);

        assertThat(second.broken(SECURE)).isNull();
        assertThat(second.broken(PLAIN)).isEqualTo("the answer's version HTTP/1.1 is not among [HTTP/2.0]");
    }

    @Test
    void refuseABodyBeyondItsLimitWhereAsked() {
        assertThat(new AnswerConditions(false, false, List.of(), true).broken(SECURE))
                .isEqualTo("the body is longer than its limit");
        assertThat(new AnswerConditions(false, false, List.of(), true).broken(PLAIN))
                .isNull();
        assertThat(AnswerConditions.NONE.broken(SECURE)).isNull();
    }
}
