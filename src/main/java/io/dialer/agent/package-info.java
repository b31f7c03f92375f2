/** The entry of the process: {@code Main} and the verticle that deploys the others. */
@NullMarked
package io.dialer.agent;

import org.jspecify.annotations.NullMarked;
