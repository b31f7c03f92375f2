package io.dialer.agent.probe.plugin.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a process prints, read to its end by a platform thread, so that the process never waits and no virtual thread's
 * carrier is held; the beginning is kept.
 */
final class CommandOutput {
    private static final int LONGEST = 64 << 10;
    /** After the process has ended; something that has made itself independent may hold the pipe open. */
    private static final long LAST_MS = 500;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);

    private CommandOutput() {}

    static CommandOutput of(InputStream stream) {
        CommandOutput output = new CommandOutput();
        Thread.ofPlatform().daemon().name("dialer-exec-output").start(() -> output.read(stream));
        return output;
    }

    /** What there is shortly after the process has ended. */
    String text() throws InterruptedException {
        ended.await(LAST_MS, TimeUnit.MILLISECONDS);
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                synchronized (kept) {
                    kept.write(buffer, 0, Math.min(length, LONGEST - kept.size()));
                }
            }
        } catch (IOException closed) {
            // Its process was ended; what is kept is what there is.
        } finally {
            ended.countDown();
        }
    }
}
