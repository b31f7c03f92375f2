/**
 * The multi-step transaction of {@code api} tasks: what a task wants, read once in either of the two vocabularies that
 * tasks are written in, and what is made of an answer. Nothing is sent here.
 */
@NullMarked
package io.dialer.agent.probe.api;

import org.jspecify.annotations.NullMarked;
