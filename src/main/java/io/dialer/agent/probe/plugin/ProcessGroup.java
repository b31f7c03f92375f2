package io.dialer.agent.probe.plugin;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process with everything that it has started: its descendants, and those of its process group that have no parent
 * any more. {@code kill(2)}; only for processes that lead a group of their own. Any thread.
 */
@SuppressWarnings("restricted") // the jar's manifest enables native access
public final class ProcessGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessGroup.class);
    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private ProcessGroup() {}

    /** At once; what is gone already does not matter. */
    public static void kill(Process leader) {
        if (leader.isAlive()) {
            leader.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        killGroup(Math.toIntExact(leader.pid()));
        // By its handle: the process itself would close its streams, and what it has printed would be lost.
        leader.toHandle().destroyForcibly();
    }

    private static void killGroup(int pid) {
        try {
            int failed = (int) KILL.invokeExact(-pid, SIGKILL);
            LOG.trace("kill(-{}) returned {}", pid, failed);
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) cannot be called", impossible);
        }
    }
}
