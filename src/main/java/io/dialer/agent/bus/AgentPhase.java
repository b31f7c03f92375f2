package io.dialer.agent.bus;

/** Where the agent is in its life. */
public enum AgentPhase {
    /** Not every verticle is up yet. */
    STARTING,
    /** Everything is up. */
    RUNNING,
    /** A stop has begun: nothing new starts. */
    DRAINING
}
