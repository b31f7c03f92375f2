package io.dialer.agent.probe;

/** Makes the probes of one type. Implementations are found by {@link java.util.ServiceLoader}. */
public interface ProbeFactory {
    /** The type's name, as it stands in a task's {@code type}. */
    String type();

    /**
     * True where a task's options belong to somebody else: the agent warns of none, and repeats nothing because of {@code
     * retries} among them.
     */
    default boolean ownsOptions() {
        return false;
    }

    /**
     * Reads the options once and returns the probe.
     *
     * @param task what to probe for whom; its options are to be read from the next one
     * @param options the task's options over the configured ones of the type
     * @throws InvalidOption when target or an option cannot be used; the run is then an {@code error} that says so
     */
    Probe create(ProbeTask task, Options options, ProbeContext context);
}
