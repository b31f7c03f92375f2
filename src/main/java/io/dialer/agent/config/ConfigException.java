package io.dialer.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused. The message has one line per problem, each beginning with the file. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> warnings;

    public ConfigException(String file, List<ConfigProblem> problems) {
        this(file, problems, List.of());
    }

    /** A refusal of something in which more was found that is odd but not wrong. */
    ConfigException(String file, List<ConfigProblem> problems, List<ConfigProblem> warnings) {
        super(problems.stream().map(problem -> file + ": " + problem).collect(Collectors.joining("\n")));
        this.warnings = List.copyOf(warnings);
    }

    /** What is odd but not wrong, beside the problems. */
    public List<ConfigProblem> warnings() {
        return warnings;
    }

    public ConfigException(String file, String description) {
        this(file, List.of(new ConfigProblem("", description)));
    }
}
