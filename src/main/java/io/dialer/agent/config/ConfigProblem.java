package io.dialer.agent.config;

/**
 * One thing that is wrong in a configuration.
 *
 * @param path the key with its sections, for example {@code thread_pool.max_workers}
 * @param description the value and what is allowed
 */
public record ConfigProblem(String path, String description) {
    @Override
    public String toString() {
        return path.isEmpty() ? description : path + ": " + description;
    }
}
