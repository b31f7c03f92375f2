package io.dialer.agent;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options that one of Vert.x's launchers understands. They are looked through before the launcher sees them: it would
 * answer a mistake with its whole usage, with exit code 0 or not at all.
 */
final class LauncherOptions {
    /** Those of {@code VertxApplication}, without {@code -conf} and {@code -h}, which {@link Main} takes. */
    static final LauncherOptions APPLICATION = new LauncherOptions()
            .cluster()
            .with(Value.NONE, "-c", "-worker", "-w", "-virtual-thread", "-vt")
            .with(Value.DEPLOYMENT_OPTIONS, "-deployment-options")
            .with(Value.VERTX_OPTIONS, "-vertx-options");

    /** Those of the legacy {@code run} that make sense for an agent: no redeployment, no fail-over of verticles. */
    static final LauncherOptions RUN =
            new LauncherOptions().cluster().with(Value.NONE, "-worker").with(Value.PROPERTY, "-D");

    /** Those of the legacy {@code start}, which hands the others on to {@code run}. */
    static final LauncherOptions START = new LauncherOptions()
            .cluster()
            .with(Value.NONE, "-worker", "-redirect-output")
            .with(Value.TEXT, "-vertx-id", "-id", "-java-opts")
            .with(Value.PROPERTY, "-D");

    private enum Value {
        NONE,
        TEXT,
        NUMBER,
        PROPERTY,
        VERTX_OPTIONS,
        DEPLOYMENT_OPTIONS
    }

    private final Map<String, Value> known = new HashMap<>();

    private LauncherOptions() {}

    private LauncherOptions with(Value value, String... names) {
        for (String name : names) {
            known.put(name, value);
        }
        return this;
    }

    private LauncherOptions cluster() {
        return with(Value.NONE, "-cluster")
                .with(Value.TEXT, "-cluster-host", "-cluster-public-host")
                .with(Value.NUMBER, "-cluster-port", "-cluster-public-port", "-instances")
                .with(Value.VERTX_OPTIONS, "-options");
    }

    /**
     * The words as every launcher reads them, {@code -name value}, without the agent's verticle's name.
     *
     * @throws CommandLine.Misuse for a word that is not understood
     */
    List<String> read(List<String> words) {
        List<String> read = new ArrayList<>();
        boolean named = false;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (!named && Invocation.VERTICLE_NAMES.contains(word)) {
                named = true;
            } else if (word.startsWith("-D") && known.containsKey("-D")) {
                read.add(word);
            } else {
                readOption(word, rest, read);
            }
        }
        return read;
    }

    private void readOption(String word, Iterator<String> rest, List<String> read) {
        int equals = word.indexOf('=');
        String written = equals < 0 ? word : word.substring(0, equals);
        String name = (written.startsWith("--") ? written.substring(1) : written).toLowerCase(Locale.ROOT);
        Value kind = known.get(name);
        if (kind == null || (kind == Value.NONE && equals >= 0)) {
            throw new CommandLine.Misuse("unknown argument " + word);
        }
        read.add(name);
        if (kind != Value.NONE) {
            if (equals < 0 && !rest.hasNext()) {
                throw new CommandLine.Misuse(word + " needs a value");
            }
            read.add(checked(name, kind, equals < 0 ? rest.next() : word.substring(equals + 1)));
        }
    }

    private static String checked(String name, Value kind, String value) {
        switch (kind) {
            case NUMBER -> {
                if (!value.matches("-?\\d{1,9}")) {
                    throw new CommandLine.Misuse("%s: %s is not a whole number".formatted(name, value));
                }
            }
            case VERTX_OPTIONS -> refuseUnless(name, value, VertxOptions::new);
            case DEPLOYMENT_OPTIONS -> refuseUnless(name, value, DeploymentOptions::new);
            default -> {}
        }
        return value;
    }

    /** A launcher goes on with the defaults where it cannot read these, and dies without a word where they are wrong. */
    private static void refuseUnless(String name, String fileOrJson, Consumer<JsonObject> accepted) {
        try {
            accepted.accept(
                    new JsonObject(fileOrJson.startsWith("{") ? fileOrJson : Files.readString(Path.of(fileOrJson))));
        } catch (IOException | RuntimeException wrong) {
            throw new CommandLine.Misuse(
                    "%s: %s; allowed: JSON, or the path of a file that holds it".formatted(name, firstLine(wrong)));
        }
    }

    private static String firstLine(Exception wrong) {
        @Nullable String message = wrong.getMessage();
        return message == null ? wrong.toString() : message.lines().findFirst().orElse("");
    }
}
