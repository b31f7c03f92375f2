package io.dialer.agent.config;

/**
 * One thing that is wrong in a configuration.
 *
 * @param origin where the value comes from: a line and column, an environment variable, or empty
 * @param path the key with its sections, for example {@code thread_pool.max_workers}
 * @param description the value and what is allowed
 */
public record ConfigProblem(String origin, String path, String description) {
    /** A problem of unknown origin. */
    public ConfigProblem(String path, String description) {
        this("", path, description);
    }

    /** True for one of the same words, wherever it stands. */
    public boolean saysTheSame(ConfigProblem other) {
        return path.equals(other.path) && description.equals(other.description);
    }

    @Override
    public String toString() {
        return (origin.isEmpty() ? "" : origin + ": ") + (path.isEmpty() ? "" : path + ": ") + description;
    }
}
