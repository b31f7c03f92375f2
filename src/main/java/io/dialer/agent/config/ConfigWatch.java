package io.dialer.agent.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again, and hands on what changed once two looks in a row have found it alike: half of a file that
 * somebody is writing may be valid, above all in YAML. Used on one event loop.
 */
final class ConfigWatch {
    private final Vertx vertx;
    private final Duration pause;
    private final Supplier<Future<ConfigLook>> look;
    private final Consumer<ConfigLook> changed;
    private ConfigLook settled;
    private @Nullable ConfigLook last;
    private long timer = -1;
    private boolean stopped;

    /**
     * A watch that has not begun.
     *
     * @param pause between two looks
     * @param look never fails
     * @param settled what is known already
     * @param changed called once for each change
     */
    ConfigWatch(
            Vertx vertx,
            Duration pause,
            Supplier<Future<ConfigLook>> look,
            ConfigLook settled,
            Consumer<ConfigLook> changed) {
        this.vertx = vertx;
        this.pause = pause;
        this.look = look;
        this.settled = settled;
        this.changed = changed;
    }

    void begin() {
        if (!stopped) {
            timer = vertx.setTimer(pause.toMillis(), fired -> look.get().onSuccess(this::seen));
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void seen(ConfigLook now) {
        if (stopped) {
            return;
        }
        // Before anything else: whatever comes of this look, there must be a next one.
        begin();
        boolean alike = now.equals(last);
        last = now;
        if (alike && !now.equals(settled)) {
            settled = now;
            changed.accept(now);
        }
    }
}
