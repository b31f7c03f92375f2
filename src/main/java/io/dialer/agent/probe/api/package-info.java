/** The multi-step transaction: what a step sends, signs in with, carries along, and what of it a result may show. */
@NullMarked
package io.dialer.agent.probe.api;

import org.jspecify.annotations.NullMarked;
