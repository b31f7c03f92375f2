/** What of a transaction a result may show, and how secrets are taken out of it. */
@NullMarked
package io.dialer.agent.probe.api.redaction;

import org.jspecify.annotations.NullMarked;
