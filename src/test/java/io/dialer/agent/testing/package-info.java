/** What several tests need. */
@NullMarked
package io.dialer.agent.testing;

import org.jspecify.annotations.NullMarked;
