package io.dialer.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.StoreRevision;
import io.dialer.agent.bus.TakeStanding;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);

    @BeforeEach
    void takePart() {
        Waiting.on(vertx.deployVerticle(new MembershipVerticle(
                Configurations.of("{'agent_id': 'one', 'server_url': 'http://there:1'}"), "key", "host", "2")));
        Waiting.on(bus.ask(Addresses.CLUSTER_STANDING, new TakeStanding(Standing.ACTIVE)));
        bus.publish(Addresses.STORE_REVISION, new StoreRevision(7));
    }

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void whoBecomesAnotherAgentStartsAnew() {
        change("{'agent_id': 'other', 'server_url': 'http://there:1'}");
        assertThat(own().agentId()).isEqualTo("other");
        assertThat(own().standing()).isEqualTo(Standing.STARTING);
    }

    @Test
    void whoStaysTheSameAgentStaysActive() {
        change("{'agent_id': 'one', 'server_url': 'http://there:1', 'heartbeat_interval': 7}");
        assertThat(own().standing()).isEqualTo(Standing.ACTIVE);
        assertThat(own().storeRevision()).isEqualTo(7);
    }

    @Test
    void theEmbeddedBackendsRevisionIsKeptWhereItBeginsAndForgottenWhereItEnds() {
        change("{'agent_id': 'one', 'server_url': 'embedded'}");
        assertThat(own().storeRevision()).isEqualTo(7);
        change("{'agent_id': 'one', 'server_url': 'http://there:2'}");
        assertThat(own().storeRevision()).isZero();
    }

    private void change(String json) {
        bus.publish(Addresses.CONFIG_CHANGED, new ConfigChanged(Configurations.of(json)));
    }

    /** What was published before is heard before this is answered. */
    private MemberStatus own() {
        return Waiting.on(bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery())).own();
    }
}
