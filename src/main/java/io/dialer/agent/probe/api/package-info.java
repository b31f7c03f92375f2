/**
 * The multi-step transaction of {@code api} tasks: what a task wants, read once in either of the two vocabularies that
 * tasks are written in, what a step signs in with and carries along, what is made of an answer, and what of it a result
 * may show.
 */
@NullMarked
package io.dialer.agent.probe.api;

import org.jspecify.annotations.NullMarked;
