package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's socket calls. Each returns what the call returned, or the negated {@code errno} where it failed, as
 * the kernel itself does.
 *
 * <p>Any thread. A downcall pins a virtual thread's carrier, so only {@link #poll} may wait, and only the receiver calls
 * it; all sockets here are non-blocking.
 */
@SuppressWarnings("restricted") // the jar's manifest enables native access
final class LibC {
    private static final String CALL_FAILED = "a call into the C library failed";
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            find("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = find("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            find("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO =
            find("sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG =
            find("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle POLL =
            find("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle EVENTFD = find("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            find("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private LibC() {}

    static int socket(int family, int type, int protocol) {
        return (int) call(state -> (int) SOCKET.invokeExact(state, family, type, protocol));
    }

    static int close(int descriptor) {
        return (int) call(state -> (int) CLOSE.invokeExact(state, descriptor));
    }

    static int bind(int descriptor, MemorySegment address) {
        int length = (int) address.byteSize();
        return (int) call(state -> (int) BIND.invokeExact(state, descriptor, address, length));
    }

    static int setOption(int descriptor, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            return setOption(descriptor, level, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    static int setOption(int descriptor, int level, int option, MemorySegment value) {
        int length = (int) value.byteSize();
        return (int) call(state -> (int) SETSOCKOPT.invokeExact(state, descriptor, level, option, value, length));
    }

    /**
     * Sends without waiting (the socket is non-blocking).
     *
     * @param callState from {@link #newCallState}: the caller's, so that nothing is allocated between its look at the
     *     clock and the kernel
     */
    static int send(MemorySegment callState, int descriptor, MemorySegment packet, MemorySegment address) {
        try {
            long sent = (long) SENDTO.invokeExact(
                    callState, descriptor, packet, packet.byteSize(), 0, address, (int) address.byteSize());
            return (int) (sent >= 0 ? sent : -(int) ERRNO.get(callState, 0L));
        } catch (RuntimeException | Error fault) {
            throw fault;
        } catch (Throwable impossible) {
            throw new IllegalStateException(CALL_FAILED, impossible);
        }
    }

    /** Where a call leaves its error number; for one call at a time. */
    static MemorySegment newCallState(SegmentAllocator allocator) {
        return allocator.allocate(CALL_STATE);
    }

    static int receive(int descriptor, MemorySegment messageHeader, int flags) {
        return (int) call(state -> (long) RECVMSG.invokeExact(state, descriptor, messageHeader, flags));
    }

    /** Waits, without end, until one of the descriptors has something; for the receiver's own thread only. */
    static int poll(MemorySegment descriptors, long count) {
        return (int) call(state -> (int) POLL.invokeExact(state, descriptors, count, -1));
    }

    static int eventDescriptor() {
        return (int) call(state -> (int) EVENTFD.invokeExact(state, 0, Linux.EFD_NONBLOCK_CLOEXEC));
    }

    /** Makes an event descriptor readable. */
    static int signal(int eventDescriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
            return (int) call(
                    state -> (long) WRITE.invokeExact(state, eventDescriptor, one, ValueLayout.JAVA_LONG.byteSize()));
        }
    }

    /** Takes an event descriptor's signals away. */
    static int drain(int eventDescriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            return (int) call(
                    state -> (long) READ.invokeExact(state, eventDescriptor, count, ValueLayout.JAVA_LONG.byteSize()));
        }
    }

    @FunctionalInterface
    private interface Downcall {
        long invoke(MemorySegment callState) throws Throwable;
    }

    private static long call(Downcall downcall) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment callState = arena.allocate(CALL_STATE);
            long returned = downcall.invoke(callState);
            return returned >= 0 ? returned : -(int) ERRNO.get(callState, 0L);
        } catch (RuntimeException | Error fault) {
            throw fault;
        } catch (Throwable impossible) {
            throw new IllegalStateException(CALL_FAILED, impossible);
        }
    }

    private static MethodHandle find(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, WITH_ERRNO);
    }
}
