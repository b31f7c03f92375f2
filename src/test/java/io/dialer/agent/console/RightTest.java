package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /health, OPEN",
        "POST, /nodes/register, AGENT",
        "POST, /nodes/heartbeat, AGENT",
        "GET, /tasks/agent, AGENT",
        "GET, /system-variables, AGENT",
        "POST, /results, AGENT",
        "POST, /results/batch, AGENT",
        "GET, /results, READ",
        "GET, /results/7, READ",
        "GET, /tasks, READ",
        "GET, /tasks/7, READ",
        "GET, /nodes, READ",
        "POST, /tasks, MANAGE",
        "PUT, /tasks/7, MANAGE",
        "DELETE, /tasks/7, MANAGE",
        "POST, /system-variables, MANAGE",
        "DELETE, /system-variables/7, MANAGE",
        "POST, /results/b%61tch, AGENT",
        "POST, /nodes/registe%72, AGENT",
        "GET, /tasks/%61gent, AGENT",
        "HEAD, /tasks, MANAGE"
    })
    void everyCallNeedsWhatItDoesHoweverItIsWritten(String method, String path, Right expected) {
        assertThat(Right.of(method, path)).isEqualTo(expected);
    }
}
