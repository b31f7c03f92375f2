package io.dialer.agent.config;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the files that a configuration refers to, on a thread of its own: what is named may be on a disk that hangs, and
 * must not take the threads that others need. Used on one event loop.
 */
final class ReferencedFiles {
    private final Vertx vertx;
    private volatile String current = "";
    private boolean reading;

    ReferencedFiles(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The file that is being read, or was last. */
    String current() {
        return current;
    }

    /** Their texts, empty for one that cannot be read. Fails at once while an earlier reading still hangs. */
    Future<Map<String, Optional<String>>> read(Set<String> names) {
        if (names.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        if (reading) {
            return Future.failedFuture(current + " does not answer");
        }
        reading = true;
        Promise<Map<String, Optional<String>>> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        Thread.ofPlatform().daemon().name("dialer-config-files").start(() -> {
            Map<String, Optional<String>> texts = new TreeMap<>();
            for (String name : names) {
                current = name;
                texts.put(name, Optional.ofNullable(FileTexts.OF_DISK.text(name)));
            }
            context.runOnContext(ignored -> {
                reading = false;
                promise.complete(texts);
            });
        });
        return promise.future();
    }
}
