package io.dialer.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused. The message has one line per problem, each beginning with the file. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String file, List<ConfigProblem> problems) {
        super(problems.stream().map(problem -> file + ": " + problem).collect(Collectors.joining("\n")));
    }

    public ConfigException(String file, String description) {
        this(file, List.of(new ConfigProblem("", description)));
    }
}
