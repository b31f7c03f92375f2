/** How a step proves who asks: basic, digest, bearer, OAuth 1 and OAuth 2. */
@NullMarked
package io.dialer.agent.probe.api.signin;

import org.jspecify.annotations.NullMarked;
