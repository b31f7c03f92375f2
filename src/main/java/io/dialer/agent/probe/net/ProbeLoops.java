package io.dialer.agent.probe.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event loops that probes' sockets live on, used in turn. Inside {@code executeBlocking} the current context is the
 * caller's, so a socket opened there would land on the scheduler's loop and hold its timers up; therefore sockets are
 * given their loop explicitly, and never that one. Safe for use by several threads.
 */
public final class ProbeLoops {
    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private ProbeLoops(List<EventLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    /** All loops of a Vert.x instance but the one the caller runs on, if it runs on one and others exist. */
    public static ProbeLoops sparingTheCallers(Vertx vertx) {
        List<EventLoop> all = new ArrayList<>();
        for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            all.add((EventLoop) executor);
        }
        List<EventLoop> others = new ArrayList<>(all);
        if (Vertx.currentContext() instanceof ContextInternal callers) {
            others.remove(callers.nettyEventLoop());
        }
        return new ProbeLoops(others.isEmpty() ? all : others);
    }

    /** True when a context's timers share a loop with probes' sockets. */
    public boolean include(Context context) {
        return loops.contains(((ContextInternal) context).nettyEventLoop());
    }

    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }
}
