package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Errno;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what iputils' ping prints with {@code -n} in the locale C; busybox prints the same but for the sequence. Pure. */
final class SystemPingOutput {
    private static final String SEQUENCE = "\\b(icmp_)?seq=(\\d+)";
    private static final Pattern REPLY =
            Pattern.compile("^\\d+ bytes from .*" + SEQUENCE + ".* ttl=(\\d+) .*time[=<]([0-9.]+) ms");
    private static final Pattern REFUSAL = Pattern.compile("^From (\\S+?):? " + SEQUENCE + " (.+)$");
    private static final Pattern SUMMARY = Pattern.compile("^(\\d+) packets transmitted");
    private static final Pattern LOCAL_ERROR =
            Pattern.compile("^\\S*ping6?: (sendmsg|sendto|connect|local error): (.+)$");
    private static final int NANOS_PER_MILLI_DIGITS = 6;

    private final PingOrder order;
    private final List<EchoEvent> events = new ArrayList<>();
    private final List<Integer> refusals = new ArrayList<>();
    private int sent = -1;
    private String lastWords = "";

    private SystemPingOutput(PingOrder order) {
        this.order = order;
    }

    /**
     * Reads it all.
     *
     * @param sentBy how many requests had been sent where the program was ended before it counted them; -1: it ended itself
     * @throws IcmpUnavailable where the program could not do what it was told to
     */
    static SystemPingRun read(PingOrder order, List<String> lines, int sentBy) throws IcmpUnavailable {
        SystemPingOutput output = new SystemPingOutput(order);
        lines.forEach(output::line);
        return output.run(sentBy);
    }

    private SystemPingRun run(int sentBy) throws IcmpUnavailable {
        if (sent < 0 && sentBy >= 0) {
            return new SystemPingRun(sentBy, events, refusals, true);
        }
        if (sent < 0 && refusals.isEmpty()) {
            throw IcmpUnavailable.because("icmp.system_failed", lastWords);
        }
        // Without a summary not one could be sent.
        return new SystemPingRun(sent < 0 ? order.count() : sent, events, refusals, false);
    }

    private void line(String line) {
        Matcher reply = REPLY.matcher(line);
        Matcher refusal = REFUSAL.matcher(line);
        Matcher summary = SUMMARY.matcher(line);
        Matcher local = LOCAL_ERROR.matcher(line);
        if (reply.find()) {
            known(sequence(reply.group(1), reply.group(2)))
                    .ifPresent(sequence -> events.add(
                            new EchoEvent.Reply(sequence, nanos(reply.group(4)), Integer.parseInt(reply.group(3)))));
        } else if (refusal.find()) {
            refused(refusal);
        } else if (summary.find()) {
            sent = Integer.parseInt(summary.group(1));
        } else if (local.find() && Errno.of(new IOException(local.group(2))) != 0) {
            refusals.add(Errno.of(new IOException(local.group(2))));
        }
        if (!line.isBlank()) {
            lastWords = line.strip();
        }
    }

    private void refused(Matcher refusal) {
        InetAddress from;
        try {
            from = InetAddress.ofLiteral(refusal.group(1));
        } catch (IllegalArgumentException notAnAddress) {
            return;
        }
        String words = refusal.group(4);
        boolean exceeded = words.startsWith("Time to live exceeded") || words.startsWith("Time exceeded: Hop limit");
        known(sequence(refusal.group(2), refusal.group(3)))
                .ifPresent(sequence -> events.add(
                        new EchoEvent.Refusal(sequence, 0, from, -1, -1, exceeded, Sentence.of("text", words))));
    }

    /** From 0; iputils counts from 1. */
    private static int sequence(String prefix, String number) {
        return Integer.parseInt(number) - (prefix == null ? 0 : 1);
    }

    private Optional<Integer> known(int sequence) {
        return sequence >= 0 && sequence < order.count() ? Optional.of(sequence) : Optional.empty();
    }

    private static long nanos(String millis) {
        return new BigDecimal(millis).movePointRight(NANOS_PER_MILLI_DIGITS).longValue();
    }
}
