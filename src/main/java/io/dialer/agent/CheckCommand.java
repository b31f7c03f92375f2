package io.dialer.agent;

import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code check [--strict] [FILE]}: says everything that is wrong with a configuration; 0 where nothing is. */
final class CheckCommand {
    private CheckCommand() {}

    static int run(CommandLine line) {
        boolean strict = line.flag("--strict");
        Path file = line.next().map(Path::of).orElse(DefaultFiles.CONFIG);
        line.refuseTheRest();
        AgentConfigReader.Loaded loaded;
        try {
            loaded = read(file);
        } catch (ConfigException refused) {
            Terminal.complain(refused.getMessage());
            refused.warnings().forEach(warning -> Terminal.complain(file + ": warning: " + warning));
            return AgentRun.EXIT_UNUSABLE;
        }
        loaded.upgrades().forEach(change -> Terminal.say(file + ": old file: " + change));
        loaded.warnings().forEach(warning -> Terminal.complain(file + ": warning: " + warning));
        boolean refused = strict && !loaded.warnings().isEmpty();
        Terminal.say(file + (refused ? ": refused by --strict" : ": valid"));
        return refused ? AgentRun.EXIT_UNUSABLE : 0;
    }

    /**
     * Reads a file as the agent would.
     *
     * @throws ConfigException where the file cannot be read or used
     */
    static AgentConfigReader.Loaded read(Path file) {
        try {
            return new AgentConfigReader(file.toString(), System.getenv()).read(Files.readString(file));
        } catch (CharacterCodingException other) {
            throw new ConfigException(file.toString(), "is not UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigException(file.toString(), "cannot be read: " + unreadable);
        }
    }
}
