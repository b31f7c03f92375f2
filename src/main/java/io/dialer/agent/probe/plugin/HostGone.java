package io.dialer.agent.probe.plugin;

/** The host process ended while it had runs. */
final class HostGone extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean fromOutside;

    HostGone(String reason) {
        this(reason, false);
    }

    HostGone(String reason, boolean fromOutside) {
        super(reason);
        this.fromOutside = fromOutside;
    }

    /** True where neither we nor what runs in it has ended it. */
    boolean fromOutside() {
        return fromOutside;
    }
}
