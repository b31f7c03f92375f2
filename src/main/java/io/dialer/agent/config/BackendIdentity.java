package io.dialer.agent.config;

import org.jspecify.annotations.Nullable;

/**
 * Who asks which backend, and by what right: when this changes, everything that the backend said before is of another.
 *
 * @param token null: none is brought
 */
public record BackendIdentity(
        String serverUrl,
        String agentId,
        String agentArea,
        @Nullable Secret token) {
    /** The one of a configuration. */
    public static BackendIdentity of(AgentConfig config) {
        return new BackendIdentity(
                config.serverUrl(),
                config.agentId(),
                config.agentArea(),
                config.authRequired() ? config.apiToken() : null);
    }
}
