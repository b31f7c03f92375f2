package io.dialer.agent.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * The configuration's file, read through Vert.x Config. The retriever is asked for the raw text, because its own JSON
 * reader loses the place of a mistake and turns some broken files into an empty configuration.
 */
public final class ConfigSource {
    private static final String TEXT = "text";

    private final Vertx vertx;
    private final Path file;

    public ConfigSource(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Reads the file once; fails with a {@link ConfigException} where it cannot be read or used. */
    public Future<AgentConfigReader.Loaded> load() {
        ConfigStoreOptions store = new ConfigStoreOptions()
                .setType("file")
                .setFormat("raw")
                .setConfig(new JsonObject()
                        .put("path", file.toAbsolutePath().toString())
                        .put("raw.key", TEXT));
        ConfigRetriever retriever = ConfigRetriever.create(vertx, new ConfigRetrieverOptions().addStore(store));
        return retriever
                .getConfig()
                .recover(failure -> Future.failedFuture(
                        new ConfigException(file.toString(), "cannot be read: " + failure.getMessage())))
                .map(raw -> new AgentConfigReader(file.toString(), System.getenv()).read(raw.getString(TEXT, "")))
                .eventually(retriever::close);
    }
}
