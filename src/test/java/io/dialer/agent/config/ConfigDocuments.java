package io.dialer.agent.config;

import io.dialer.agent.config.ConfigKey.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** What people and editors read about the configuration, made of the keys that the reader asks for. */
final class ConfigDocuments {
    private static final String HEAD = """
            # Configuration

            The agent reads the file after `-conf`, or else `conf/agent_config.json`, which it writes where it is not there. A file
            whose name ends in `.yml` or `.yaml` is YAML: one document, without aliases.

            `./run.sh check [--strict] [FILE]` names every problem at once, with line and column.
            `agent_config.schema.json` beside this page is a JSON Schema: with `"$schema": "../docs/agent_config.schema.json"` in
            the file, an editor completes and checks while you type.

            * **Times** are numbers of seconds, or texts: `"250ms"`, `"90s"`, `"5m"`, `"2h"`, `"7d"`. **Sizes** are numbers of bytes,
              or texts: `"256MiB"`, `"2GiB"`. Words may stand in any case.
            * **References**: `${env:NAME}` and `${file:/path}` in any text are replaced by an environment variable or a file's
              text. Where a number, `true` or `false` is wanted, a reference may stand for it.
            * **Environment variables**: each key below can be set by its variable, which wins over the file; an empty one
              counts as absent. An unknown variable that begins with `DIALER_` is a warning, unless a reference names it.
            * **Unknown keys** are warnings with the nearest known name; `--strict` refuses them.
            * **Old files**: a JSON file without `config_version` is one of the first agent. Its values stay, and what it relied on
              without saying so is written out. The file is replaced, with its owner and rights, and the old one stays beside it
              as `FILE.bak`; where nobody may write it the upgrade happens in memory at each start. The log has a line for each
              change.
            * **While the agent runs** it looks at the file, and at the files that references name, twice a second. A change is
              taken when two looks have found it alike, and counts at once: nothing is started anew, no run is lost. One that
              cannot be used is refused as a whole, the running configuration stays, and the log says why, once;
              `/api/agent/status` and the heartbeat say so as well until it is mended. Keys with "restart" below are read at
              the start only: what is written stays without effect until then, and is listed as `restart_required`.
            * **Relative paths** are relative to the folder in which the agent is started.

            Each table is made of what the agent itself reads.
            """;
    private static final String PROBES = """

            ## `probes`

            `probes.TYPE` holds defaults for the options of a probe type, such as `{"probes": {"http": {"timeout": 5}}}`; the options
            of a task win over them. They have no variables, and take effect with the next run of each task.

            ## `security.targets.tenants`

            `security.targets.tenants.ID` holds the keys of `security.targets` for the tasks of that tenant alone; what it does not say is as for
            all. They have no variables, and take effect at once. [security.md](security.md#targets) says what each rule means.
            """;

    private ConfigDocuments() {}

