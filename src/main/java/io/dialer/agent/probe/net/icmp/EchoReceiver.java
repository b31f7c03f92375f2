package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.dialer.agent.probe.net.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that receives for all sockets. A platform thread, because {@code poll} would pin a virtual one's carrier
 * for as long as nothing comes. Layout of {@code struct pollfd} (poll(2)): descriptor 0–3, events 4–5, returned events
 * 6–7.
 */
final class EchoReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(EchoReceiver.class);
    private static final int POLL_ENTRY_BYTES = 8;
    private static final int RETURNED_EVENTS = 6;
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofMillis(100);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final List<IcmpSocket> sockets = new CopyOnWriteArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("icmp-receiver").unstarted(this::run);
    private final int wakeUp;
    private volatile boolean closing;

    private EchoReceiver(int wakeUp) {
        this.wakeUp = wakeUp;
    }

    static EchoReceiver start() throws IcmpUnavailable {
        int wakeUp = LibC.eventDescriptor();
        if (wakeUp < 0) {
            throw IcmpUnavailable.because("icmp.no_event", Errno.numbered(-wakeUp));
        }
        EchoReceiver receiver = new EchoReceiver(wakeUp);
        receiver.thread.start();
        return receiver;
    }

    /** Receives for one more socket from now on; its owner never closes it, {@link #close()} does. */
    void add(IcmpSocket socket) {
        sockets.add(socket);
        LibC.signal(wakeUp);
    }

    /** Ends the thread and closes all sockets. Call once, when nobody adds any more. */
    void close() {
        closing = true;
        LibC.signal(wakeUp);
        try {
            // only once nobody polls it: its number may belong to another file right after
            if (thread.join(LONGEST_CLOSE)) {
                LibC.close(wakeUp);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MessageBuffer buffer = new MessageBuffer(arena);
            while (!closing) {
                receiveOnce(buffer);
            }
        } finally {
            sockets.forEach(IcmpSocket::close);
        }
    }

    private void receiveOnce(MessageBuffer buffer) {
        List<IcmpSocket> watched = List.copyOf(sockets);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate((long) POLL_ENTRY_BYTES * (watched.size() + 1), Long.BYTES);
            watch(entries, 0, wakeUp);
            for (int index = 0; index < watched.size(); index++) {
                watch(entries, index + 1, watched.get(index).descriptor());
            }
            int ready = LibC.poll(entries, watched.size() + 1L);
            if (ready < 0 && ready != -Errno.EINTR) {
                LOG.error("poll on the ICMP sockets failed: {}", Errno.text(-ready));
                LockSupport.parkNanos(PAUSE_AFTER_FAULT.toNanos());
                return;
            }
            if (isReady(entries, 0)) {
                LibC.drain(wakeUp);
            }
            for (int index = 0; index < watched.size(); index++) {
                if (isReady(entries, index + 1)) {
                    watched.get(index).receive(buffer);
                }
            }
        }
    }

    private static void watch(MemorySegment entries, int index, int descriptor) {
        entries.set(JAVA_INT, (long) index * POLL_ENTRY_BYTES, descriptor);
        entries.set(JAVA_SHORT, (long) index * POLL_ENTRY_BYTES + Integer.BYTES, Linux.POLLIN);
    }

    private static boolean isReady(MemorySegment entries, int index) {
        return entries.get(JAVA_SHORT, (long) index * POLL_ENTRY_BYTES + RETURNED_EVENTS) != 0;
    }
}
