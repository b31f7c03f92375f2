package io.dialer.agent.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^SSH-2.0-                | SSH-2.0-x        | true",
                "ok$                      | ok               | true",
                "ok$                      | `ok\n`           | false",
                "(?m)ok$                  | `ok\nmore`       | true",
                "a.b                      | `a\rb`           | true",
                "a.b                      | `a\nb`           | false",
                "(?s)a.b                  | `a\nb`           | true",
                "(?P<first_name>[a-z]+)   | x                | true",
                "[[:alpha:]_]+$           | a_b              | true",
                "^[^[:space:]]+$          | a b              | false",
                "^[[:word:]]+$            | a_9              | true",
                "^[[:^word:]]+$           | a_9              | false",
                "^[[]$                    | [                | true",
                "^[]a]+$                  | a]               | true",
                "^[^]a]+$                 | b]               | false",
                "^[a&&b]+$                | &a               | true",
                "[\\]$]                   | $                | true",
                "\\$5                     | $5               | true",
                "{\"status\": \"UP\"}       | {\"status\": \"UP\"}  | true",
                "^a{2}$                   | aa               | true",
                "^a{,2}$                  | a{,2}            | true",
                "^\\p{Greek}+$            | \u03b1\u03b2     | true",
                "^\\p{^Greek}+$           | ab               | true",
                "^\\pL+$                  | ab               | true",
                "^\\Q$[\\E$               | $[               | true",
                "\\Qa.b\\E                | a.b              | true",
            })
    void meansWhatItMeansInGo(String expression, String text, boolean found) {
        assertThat(Pattern.compile(GoPattern.toJava(expression)).matcher(text).find())
                .as("%s in %s", expression, text)
                .isEqualTo(found);
    }

    @Test
    void groupsKeepTheirNames() {
        assertThat(GoPattern.toJava("(?P<a_b>x)")).isEqualTo("(?d)(?<aU5Fb>x)");
        assertThat(GoPattern.toSend("PONG ${1} $2 ${a_b} $a_b")).isEqualTo("PONG ${1} ${2} ${aU5Fb} ${aU5Fb}");
    }
}
