/** Who is in the cluster: how it is formed by Hazelcast, and which members are alive. */
@NullMarked
package io.dialer.agent.cluster;

import org.jspecify.annotations.NullMarked;
