package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;

/**
 * A configuration with all that it refers to in it. It holds secrets, so it has no text form.
 *
 * @param document the values as they are written
 * @param textual the paths of values that came from where there are only texts
 */
record FilledDocument(JsonObject document, Set<String> textual) {
    FilledDocument {
        textual = Set.copyOf(textual);
    }

    /**
     * What it means.
     *
     * @param config the whole of it, with a default where a value is wrong
     * @param reading what was found on the way
     */
    record Meaning(AgentConfig config, Reading reading) {}

    Meaning read() {
        Reading reading = new Reading();
        return new Meaning(readInto(reading), reading);
    }

    AgentConfig readInto(Reading reading) {
        textual.forEach(reading::cameAsText);
        return ConfigSections.read(new ConfigReader(document, "", reading));
    }

    /** A copy in which these paths are as in another one. */
    FilledDocument with(Set<String> paths, FilledDocument other) {
        JsonObject mixed = document.copy();
        Set<String> mixedTextual = new HashSet<>(textual);
        for (String path : paths) {
            DocumentPath.put(mixed, path, DocumentPath.get(other.document, path));
            mixedTextual.remove(path);
            if (other.textual.contains(path)) {
                mixedTextual.add(path);
            }
        }
        return new FilledDocument(mixed, mixedTextual);
    }

    @Override
    public String toString() {
        return "FilledDocument[***]";
    }
}
