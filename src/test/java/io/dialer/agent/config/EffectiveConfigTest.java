package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {
    @Test
    void showsDefaultsBesideWhatIsWritten() {
        JsonObject shown = shown("{\"config_version\": 2, \"agent_id\": \"gz\", \"task_sync_interval\": \"2m\"}");
        assertThat(shown.getString("agent_id")).isEqualTo("gz");
        assertThat(shown.getDouble("task_sync_interval")).isEqualTo(120);
        assertThat(shown.getJsonObject("thread_pool").getInteger("max_workers")).isEqualTo(64);
        assertThat(shown.getJsonObject("console").getString("host")).isEqualTo("127.0.0.1");
        assertThat(shown.getJsonObject("exec").getJsonArray("allowed_dirs")).isEqualTo(new JsonArray());
    }

    @Test
    void masksSecretsWhereverTheyStand() {
        JsonObject shown = shown("""
                {"config_version": 2, "server_url": "http://backend:5001", "api_token": "t0ken",
                 "auth_required": true,
                 "backend": {"proxy": "http://me:pw1@proxy:3128"}, "console": {"token": "c0nsole"},
                 "probes": {"http": {"headers": {"X-Api-Key": "k3y", "X-Other": "${env:OTHER}", "Accept": "*/*"},
                   "pairs": [{"key": "X-Api-Key", "value": "pw0"}], "steps": [{"password": "pw2", "list": ["${env:OTHER}", "plain"]}]}}}""");
        assertThat(shown.encode()).doesNotContain("pw0", "pw1", "pw2", "t0ken", "c0nsole", "k3y", "0ther");
        assertThat(shown.getJsonObject("backend").getString("proxy")).isEqualTo("http://***@proxy:3128");
        assertThat(shown.getString("api_token")).isEqualTo("***");
        JsonObject http = shown.getJsonObject("probes").getJsonObject("http");
        assertThat(http.getJsonObject("headers"))
                .isEqualTo(new JsonObject()
                        .put("X-Api-Key", "***")
                        .put("X-Other", "***")
                        .put("Accept", "*/*"));
        assertThat(http.getJsonArray("steps").getJsonObject(0).getJsonArray("list"))
                .isEqualTo(new JsonArray().add("***").add("plain"));
    }

    private static JsonObject shown(String text) {
        AgentConfigReader.Loaded loaded = new AgentConfigReader("agent.json", Map.of("OTHER", "0ther")).read(text);
        return EffectiveConfig.of(loaded, name -> name.endsWith("Key") || name.equals("password"));
    }
}
