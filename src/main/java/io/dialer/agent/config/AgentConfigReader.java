package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a configuration's text into records, or refuses it with every problem it has. Pure but for files. */
public final class AgentConfigReader {
    private final String file;
    private final Map<String, String> environment;
    private final FileTexts files;

    /**
     * A reader for one file; files that it refers to are read on the calling thread.
     *
     * @param file the name that errors begin with, and that tells the syntax
     * @param environment where {@code ${env:…}} looks, and {@code DIALER_…} variables stand
     */
    public AgentConfigReader(String file, Map<String, String> environment) {
        this(file, environment, FileTexts.OF_DISK);
    }

    AgentConfigReader(String file, Map<String, String> environment, FileTexts files) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    /**
     * A configuration with what its reader wants to say about it.
     *
     * @param config what was read
     * @param warnings what is odd but not wrong
     * @param upgraded the file in the current form, with what was done to it; nothing where it had that form
     * @param kept where the upgraded form is kept; empty where there is none
     * @param filled the document that {@code config} was read from
     */
    public record Loaded(
            AgentConfig config,
            List<ConfigProblem> warnings,
            ConfigUpgrade.Upgraded upgraded,
            String kept,
            FilledDocument filled) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }

        /** One sentence per change because the file is an old one. */
        public List<String> upgrades() {
            return upgraded.changes();
        }

        Loaded with(AgentConfig effective, FilledDocument document) {
            return new Loaded(effective, warnings, upgraded, kept, document);
        }

        Loaded kept(String where) {
            return new Loaded(config, warnings, upgraded, where, filled);
        }
    }

    /**
     * Reads a whole file's text.
     *
     * @throws ConfigException when the text is not of its syntax, or has problems
     */
    public Loaded read(String text) {
        return read(ConfigText.read(file, text));
    }

    /** As {@link #read(String)}, for a document that is parsed already. */
    public Loaded read(JsonObject written) {
        return read(new ConfigText(written, null));
    }

    /** The files that a configuration refers to, as they are named in it or in the variables that win over it. */
    Set<String> filesOf(ConfigText text) {
        Variables variables = new Variables(environment, ConfigSections.keys());
        return References.files(variables.applyTo(upgrade(text).document(), new Reading()));
    }

    Loaded read(ConfigText text) {
        ConfigUpgrade.Upgraded upgraded = upgrade(text);
        Reading reading = new Reading();
        Variables variables = new Variables(environment, ConfigSections.keys());
        References references = new References(environment, files, reading);
        JsonObject document = references.fillIn(variables.applyTo(upgraded.document(), reading));
        FilledDocument filled = new FilledDocument(document, reading.textual());
        AgentConfig config = filled.readInto(reading);
        variables.warnOfUnknown(references.variables(), reading);
        Origins origins = path -> {
            String variable = variables.origin(path);
            if (variable != null) {
                return variable;
            }
            return ConfigKey.isVariable(path) ? "" : text.origin(path);
        };
        List<ConfigProblem> warnings = located(reading.warnings(), references, origins);
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(file, located(reading.problems(), references, origins), warnings);
        }
        return new Loaded(config, warnings, upgraded, "", filled);
    }

    /** The first agent read JSON only, so that a YAML file is never one of its files. */
    private ConfigUpgrade.Upgraded upgrade(ConfigText text) {
        return Syntax.of(file) == Syntax.YAML
                ? new ConfigUpgrade.Upgraded(text.document(), List.of())
                : ConfigUpgrade.upgrade(text.document());
    }

    private static List<ConfigProblem> located(List<ConfigProblem> problems, References references, Origins origins) {
        return problems.stream()
                .map(problem -> new ConfigProblem(
                        origins.of(problem.path()), problem.path(), references.masked(problem.description())))
                .toList();
    }

    private interface Origins {
        String of(String path);
    }

    /**
     * Only the document, nothing of what it means.
     *
     * @throws ConfigException when the text is not an object of its syntax
     */
    public JsonObject parse(String text) {
        return ConfigText.read(file, text).document();
    }
}
