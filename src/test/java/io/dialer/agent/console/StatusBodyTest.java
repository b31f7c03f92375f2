package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.LinkStatus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.testing.ClusterOf;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusBodyTest {
    @Test
    void saysWhenTheBackendWasLastHeard() {
        JsonObject heard = body(new LinkStatus(true, true, 0, Instant.EPOCH, null));
        JsonObject never = body(new LinkStatus(true, false, 3, null, "refused"));

        assertThat(heard.getJsonObject("backend").getString("heard_at")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(never.getJsonObject("backend").getValue("heard_at")).isNull();
        assertThat(never.getJsonObject("backend").getString("reason")).isEqualTo("refused");
    }

    @Test
    void namesNoBackendWhereNothingIsSaidToOne() {
        JsonObject body = body(null);

        assertThat(body.containsKey("backend")).isTrue();
        assertThat(body.getValue("backend")).isNull();
        assertThat(body.getJsonObject("pool").getInteger("max_workers")).isEqualTo(64);
        assertThat(body.getJsonObject("outbox").getInteger("depth")).isEqualTo(11);
        assertThat(body.getJsonObject("config").getJsonArray("restart_required"))
                .containsExactly("console.port");
    }

    private static JsonObject body(@Nullable LinkStatus link) {
        MemberStatus member = ClusterOf.member("a", Standing.ACTIVE);
        return StatusBody.of(
                new JsonObject(),
                member.status(),
                new OutboxStatus(11, 1.5, 12, 13, 14, 15),
                new ConfigStatus("agent.json", Instant.EPOCH, 2, 3, null, List.of("console.port")),
                link);
    }
}
