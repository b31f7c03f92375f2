package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-none-", textBlock = """
        -conf a.json                                       | AGENT   | -conf a.json
        -cluster                                           | AGENT   | -cluster
        io.dialer.agent.AgentVerticle -conf a.json         | AGENT   | io.dialer.agent.AgentVerticle -conf a.json
        run                                                | RUN     | ''
        run io.dialer.agent.AgentVerticle                  | RUN     | io.dialer.agent.AgentVerticle
        start -conf a.json                                 | START   | -conf a.json
        start -Dvertx.id=x                                 | START   | -Dvertx.id=x
        stop x                                             | STOP    | x
        list                                               | LIST    | ''
        check --strict a.json                              | CHECK   | --strict a.json
        probe tcp a:1                                      | PROBE   | tcp a:1
        version                                            | VERSION | ''
        --version                                          | VERSION | ''
        -h                                                 | HELP    | ''
        run --help                                         | HELP    | ''
        -conf a.json -Dvertx.id=x                          | RUN     | -conf a.json -Dvertx.id=x
        io.dialer.agent.AgentVerticle -Dvertx.id=x         | RUN     | io.dialer.agent.AgentVerticle -Dvertx.id=x
        -Dvertx.id=x                                       | RUN     | -Dvertx.id=x
        """)
    void sortsWordsIntoCommands(String arguments, Invocation.Command command, String words) {
        Invocation asked = Invocation.of(List.of(arguments.split(" ")));
        assertThat(asked.command()).isEqualTo(command);
        assertThat(String.join(" ", asked.words())).isEqualTo(words);
    }

    @Test
    void nothingMeansTheAgent() {
        assertThat(Invocation.of(List.of())).isEqualTo(new Invocation(Invocation.Command.AGENT, List.of()));
    }

    @Test
    void takesOffTheQuotesThatStartPutsRoundItsWords() {
        Invocation asked = Invocation.of(List.of("-conf", "'{\"a\": 1}'", "\"a b\"", "'", "-Dvertx.id=x"));
        assertThat(asked.words()).containsExactly("-conf", "{\"a\": 1}", "a b", "'", "-Dvertx.id=x");
    }

    @Test
    void leavesQuotesInTheForeground() {
        assertThat(Invocation.of(List.of("run", "-conf", "'a'")).words()).containsExactly("-conf", "'a'");
    }

    @Test
    void refusesWhatIsNoCommand() {
        assertThatExceptionOfType(CommandLine.Misuse.class)
                .isThrownBy(() -> Invocation.of(List.of("bare")))
                .withMessage("unknown command bare");
    }
}
