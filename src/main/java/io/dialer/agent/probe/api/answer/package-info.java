/** What is made of an answer: extractions and assertions, in both vocabularies that tasks are written in. */
@NullMarked
package io.dialer.agent.probe.api.answer;

import org.jspecify.annotations.NullMarked;
