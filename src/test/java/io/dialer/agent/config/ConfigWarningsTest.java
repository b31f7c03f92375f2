package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigWarningsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'agnet_id': 'x'}                     | agnet_id: unknown key; did you mean agent_id?",
                "{'zebra_crossing': 1}                 | zebra_crossing: unknown key",
                "{'thread_pool': {'max_worker': 3}}    | thread_pool.max_worker: unknown key; did you mean max_workers?",
                "{'outbox': {'max_row': 3}}            | outbox.max_row: unknown key; did you mean max_rows?",
                "{'backend': {'time_zone': 'UTC'}}     | backend.time_zone: unknown key; did you mean timezone?",
                "{'backend': {'tls': {'verfy': true}}} | backend.tls.verfy: unknown key; did you mean verify?",
                "{'security': {'target': {}}}          | security.target: unknown key; did you mean targets?",
                "{'security': {'targets': {'denny': []}}} | security.targets.denny: unknown key; did you mean deny?",
                "{'security': {'targets': {'tenants': {'7': {'alow': []}}}}} | security.targets.tenants.7.alow: unknown key; did you mean allow?",
                "{'console': {'ports': 1}}             | console.ports: unknown key; did you mean port?",
                "{'console': {'tls': {'cert_fiel': 'x'}}} | console.tls.cert_fiel: unknown key; did you mean cert_file?",
                "{'embedded': {'retentoin': '1d'}}     | embedded.retentoin: unknown key; did you mean retention?",
                "{'cluster': {'member': []}}           | cluster.member: unknown key; did you mean members?",
                "{'log_level': 'INFO'}                 | log_level: is known but has no effect in this version",
                "{'auth_required': true}               | api_token: is absent although auth_required is true",
            })
    void warnsOfWhatIsOddButNotWrong(String json, String warning) {
        JsonObject document = new JsonObject(json.replace('\'', '"')).put("config_version", 2);
        assertThat(new AgentConfigReader("a.json", Map.of()).read(document).warnings())
                .singleElement()
                .hasToString(warning);
    }
}
