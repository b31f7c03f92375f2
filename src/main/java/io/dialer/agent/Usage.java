package io.dialer.agent;

/** What the jar understands, in one line and in full. */
final class Usage {
    static final String LINE = "[-conf FILE|JSON] [-cluster] [-options FILE|JSON], run, start, stop ID, list,"
            + " check [--strict] [FILE], probe TYPE TARGET [option=value …] [--json], version, -h";

    static final String TEXT = """
            dialer-agent [-conf FILE|JSON] [-cluster] [-options FILE|JSON]
                                     runs the agent; without -conf with conf/agent_config.json
            dialer-agent run [VERTICLE] [-conf FILE|JSON] [-cluster] [-options FILE|JSON]
                                     the same by Vert.x's legacy launcher
            dialer-agent start [--vertx-id=ID] [--java-opts=OPTIONS] [as for run]
                                     the same in the background; prints the id
            dialer-agent list        the agents in the background
            dialer-agent stop ID     stops one of them
            dialer-agent check [--strict] [FILE]
                                     says what is wrong with a configuration
            dialer-agent probe TYPE TARGET [option=value …] [--json]
                                     one run of a probe; a value @FILE is read from there
            dialer-agent version

            -cluster also takes -cluster-host, -cluster-port, -cluster-public-host and -cluster-public-port.""";

    private Usage() {}
}
