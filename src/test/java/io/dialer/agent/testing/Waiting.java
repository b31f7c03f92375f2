package io.dialer.agent.testing;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures on a test's own thread. */
public final class Waiting {
    private Waiting() {}

    /** The future's value; its failure fails the test. */
    public static <T> T on(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("the future failed", failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("the future did not complete", late);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ended);
        }
    }

    /** The future's failure; its success fails the test. */
    public static Throwable forFailureOf(Future<?> future) {
        try {
            on(future);
        } catch (AssertionError failed) {
            Throwable cause = failed.getCause();
            if (cause != null) {
                return cause;
            }
            throw failed;
        }
        throw new AssertionError("the future succeeded");
    }
}
