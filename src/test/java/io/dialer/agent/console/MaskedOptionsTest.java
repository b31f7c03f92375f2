package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"password": "x", "timeout": 5}                | {"password": "***", "timeout": 5}
            {"password": null}                             | {"password": null}
            {"auth": {"token": "x", "type": "bearer"}}     | {"auth": {"token": "***", "type": "bearer"}}
            {"list": [{"secret": "x"}, "http://u:p@h/", 1, null]} | {"list": [{"secret": "***"}, "http://***@h/", 1, null]}
            {"proxy": "http://user:word@host:3128"}        | {"proxy": "http://***@host:3128"}
            {"key": "password", "value": "x"}              | {"key": "password", "value": "***"}
            {"key": "colour", "value": "red"}              | {"key": "colour", "value": "red"}
            {"key": 5, "value": "red"}                     | {"key": 5, "value": "red"}
            {"key": "password", "value": null}             | {"key": "password", "value": null}
            """)
    void hideSecretsByTheirNamesAndPasswordsInUrls(String options, String shown) {
        assertThat(MaskedOptions.of(new JsonObject(options))).isEqualTo(new JsonObject(shown));
    }
}
