package io.dialer.agent.testing;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.AgentConfigReader;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Configurations as they would stand in a file. */
public final class Configurations {
    private Configurations() {}

    /** A file of the current version with these keys; single quotes stand for double ones. */
    public static AgentConfig of(String json) {
        JsonObject document = new JsonObject(json.replace('\'', '"')).put("config_version", 2);
        return new AgentConfigReader("test.json", Map.of()).read(document).config();
    }
}
