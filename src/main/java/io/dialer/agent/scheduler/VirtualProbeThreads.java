package io.dialer.agent.scheduler;

import io.vertx.core.spi.ExecutorServiceFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Gives the probes' worker pool virtual threads, so that a thousand waiting probes cost little, and leaves every other
 * pool of Vert.x as it is. The factory is not told for which pool it works; the name of a thread of the pool's thread
 * factory tells it. Found by the service file of {@code VertxServiceProvider}.
 */
public final class VirtualProbeThreads implements ExecutorServiceFactory {
    static final String POOL_NAME = "dialer-probe";

    @Override
    public ExecutorService createExecutor(ThreadFactory threads, Integer concurrency, Integer maxConcurrency) {
        if (nameOfThreadsFrom(threads).startsWith(POOL_NAME)) {
            return Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name(POOL_NAME + "-", 0).factory());
        }
        return ExecutorServiceFactory.INSTANCE.createExecutor(threads, concurrency, maxConcurrency);
    }

    private static String nameOfThreadsFrom(ThreadFactory threads) {
        return threads.newThread(() -> {}).getName();
    }
}
