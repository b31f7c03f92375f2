package io.dialer.agent.config;

/**
 * A text that must not be shown. Only {@link #reveal()} tells it, so that no log line, error or answer does by accident.
 */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
