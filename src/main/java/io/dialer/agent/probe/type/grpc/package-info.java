/** The type {@code grpc}: a server's own answer to whether a service is well. */
@NullMarked
package io.dialer.agent.probe.type.grpc;

import org.jspecify.annotations.NullMarked;
