package io.dialer.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class DeathCheckTest {
    private ServerSocket hung;
    private ServerSocket dead;
    private DeathCheck check;

    @BeforeEach
    void listen(Vertx vertx) throws IOException {
        hung = listen();
        dead = listen();
        Map<String, ServerSocket> members = Map.of("hung", hung, "dead", dead);
        check = new DeathCheck(vertx, id -> {
            ServerSocket known = members.get(id);
            return known == null
                    ? Future.failedFuture("no member")
                    : Future.succeededFuture(new NodeInfo("127.0.0.1", known.getLocalPort(), null));
        });
        List.of("hung", "dead", "stranger").forEach(check::learn);
    }

    @AfterEach
    void close() throws IOException {
        hung.close();
        dead.close();
    }

    @Test
    void whoNeverAcceptsButListensIsNotDead() {
        assertThat(isDead("hung")).isFalse();
    }

    @Test
    void whoseHostRefusesIsDead() throws IOException {
        assertThat(isDead("dead")).isFalse();
        dead.close();
        assertThat(isDead("dead")).isTrue();
        assertThat(isDead("dead")).as("asked again").isTrue();
    }

    @Test
    void ofWhomNothingIsKnownIsNotDead() throws IOException {
        assertThat(isDead("stranger")).isFalse();
        dead.close();
        check.retain(List.of("hung"));
        assertThat(isDead("dead")).isFalse();
    }

    private boolean isDead(String nodeId) {
        return Waiting.on(check.isDead(nodeId));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }
}
