package io.dialer.agent.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from, read through Vert.x Config, once or again and again. The retriever is asked for the
 * raw bytes, because its own readers lose the place of a mistake and turn some broken files into an empty configuration;
 * and it is asked, instead of being left to scan, because its scan knows nothing of the files that are referred to, and
 * hands each change on once, whatever becomes of it. Used on one event loop.
 */
public final class ConfigSource {
    private static final String CONTENT = "content";
    private static final Duration LOOK_PAUSE = Duration.ofMillis(500);
    /** Of one look: what is named may be on a disk that hangs, or a pipe. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final String origin;
    private final @Nullable Path file;
    private final ConfigRetriever retriever;
    private final ReferencedFiles files;
    private @Nullable Future<JsonObject> asked;
    private ConfigLook taken = ConfigLook.unreadable("it was never read");
    private @Nullable Object lastContent;
    private Set<String> lastFiles = Set.of();
    private @Nullable ConfigWatch watch;

    private ConfigSource(Vertx vertx, String origin, @Nullable Path file, ConfigStoreOptions store) {
        this.vertx = vertx;
        this.origin = origin;
        this.file = file;
        this.files = new ReferencedFiles(vertx);
        this.retriever = ConfigRetriever.create(
                vertx, new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store));
    }

    /** A file; its name tells the syntax. */
    public static ConfigSource ofFile(Vertx vertx, Path file) {
        JsonObject where = new JsonObject()
                .put("path", file.toAbsolutePath().toString())
                .put("raw.key", CONTENT)
                .put("raw.type", "binary");
        ConfigStoreOptions store =
                new ConfigStoreOptions().setType("file").setFormat("raw").setConfig(where);
        return new ConfigSource(vertx, file.toString(), file, store);
    }

    /**
     * A document that somebody else has read.
     *
     * @param origin the name that errors begin with
     */
    public static ConfigSource ofDocument(Vertx vertx, String origin, JsonObject document) {
        return new ConfigSource(
                vertx, origin, null, new ConfigStoreOptions().setType("json").setConfig(document));
    }

    /** Who hears of changes, on the event loop of whoever began the watch. */
    public interface Listener {
        /** The configuration reads otherwise than before, and can be used. */
        void accepted(AgentConfigReader.Loaded loaded);

        /** The configuration reads otherwise than before, and cannot be used. */
        void refused(ConfigException reason);
    }

    /**
     * Reads it once; fails with a {@link ConfigException} where it cannot be read or used. A file of the first agent is
     * replaced by the upgraded one where that can be done.
     */
    public Future<AgentConfigReader.Loaded> load() {
        return look().map(seen -> {
            taken = seen;
            return keepUpgrade(take(seen));
        });
    }

    /** Tells of changes since {@link #load()}, in the file and in those that it refers to, within about a second. */
    public void watch(Listener listener) {
        if (file == null && lastFiles.isEmpty()) {
            return;
        }
        watch = new ConfigWatch(vertx, LOOK_PAUSE, this::look, taken, seen -> {
            AgentConfigReader.Loaded loaded;
            try {
                loaded = take(seen);
                // Not written to the file: somebody is editing it.
                loaded = loaded.upgrades().isEmpty() ? loaded : loaded.kept("in memory until the next start");
            } catch (ConfigException reason) {
                listener.refused(reason);
                return;
            }
            listener.accepted(loaded);
        });
        watch.begin();
    }

    /** Ends the watch. */
    public Future<Void> close() {
        if (watch != null) {
            watch.stop();
        }
        return retriever.close();
    }

    /** Never fails. */
    private Future<ConfigLook> look() {
        Future<JsonObject> asked = asked();
        return asked.map(this::content)
                .compose(content -> files.read(namesIn(content)).map(texts -> new ConfigLook(content, "", texts)))
                .timeout(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.succeededFuture(ConfigLook.unreadable(
                        failure instanceof TimeoutException
                                ? (asked.isComplete() ? files.current() : origin) + " does not answer"
                                : String.valueOf(failure.getMessage()))));
    }

    /** While the file hangs it is not asked for again: that would hold one thread more each time. */
    private Future<JsonObject> asked() {
        Future<JsonObject> current = asked;
        if (current == null) {
            current = retriever.getConfig();
            asked = current;
            current.onComplete(done -> asked = null);
        }
        return current;
    }

    private Object content(JsonObject raw) {
        return file == null ? raw : Buffer.buffer(raw.getBinary(CONTENT, new byte[0]));
    }

    private Set<String> namesIn(Object content) {
        if (!content.equals(lastContent)) {
            lastContent = content;
            try {
                lastFiles = reader(FileTexts.OF_DISK).filesOf(text(content));
            } catch (ConfigException broken) {
                lastFiles = Set.of(); // Whoever takes it says so.
            }
        }
        return lastFiles;
    }

    private AgentConfigReader.Loaded take(ConfigLook seen) {
        if (seen.content() == null) {
            throw new ConfigException(origin, "cannot be read: " + seen.failure());
        }
        FileTexts texts =
                name -> seen.files().getOrDefault(name, Optional.empty()).orElse(null);
        return reader(texts).read(text(seen.content()));
    }

    private AgentConfigReader reader(FileTexts files) {
        return new AgentConfigReader(origin, System.getenv(), files);
    }

    private ConfigText text(Object content) {
        if (content instanceof JsonObject document) {
            return new ConfigText(document, null);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(((Buffer) content).getBytes());
            return ConfigText.read(
                    origin, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException other) {
            throw new ConfigException(origin, "is not UTF-8");
        }
    }

    private AgentConfigReader.Loaded keepUpgrade(AgentConfigReader.Loaded loaded) {
        if (loaded.upgrades().isEmpty()) {
            return loaded;
        }
        if (file == null) {
            return loaded.kept("in memory only");
        }
        try {
            // A small file, once in its life: not worth a thread.
            Path backup = UpgradedFile.write(file, loaded.upgraded().document());
            return loaded.kept("written to the file; the old one is " + backup);
        } catch (IOException | UnsupportedOperationException unwritable) {
            return loaded.kept("in memory only: " + unwritable);
        }
    }
}
