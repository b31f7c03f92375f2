package io.dialer.agent.backend.embedded;

import static io.dialer.agent.backend.embedded.ApiRig.list;
import static io.dialer.agent.backend.embedded.ApiRig.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCallsTest {
    private static final String REGISTRATION =
            "{'agent_id':'book','agent_area':'guangzhou','ip_address':'192.0.2.2','hostname':'vm'}";
    private static final String HEARTBEAT = """
            {'agent_id':'book','timestamp':'2026-11-23T21:00:00.123456',
             'thread_pool':{'max_workers':10,'active_threads':3,'completed_tasks':120,'pending_tasks':2},
             'task_status':{'total_tasks':25,'running_tasks':3,'pending_tasks':22,'completed_tasks':118,
                            'failed_tasks':2}}""";

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
    void aRegistrationIsAnsweredAsTheContractHasItAndAnnouncesBatches() {
        EmbeddedReply reply = rig.post("/nodes/register", REGISTRATION);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(object(reply).getMap())
                .containsOnlyKeys(
                        "agent_area",
                        "agent_id",
                        "capabilities",
                        "created_at",
                        "hostname",
                        "id",
                        "ip_address",
                        "last_heartbeat",
                        "status",
                        "task_status",
                        "thread_pool",
                        "updated_at")
                .containsEntry("status", "online");
        assertThat(object(reply).getJsonArray("capabilities")).isEqualTo(new JsonArray().add("results.batch"));
    }

    @Test
    void registeringAgainRenewsAndAddsNobody() {
        rig.post("/nodes/register", REGISTRATION);
        rig.clock.move(Duration.ofHours(1));

        JsonObject renewed = object(rig.post("/nodes/register", REGISTRATION.replace("192.0.2.2", "192.0.2.3")));

        assertThat(renewed.getString("ip_address")).isEqualTo("192.0.2.3");
        assertThat(renewed.getString("created_at")).startsWith("2026-11-23T21");
        assertThat(renewed.getString("updated_at")).startsWith("2026-11-23T22");
        assertThat(object(rig.get("/nodes")).getInteger("total")).isEqualTo(1);
    }

    @Test
    void aHeartbeatOfAStrangerAsksItToRegister() {
        EmbeddedReply reply = rig.post("/nodes/heartbeat", "{'agent_id':'nobody'}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo(404);
    }

    @Test
    void aHeartbeatIsShown() {
        rig.post("/nodes/register", REGISTRATION);

        assertThat(rig.post("/nodes/heartbeat", HEARTBEAT).status()).isEqualTo(200);

        JsonObject node = list(rig.get("/nodes")).getJsonObject(0);
        assertThat(node.getJsonObject("thread_pool").getInteger("completed_tasks"))
                .isEqualTo(120);
        assertThat(node.getJsonObject("task_status").getInteger("failed_tasks")).isEqualTo(2);
    }

    @Test
    void aSilentAgentIsOfflineAndOneThatDrainsAtOnce() {
        rig.post("/nodes/register", REGISTRATION);
        rig.clock.move(Duration.ofSeconds(89));
        assertThat(status()).isEqualTo("online");
        rig.clock.move(Duration.ofSeconds(1));
        assertThat(status()).isEqualTo("offline");

        rig.post("/nodes/heartbeat", HEARTBEAT);
        assertThat(status()).isEqualTo("online");
        rig.post("/nodes/heartbeat", HEARTBEAT.replace("'timestamp'", "'status':'draining','timestamp'"));
        assertThat(status()).isEqualTo("offline");

        rig.post("/nodes/register", REGISTRATION);
        assertThat(status()).isEqualTo("online");
    }

    @Test
    void anAgentWithRareHeartbeatsIsOnlineBetweenThem() {
        rig.post("/nodes/register", REGISTRATION);
        rig.clock.move(Duration.ofSeconds(200));
        rig.post("/nodes/heartbeat", HEARTBEAT);

        rig.clock.move(Duration.ofSeconds(599));
        assertThat(status()).isEqualTo("online");
        rig.clock.move(Duration.ofSeconds(1));
        assertThat(status()).isEqualTo("offline");
    }

    @Test
    void aRegistrationWithoutAnIdIsRefused() {
        assertThat(rig.post("/nodes/register", "{'hostname':'vm'}").message())
                .isEqualTo("agent_id: it is needed, as a text");
        assertThat(rig.post("/nodes/dance", "{}").status()).isEqualTo(404);
        assertThat(rig.call("DELETE", "/nodes", null).status()).isEqualTo(405);
    }

    private String status() {
        return list(rig.get("/nodes")).getJsonObject(0).getString("status");
    }
}
