package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Sentence;
import java.net.InetAddress;

/**
 * An address to which no connection came about.
 *
 * @param errno Linux's error number; 0 where it is not known
 * @param why what happened
 * @param nanos how long it was tried
 */
public record Tried(InetAddress address, int errno, Sentence why, long nanos) {}
