package io.dialer.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This host's name, from the kernel: asking Java for it would look the name up, which may block. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    static String read() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException notLinux) {
            String environment = System.getenv("HOSTNAME");
            return environment == null ? "localhost" : environment;
        }
    }
}
