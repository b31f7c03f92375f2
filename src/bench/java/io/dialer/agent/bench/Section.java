package io.dialer.agent.bench;

import java.util.Set;

/** A part of the table. */
interface Section {
    /** By which it is chosen on the command line. */
    String name();

    /** The scales at which it is measured unless it is named. */
    Set<BenchScale> scales();

    /** Measures, and adds its lines one by one. Blocks until all processes that it started have ended. */
    void measure(Bench bench, Table table) throws Exception;
}
