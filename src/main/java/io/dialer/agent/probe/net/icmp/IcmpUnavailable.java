package io.dialer.agent.probe.net.icmp;

/**
 * We cannot send ICMP echoes as asked: a right is missing, the platform is another, the source address is not ours. The
 * message says which, for people. Carries no stack trace: it says nothing about our code.
 */
public final class IcmpUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    IcmpUnavailable(String message) {
        super(message, null, false, false);
    }
}
