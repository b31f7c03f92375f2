package io.dialer.agent.bus;

import io.dialer.agent.config.AgentConfig;

/**
 * The configuration changed while the agent runs. Whoever hears it compares what concerns it.
 *
 * @param config the whole of it, as it is from now on
 */
public record ConfigChanged(AgentConfig config) {}
