package io.dialer.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void handsTheRecordItselfToEverySubscriber() {
        List<ProbeResult> heard = new CopyOnWriteArrayList<>();
        new Bus(vertx).subscribe(Addresses.PROBE_RESULT, heard::add);
        bus.subscribe(Addresses.PROBE_RESULT, heard::add);
        ProbeResult result = Results.of("1", "r");
        bus.publish(Addresses.PROBE_RESULT, result);
        await().until(() -> heard.size() == 2);
        assertThat(heard).allSatisfy(one -> assertThat(one).isSameAs(result));
    }

    @Test
    void givesTheAskerTheReplyOrTheReason() {
        bus.answer(Addresses.SYNC_NOW, question -> Future.succeededFuture(new SyncStats(1, 2, 3, 4)));
        bus.answer(Addresses.OUTBOX_STATUS, question -> Future.failedFuture("no outbox"));
        assertThat(Waiting.on(bus.ask(Addresses.SYNC_NOW, new SyncNow()))).isEqualTo(new SyncStats(1, 2, 3, 4));
        assertThat(Waiting.forFailureOf(bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery())))
                .hasMessage("no outbox");
    }

    @Test
    void tellsTheAskerAtOnceWhenAHandlerBreaksOrNobodyAnswers() {
        bus.answer(Addresses.SYNC_NOW, question -> {
            throw new IllegalStateException("broken");
        });
        assertThat(Waiting.forFailureOf(bus.ask(Addresses.SYNC_NOW, new SyncNow())))
                .hasMessage("broken");
        assertThat(Waiting.forFailureOf(bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery())))
                .hasMessageContaining("No handlers");
    }
}
