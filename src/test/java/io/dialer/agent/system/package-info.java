/** Tests that drive the built jar as a process, against a backend that answers as the contract shows. */
@NullMarked
package io.dialer.agent.system;

import org.jspecify.annotations.NullMarked;
