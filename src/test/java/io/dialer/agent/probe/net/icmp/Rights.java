package io.dialer.agent.probe.net.icmp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process may do; a test that needs more is left out, with the reason in the log. */
public final class Rights {
    private static final Logger LOG = LoggerFactory.getLogger(Rights.class);
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;
    private static final int CAP_NET_RAW = 13;

    private Rights() {}

    /** Leaves the test out where ICMP of that address's family is not allowed here. */
    public static void assumeIcmp(InetAddress address) {
        try (IcmpEcho echo = new IcmpEcho();
                EchoSession session = echo.open(address, null, new EchoShape(56, false))) {
            assume(session.send(0, 64) == 0, "ICMP to " + address + " is refused");
        } catch (IcmpUnavailable unavailable) {
            assume(false, String.valueOf(unavailable.getMessage()));
        }
    }

    /** Moves the calling platform thread into a network namespace of its own; false where that is not allowed. */
    static boolean enterNewNetworkNamespace() {
        return call("unshare", CLONE_NEWNET) == 0;
    }

    /** Takes CAP_NET_RAW from the calling platform thread, for ever; the rest of the process keeps it. */
    public static void dropRawSockets() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocateFrom(ValueLayout.JAVA_INT, CAPABILITY_VERSION_3, 0);
            MemorySegment sets = arena.allocate(24, 8);
            call("capget", header, sets);
            int effective = sets.getAtIndex(ValueLayout.JAVA_INT, 0);
            sets.setAtIndex(ValueLayout.JAVA_INT, 0, effective & ~(1 << CAP_NET_RAW));
            call("capset", header, sets);
        }
    }

    /** Leaves the test out, and says why, where a condition does not hold. */
    public static void assume(boolean condition, String otherwise) {
        if (!condition) {
            LOG.warn("Test left out: {}", otherwise);
        }
        assumeTrue(condition, otherwise);
    }

    @SuppressWarnings("restricted")
    private static int call(String function, int argument) {
        try {
            return (int) Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow(function),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                    .invokeExact(argument);
        } catch (Throwable fault) {
            throw new AssertionError(fault);
        }
    }

    @SuppressWarnings("restricted")
    private static void call(String function, MemorySegment first, MemorySegment second) {
        try {
            int result = (int) Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow(function),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                    .invokeExact(first, second);
            if (result != 0) {
                throw new AssertionError(function + " failed");
            }
        } catch (Throwable fault) {
            throw new AssertionError(fault);
        }
    }
}
