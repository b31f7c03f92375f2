/** Whether what the jar holds is known to be vulnerable: its bill of materials held against a folder of advisories. */
@NullMarked
package io.dialer.agent.audit;

import org.jspecify.annotations.NullMarked;
