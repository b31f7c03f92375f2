package io.dialer.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code stop ID}: SIGTERM to what {@code start} started under this id; it drains and ends. The legacy launcher's own
 * command takes the first process whose command line holds the id anywhere, be it another agent's.
 */
final class StopCommand {
    private StopCommand() {}

    static int run(CommandLine line) throws IOException {
        String id = line.next().orElseThrow(() -> new CommandLine.Misuse("stop needs an id; list shows them"));
        line.refuseTheRest();
        List<ProcessHandle> agents = ProcessHandle.allProcesses()
                .filter(process -> marks(process).contains(Invocation.BACKGROUND_MARK + id))
                .toList();
        if (agents.isEmpty()) {
            Terminal.complain("no agent runs with the id %s; list shows them".formatted(id));
            return AgentRun.EXIT_FAULT;
        }
        boolean told = true;
        for (ProcessHandle agent : agents) {
            told &= agent.destroy();
            Terminal.say("agent %s, process %d, told to stop".formatted(id, agent.pid()));
        }
        return told ? 0 : AgentRun.EXIT_FAULT;
    }

    /** From the kernel: {@code ProcessHandle} leaves the arguments out where they are longer than a page. */
    private static List<String> marks(ProcessHandle process) {
        try {
            Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return List.of(
                    Files.readString(commandLine, StandardCharsets.ISO_8859_1).split("\0", -1));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
