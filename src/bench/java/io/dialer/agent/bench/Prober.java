package io.dialer.agent.bench;

/** A process that probes what {@code /probe?module=…&target=…} asks for. */
interface Prober extends AutoCloseable {
    MeasuredProcess process();

    int port();

    default String probe(String module, String target) {
        return "http://127.0.0.1:" + port() + "/probe?module=" + module + "&target=" + target;
    }

    @Override
    void close();
}
