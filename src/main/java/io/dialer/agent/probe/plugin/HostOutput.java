package io.dialer.agent.probe.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what plugins print into the log; so much of it that the agent's own lines still have room. On one thread. */
final class HostOutput {
    private static final Logger LOG = LoggerFactory.getLogger(HostOutput.class);
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_A_SECOND = 200;

    private final long pid;
    private long second;
    private int said;
    private long leftOut;

    HostOutput(long pid) {
        this.pid = pid;
    }

    void read(InputStream output) {
        try (BufferedReader characters = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = characters.read(); next >= 0; next = characters.read()) {
                if (next == '\n') {
                    say(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
            }
            say(line.toString());
        } catch (IOException closed) {
            LOG.debug("the output of a plugin host is closed: {}", closed.getMessage());
        }
    }

    private void say(String line) {
        if (line.isBlank()) {
            return;
        }
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            second = now;
            said = 0;
            if (leftOut > 0) {
                LOG.atWarn()
                        .addKeyValue("pid", pid)
                        .addKeyValue("lines", leftOut)
                        .log("plugins print too much; lines were left out");
                leftOut = 0;
            }
        }
        if (++said > MOST_A_SECOND) {
            leftOut++;
            return;
        }
        LOG.atInfo().addKeyValue("pid", pid).addKeyValue("output", line).log("plugin");
    }
}
