package io.dialer.agent.backend.embedded;

import io.dialer.agent.config.LocatedJson;
import io.dialer.agent.probe.InvalidOption;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the text of the file that people write: a JSON array of tasks. All of it is valid, or none is used. Pure. */
final class SeedText {
    private static final int MOST_PROBLEMS = 20;

    private final LocatedJson json;
    private final Map<String, JsonObject> tasks = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SeedText(LocatedJson json) {
        this.json = json;
    }

    /** A text that is refused; the message has one line per problem, with line and field. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(List<String> problems) {
            super(String.join("; ", problems));
        }
    }

    /**
     * The tasks by id, as written but for a missing name, which becomes the target.
     *
     * @throws Broken where anything is wrong
     */
    static Map<String, JsonObject> read(byte[] content) throws Broken {
        LocatedJson json;
        try {
            json = LocatedJson.read(decoded(content));
        } catch (LocatedJson.Mistake mistake) {
            throw new Broken(List.of(mistake.place() + ": is not JSON: " + mistake.getMessage()));
        }
        if (!(json.value() instanceof JsonArray elements)) {
            throw new Broken(List.of(json.place("") + ": is not a JSON array of tasks"));
        }
        SeedText seeds = new SeedText(json);
        for (int index = 0; index < elements.size() && seeds.problems.size() < MOST_PROBLEMS; index++) {
            seeds.take("[" + index + "]", elements.getValue(index));
        }
        if (!seeds.problems.isEmpty()) {
            throw new Broken(seeds.problems);
        }
        return Collections.unmodifiableMap(seeds.tasks);
    }

    /** Strictly: a name in another encoding would be stored as question marks. */
    private static String decoded(byte[] content) throws Broken {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException other) {
            throw new Broken(List.of("is not UTF-8"));
        }
    }

    private void take(String path, @Nullable Object element) {
        if (!(element instanceof JsonObject task)) {
            problem(path, path + ": is not an object");
            return;
        }
        Object written = task.getValue("id");
        String id = TaskForm.key(written);
        if (id == null) {
            refuse(path, new InvalidOption("id", written, "a whole number or a text"));
            return;
        }
        if (tasks.containsKey(id)) {
            refuse(path, new InvalidOption("id", written, "an id that no other task of the file has"));
            return;
        }
        if (task.getValue("name") == null) {
            task.put("name", task.getValue("target"));
        }
        try {
            TaskForm.of(id, task);
            tasks.put(id, task);
        } catch (InvalidOption wrong) {
            refuse(path, wrong);
        }
    }

    private void refuse(String path, InvalidOption wrong) {
        problem(path + "." + wrong.option(), path + "." + wrong.reason());
    }

    private void problem(String path, String description) {
        problems.add(json.place(path) + ": " + description);
    }
}
