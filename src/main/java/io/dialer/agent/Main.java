package io.dialer.agent;

import io.dialer.agent.config.ConfigException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The jar's entry: the agent under either launcher, and the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try {
            Invocation asked = Invocation.of(Arrays.asList(arguments));
            CommandLine line = new CommandLine(asked.words());
            switch (asked.command()) {
                case AGENT -> AgentApplication.launch(line);
                case RUN -> AgentLauncher.run(line);
                case START -> AgentLauncher.start(line);
                case STOP -> System.exit(StopCommand.run(line));
                case LIST -> AgentLauncher.list(line);
                case CHECK -> System.exit(CheckCommand.run(line));
                case PROBE -> System.exit(ProbeCommand.run(line));
                case VERSION -> Terminal.say("dialer-agent " + Version.read());
                case HELP -> Terminal.say(Usage.TEXT);
            }
        } catch (CommandLine.Misuse misuse) {
            end(AgentRun.EXIT_UNUSABLE, misuse.getMessage() + "; known: " + Usage.LINE);
        } catch (ConfigException refused) {
            end(AgentRun.EXIT_UNUSABLE, refused.getMessage());
        } catch (IOException | ReflectiveOperationException failure) {
            end(AgentRun.EXIT_FAULT, AgentRun.describe(failure));
        }
    }

    private static void end(int exitCode, @Nullable String reason) {
        Terminal.complain(reason);
        System.exit(exitCode);
    }
}
