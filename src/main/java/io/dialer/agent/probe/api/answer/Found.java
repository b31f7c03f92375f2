package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.Sentence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of looking for a value in an answer. */
public sealed interface Found {
    /** One value or several, at least one; JSON's null is a value. */
    record Values(List<@Nullable Object> values) implements Found {
        public Values {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        static Values one(@Nullable Object value) {
            return new Values(Collections.singletonList(value));
        }

        @Nullable
        Object first() {
            return values.getFirst();
        }

        /** A single value as it is, several as a list. */
        @Nullable
        Object shown() {
            return values.size() == 1 ? first() : values;
        }
    }

    /** There is no such value. */
    record Nothing(Sentence why) implements Found {}

    /** It cannot be said whether there is: the expression is none, or does not fit the answer. */
    record Unusable(Sentence why) implements Found {}
}
