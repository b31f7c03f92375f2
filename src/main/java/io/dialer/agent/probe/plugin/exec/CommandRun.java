package io.dialer.agent.probe.plugin.exec;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.plugin.ProcessGroup;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One process of a command, the leader of a group of its own, ended as a whole. */
final class CommandRun {
    private CommandRun() {}

    /**
     * What came of it.
     *
     * @param exitCode 128 and the signal's number where one ended it
     * @param output what it printed, the beginning
     * @param errors the same of its standard error
     */
    record Ended(int exitCode, String output, String errors) {}

    /**
     * Executes a command to its end.
     *
     * @throws TimeoutException where the deadline passes; nothing of it runs any more then
     * @throws InterruptedException when the run is cut off from outside; as above
     * @throws IOException where it cannot be started
     */
    static Ended execute(ProcessBuilder command, Deadline deadline)
            throws IOException, TimeoutException, InterruptedException {
        Process process = command.start();
        boolean ended = false;
        try {
            process.getOutputStream().close();
            CommandOutput output = CommandOutput.of(process.getInputStream());
            CommandOutput errors = CommandOutput.of(process.getErrorStream());
            int exitCode = deadline.await(process.onExit()).exitValue();
            ended = true;
            // A child that lives on would hold the pipes open.
            ProcessGroup.kill(process);
            return new Ended(exitCode, output.text(), errors.text());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            if (!ended) {
                ProcessGroup.kill(process);
            }
        }
    }
}
