package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'capabilities': ['results.batch']}          | true",
                "{'capabilities': ['other', 'results.batch']} | true",
                "{'capabilities': []}                         | false",
                "{'capabilities': 'results.batch'}            | false",
                "{'agent_id': 'book'}                         | false",
                "['results.batch']                            | false",
                "null                                         | false"
            },
            quoteCharacter = '#')
    void areReadFromTheAnswerToARegistration(String content, boolean batches) {
        assertThat(Capabilities.of(Json.decodeValue(content.replace('\'', '"'))).batches())
                .isEqualTo(batches);
    }
}
