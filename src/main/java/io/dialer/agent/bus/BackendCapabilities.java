package io.dialer.agent.bus;

/**
 * What a backend can do beyond the first one's API, as its answer to a registration says. Until one is heard it can do
 * nothing of it.
 *
 * @param batches it takes many results in one post, and knows a repeated one by its id
 */
public record BackendCapabilities(boolean batches) {}
