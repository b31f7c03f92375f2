/**
 * What users of blackbox_exporter bring: their file of modules, in its own format, read strictly and turned into the options of
 * our probe types when it is loaded, so that a mistake shows then and not at a scrape.
 */
@NullMarked
package io.dialer.agent.blackbox;

import org.jspecify.annotations.NullMarked;
