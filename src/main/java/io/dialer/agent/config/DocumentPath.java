package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Values of a document by a path of keys with dots between them. */
final class DocumentPath {
    private DocumentPath() {}

    /** The value at a path; null where there is none. */
    static @Nullable Object get(JsonObject document, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return document.getValue(path);
        }
        return document.getValue(path.substring(0, dot)) instanceof JsonObject section
                ? get(section, path.substring(dot + 1))
                : null;
    }

    /**
     * Sets the value at a path, with the sections that lead to it; null removes it.
     *
     * @return false where something else stands in the place of a section; nothing was done then
     */
    static boolean put(JsonObject document, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            if (value == null) {
                document.remove(path);
            } else {
                document.put(path, value);
            }
            return true;
        }
        String section = path.substring(0, dot);
        if (document.getValue(section) == null && value != null) {
            document.put(section, new JsonObject());
        }
        return document.getValue(section) instanceof JsonObject inner
                ? put(inner, path.substring(dot + 1), value)
                : value == null;
    }
}
