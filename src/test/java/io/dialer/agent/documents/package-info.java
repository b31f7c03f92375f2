/** The documents say what is so: links, configurations, commands, names. */
@NullMarked
package io.dialer.agent.documents;

import org.jspecify.annotations.NullMarked;
