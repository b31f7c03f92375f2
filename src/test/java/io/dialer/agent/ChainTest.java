package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChainTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void startsInOrderAndStopsInReverse() {
        String deployment = Waiting.on(vertx.deployVerticle(Chain.of(List.of(link("a"), link("b"), link("c")))));

        Waiting.on(vertx.undeploy(deployment));

        assertThat(happened).containsExactly("a starts", "b starts", "c starts", "c stops", "b stops", "a stops");
    }

    @Test
    void whatHasStartedStopsWhereALaterLinkDoesNotStart() {
        Throwable failure = Waiting.forFailureOf(
                vertx.deployVerticle(Chain.of(List.of(link("a"), link("b"), broken(), link("d")))));

        assertThat(failure).hasMessage("it does not start");
        assertThat(happened).containsExactly("a starts", "b starts", "b stops", "a stops");
    }

    private Deployable link(String name) {
        return new Deployable() {
            @Override
            public Future<?> deploy(Context context) {
                happened.add(name + " starts");
                return Future.succeededFuture();
            }

            @Override
            public Future<?> undeploy(Context context) {
                happened.add(name + " stops");
                return Future.succeededFuture();
            }
        };
    }

    private static Deployable broken() {
        return context -> Future.failedFuture("it does not start");
    }
}