    static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        String last = "";
        boolean first = true;
        for (ConfigKey key : (Iterable<ConfigKey>) inSections()::iterator) {
            if (first || !sectionOf(key).equals(last)) {
                last = sectionOf(key);
                first = false;
                page.append("""

                        ## %s

                        | key | default | allowed | meaning | takes effect | variable |
                        |---|---|---|---|---|---|
                        """.formatted(last.isEmpty() ? "Of the whole agent" : "`" + last + "`"));
            }
            page.append("| `%s` | %s | %s | %s | %s | `%s` |\n"
                    .formatted(
                            key.path(),
                            absent(key),
                            allowed(key),
                            key.sentence(),
                            ConfigDiff.needsRestart(key.path()) ? "restart" : "at once",
                            key.variable()));
        }
        return page.append(PROBES).toString();
    }

    /** The keys without a section first; otherwise in the order in which they are read. */
    private static Stream<ConfigKey> inSections() {
        return Stream.concat(
                ConfigSections.keys().stream().filter(key -> sectionOf(key).isEmpty()),
                ConfigSections.keys().stream().filter(key -> !sectionOf(key).isEmpty()));
    }

    private static String sectionOf(ConfigKey key) {
        int dot = key.path().indexOf('.');
        return dot < 0 ? "" : key.path().substring(0, dot);
    }

    private static String absent(ConfigKey key) {
        Object absent = key.absent();
        if (absent == null) {
            return "–";
        }
        if (absent instanceof Duration duration) {
            return "`" + Units.readable(duration) + "`";
        }
        boolean size = key.kind() == Kind.BYTES;
        return "`" + (size ? Units.readable(((Number) absent).longValue()) : absent) + "`";
    }

    private static String allowed(ConfigKey key) {
        return switch (key.kind()) {
            case TEXT -> "a text";
            case SECRET -> "a text, never shown";
            case PATH -> "a path";
            case PATHS -> "a list of paths";
            case TEXTS -> "a list of texts";
            case FLAG -> "`true`, `false`";
            case WORD -> "`" + String.join("`, `", key.words()) + "`";
            case WHOLE_NUMBER ->
                key.least() == key.most()
                        ? whole(key.least())
                        : "%s to %s".formatted(whole(key.least()), whole(key.most()));
            case DURATION ->
                "`%s` to `%s`"
                        .formatted(Units.readable(asDuration(key.least())), Units.readable(asDuration(key.most())));
            case BYTES ->
                "`%s` to `%s`".formatted(Units.readable((long) key.least()), Units.readable((long) key.most()));
        };
    }

    private static String whole(double number) {
        return Long.toString((long) number);
    }

    private static Duration asDuration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** JSON Schema, draft 2020-12. */
    static JsonObject schema() {
        JsonObject root = section()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Configuration of the dialer agent");
        JsonObject properties = root.getJsonObject("properties");
        properties.put("$schema", new JsonObject().put("type", "string"));
        ConfigSections.keys().forEach(key -> place(root, key));
        properties.put(
                "probes",
                new JsonObject()
                        .put("type", "object")
                        .put("description", "Defaults for the options of each probe type.")
                        .put("additionalProperties", new JsonObject().put("type", "object")));
        JsonObject targets =
                properties.getJsonObject("security").getJsonObject("properties").getJsonObject("targets");
        JsonObject ofATenant = targets.copy();
        targets.getJsonObject("properties")
                .put(
                        "tenants",
                        new JsonObject()
                                .put("type", "object")
                                .put("description", "The same for the tasks of single tenants, by their ids.")
                                .put("additionalProperties", ofATenant));
        return root;
    }

    private static JsonObject section() {
        return new JsonObject()
                .put("type", "object")
                .put("additionalProperties", false)
                .put("properties", new JsonObject());
    }

    private static void place(JsonObject root, ConfigKey key) {
        JsonObject properties = root.getJsonObject("properties");
        String rest = key.path();
        for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.')) {
            String name = rest.substring(0, dot);
            if (!properties.containsKey(name)) {
                properties.put(name, section());
            }
            properties = properties.getJsonObject(name).getJsonObject("properties");
            rest = rest.substring(dot + 1);
        }
        properties.put(rest, schemaOf(key));
    }

    private static JsonObject schemaOf(ConfigKey key) {
        JsonObject text = new JsonObject().put("type", "string");
        JsonObject schema = switch (key.kind()) {
            case TEXT, SECRET, PATH -> text;
            case PATHS, TEXTS -> new JsonObject().put("type", "array").put("items", text);
            case FLAG -> orReference(new JsonObject().put("type", "boolean"));
            case WHOLE_NUMBER -> orReference(range("integer", key));
            case DURATION, BYTES ->
                new JsonObject()
                        .put("anyOf", new JsonArray().add(range("number", key)).add(text));
            case WORD ->
                new JsonObject()
                        .put(
                                "anyOf",
                                new JsonArray()
                                        .add(new JsonObject().put("enum", new JsonArray(key.words())))
                                        .add(new JsonObject()
                                                .put(
                                                        "enum",
                                                        new JsonArray(key.words().stream()
                                                                .map(word -> word.toUpperCase(Locale.ROOT))
                                                                .toList())))
                                        .add(reference()));
        };
        schema.put(
                "description",
                key.sentence() + (ConfigDiff.needsRestart(key.path()) ? " Takes effect at the next start." : ""));
        Object absent = key.absent();
        if (absent != null) {
            schema.put("default", absent instanceof Duration duration ? Units.readable(duration) : absent);
        }
        return schema;
    }

    private static JsonObject range(String type, ConfigKey key) {
        return new JsonObject()
                .put("type", type)
                .put("minimum", number(key.least()))
                .put("maximum", number(key.most()));
    }

    private static Number number(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }

    private static JsonObject orReference(JsonObject schema) {
        return new JsonObject().put("anyOf", new JsonArray().add(schema).add(reference()));
    }

    private static JsonObject reference() {
        return new JsonObject().put("type", "string").put("pattern", "\\$\\{(env|file):");
    }
}
