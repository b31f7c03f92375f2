/** What a step asks, and how the values of variables come into it. */
@NullMarked
package io.dialer.agent.probe.api.request;

import org.jspecify.annotations.NullMarked;
