package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.config.ConfigException;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenConfigTest {
    @Test
    void tellsAPathNothingAndAConfigurationApart() {
        assertThat(GivenConfig.of(new JsonObject().put(AgentVerticle.CONFIG_FILE, "a.json")))
                .isEqualTo(new GivenConfig.File(Path.of("a.json")));
        assertThat(GivenConfig.of(new JsonObject()).origin()).isEqualTo("conf/agent_config.json");
        assertThat(GivenConfig.of(new JsonObject().put("agent_id", "a")).origin())
                .isEqualTo("deployment configuration");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"config_file": "a", "b": 1, "agent_id": 2} | no other key may stand beside it: agent_id, b
        {"config_file": 5}                          | 5 is not allowed; allowed: the path of a file
        """)
    void refusesAPathThatIsNotAlone(String deployment, String expected) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> GivenConfig.of(new JsonObject(deployment)))
                .withMessage("deployment configuration: config_file: " + expected);
    }

    @Test
    void errorsOfAConfigurationSayWhereItCameFrom() {
        GivenConfig.Itself given = new GivenConfig.Itself(new JsonObject("{\"agent_id\": 1}"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(given::read)
                .withMessageStartingWith("deployment configuration: agent_id: 1 is not allowed");
    }

    @Test
    void theCommandLineGivesAPathOrTheConfiguration() {
        assertThat(ConfigWord.take(line("--conf=a.json"))).isEqualTo(new JsonObject().put("config_file", "a.json"));
        assertThat(ConfigWord.take(line("-conf", "{\"agent_id\": \"a\"}")))
                .isEqualTo(new JsonObject().put("agent_id", "a"));
        assertThat(ConfigWord.take(line("-cluster"))).isEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigWord.take(line("-conf", "{\"agent_id\"")))
                .withMessageStartingWith("-conf: is not JSON");
    }

    @Test
    void aVertxHasEnoughEventLoopsUnlessANumberWasAskedFor() {
        VertxOptions nothingAsked = new VertxOptions();
        AgentRun.giveLoops(nothingAsked);
        assertThat(nothingAsked.getEventLoopPoolSize()).isGreaterThanOrEqualTo(12);
        VertxOptions asked = new VertxOptions().setEventLoopPoolSize(7);
        AgentRun.giveLoops(asked);
        assertThat(asked.getEventLoopPoolSize()).isEqualTo(7);
    }

    private static CommandLine line(String... words) {
        return new CommandLine(List.of(words));
    }
}
