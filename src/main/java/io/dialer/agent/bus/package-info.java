/** The only place that touches the event bus: addresses with their message types, and the codecs behind them. */
@NullMarked
package io.dialer.agent.bus;

import org.jspecify.annotations.NullMarked;
