/** Which tasks this node runs: fetched, selected, cached on disk for a start without the backend. */
@NullMarked
package io.dialer.agent.sync;

import org.jspecify.annotations.NullMarked;
