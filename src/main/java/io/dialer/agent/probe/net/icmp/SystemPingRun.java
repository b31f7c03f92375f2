package io.dialer.agent.probe.net.icmp;

import java.util.List;

/**
 * What the system's ping has brought.
 *
 * @param sent requests, those that the kernel refused as well
 * @param events what came back, in the order in which it was printed
 * @param refusals the error numbers with which the kernel refused to send
 * @param cutOff whether the deadline ended it
 */
public record SystemPingRun(int sent, List<EchoEvent> events, List<Integer> refusals, boolean cutOff) {
    public SystemPingRun {
        events = List.copyOf(events);
        refusals = List.copyOf(refusals);
    }
}
