package io.dialer.agent.backend.embedded;

import static io.dialer.agent.backend.embedded.ApiRig.list;
import static io.dialer.agent.backend.embedded.ApiRig.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableCallsTest {
    @TempDir
    Path folder;

    private ApiRig rig;

    @BeforeEach
    void open() {
        rig = new ApiRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anOpenVariableIsShownAndASecretNever() {
        assertThat(rig.post("/system-variables", "{'name':'$host','value':'a'}").status())
                .isEqualTo(201);
        EmbeddedReply secret = rig.post("/system-variables", "{'name':'$pw','value':'hunter2','is_secret':true}");

        assertThat(object(secret).getString("value")).isEqualTo("***");
        assertThat(rig.get("/system-variables").toString()).doesNotContain("hunter2");
        assertThat(object(rig.get("/system-variables/2")).getString("value")).isEqualTo("***");
        assertThat(list(rig.get("/system-variables")).getJsonObject(0).getString("value"))
                .isEqualTo("a");
    }

    @Test
    void theMaskWrittenBackLeavesTheSecretAsItIs() {
        rig.post("/system-variables", "{'name':'$pw','value':'hunter2','is_secret':true}");

        EmbeddedReply renamed = rig.call("PUT", "/system-variables/1", "{'name':'$password','value':'***'}");

        assertThat(object(renamed).getString("name")).isEqualTo("$password");
        assertThat(rig.call("PUT", "/system-variables/1", "{'is_secret':false}").message())
                .isEqualTo("value: a new one is needed where a secret becomes open");
        JsonObject opened = object(rig.call("PUT", "/system-variables/1", "{'is_secret':false,'value':'new'}"));
        assertThat(opened.getString("value")).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'value':'a'}                    | name: a text without spaces is needed",
                "{'name':'a b','value':'a'}       | name: a text without spaces is needed",
                "{'name':'a'}                     | value: a text is needed",
                "{'name':'a','value':'x','is_secret':'no'} | is_secret: only true or false is allowed",
                "{'name':'a','value':'***','is_secret':true} | value: of a secret it cannot be ***",
                "{'name':'a','value':'x','tenant_id':{}} | tenant_id: only a text, a number or null is allowed",
                "{'name':'taken','value':'x'}     | name: 'taken' is not allowed; allowed: a name that no other variable of the tenant has",
            })
    void aVariableThatIsNoneIsRefusedByField(String body, String message) {
        rig.post("/system-variables", "{'name':'taken','value':'a'}");

        EmbeddedReply reply = rig.post("/system-variables", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message().replace('"', '\'')).isEqualTo(message);
    }

    @Test
    void tenantsMayUseTheSameName() {
        rig.post("/system-variables", "{'name':'a','value':'1'}");
        rig.post("/system-variables", "{'name':'a','value':'2','tenant_id':'T1'}");
        rig.post("/system-variables", "{'name':'a','value':'3','tenant_id':7}");

        assertThat(list(rig.get("/system-variables")).stream()
                        .map(variable -> ((JsonObject) variable).getValue("tenant_id")))
                .containsExactly(null, "T1", 7);
    }

    @Test
    void aDeletedVariableIsGone() {
        rig.post("/system-variables", "{'name':'a','value':'1'}");

        assertThat(rig.call("DELETE", "/system-variables/1", null).status()).isEqualTo(200);
        assertThat(rig.get("/system-variables/1").status()).isEqualTo(404);
        assertThat(rig.call("PUT", "/system-variables/1", "{}").status()).isEqualTo(404);
        assertThat(rig.call("DELETE", "/system-variables/x", null).status()).isEqualTo(404);
    }
}
