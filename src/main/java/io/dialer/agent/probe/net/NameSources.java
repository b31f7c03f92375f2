package io.dialer.agent.probe.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;

/**
 * What a name is looked up in.
 *
 * @param hosts the hosts file
 * @param session the same, then the servers
 * @param servers in the order in which they are asked
 */
record NameSources(HostsFileParser hosts, LookupSession session, List<InetSocketAddress> servers) {
    NameSources {
        servers = List.copyOf(servers);
    }

    static NameSources of(
            Path hostsFile, List<InetSocketAddress> servers, Duration timeout, int ndots, List<Name> searchPath) {
        HostsFileParser hosts = new HostsFileParser(hostsFile);
        return new NameSources(
                hosts,
                LookupSession.builder()
                        .resolver(new NameServers(servers, timeout))
                        .ndots(ndots)
                        .searchPath(searchPath)
                        .hostsFileParser(hosts)
                        .build(),
                servers);
    }

    /** Whether the hosts file has an address of that record type for a name. */
    boolean inHostsFile(Name name, int recordType) {
        try {
            return hosts.getAddressForHost(Name.concatenate(name, Name.root), recordType)
                    .isPresent();
        } catch (IOException unusable) {
            return false;
        }
    }
}
