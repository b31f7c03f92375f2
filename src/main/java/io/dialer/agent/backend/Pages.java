package io.dialer.agent.backend;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.TaskReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list that comes in pages. Servers may cap the page size, so pages are asked for until as many elements have come as
 * the total says; elements are told apart by id, because a page may shift while it is read. Pure.
 *
 * @param <T> what an element becomes
 */
final class Pages<T> {
    /** What an element is. */
    sealed interface Element<T> {
        /** One that is wanted. */
        record Wanted<T>(String id, T value) implements Element<T> {}

        /** One that is well, and not wanted. */
        record LeftOut<T>() implements Element<T> {}

        /** One that nobody could tell apart from others. */
        record Unreadable<T>() implements Element<T> {}
    }

    /** More is a fault of the backend's, or no backend, and not worth the memory. */
    static final int MOST_ELEMENTS = 100_000;

    /** All pages together, in the largest ones that there may be. */
    private static final int MOST_PAGES = 8;

    private final Function<Object, Element<T>> read;
    private final Map<String, T> byId = new LinkedHashMap<>();
    private int elements;
    private long bytes;
    private int unreadable;
    private int leftOut;
    private long total = -1;
    private boolean changedMeanwhile;

    private Pages(Function<Object, Element<T>> read) {
        this.read = read;
    }

    /** Those of tasks, without the ones that are switched off. */
    static Pages<ProbeTask> ofTasks() {
        return new Pages<>(element -> {
            if (element instanceof JsonObject json && Boolean.FALSE.equals(json.getValue("enabled"))) {
                return new Element.LeftOut<>();
            }
            Optional<ProbeTask> task = TaskReader.read(element);
            return task.isPresent() ? new Element.Wanted<>(task.get().id(), task.get()) : new Element.Unreadable<>();
        });
    }

    /** Those of system variables. */
    static Pages<SystemVariable> ofVariables() {
        return new Pages<>(element -> {
            Optional<SystemVariable> variable = SystemVariable.read(element);
            if (variable.isEmpty()) {
                return new Element.Unreadable<>();
            }
            Object id = ((JsonObject) element).getValue("id");
            Object place = id == null
                    ? variable.get().tenantId() + " " + variable.get().name()
                    : id;
            return new Element.Wanted<>(place.toString(), variable.get());
        });
    }

    /**
     * Takes a page in; true where another one must be asked for.
     *
     * @throws IllegalArgumentException when it is not a page
     */
    boolean add(Envelope envelope) {
        if (!(envelope.content() instanceof JsonObject page)
                || !(page.getValue("list") instanceof JsonArray list)
                || !(page.getValue("total") instanceof Number pageTotal)) {
            throw new IllegalArgumentException("the answer has no list and total");
        }
        if (pageTotal.longValue() > MOST_ELEMENTS) {
            throw new IllegalArgumentException("the list counts %d elements, and at most %d are taken"
                    .formatted(pageTotal.longValue(), MOST_ELEMENTS));
        }
        changedMeanwhile |= total >= 0 && total != pageTotal.longValue();
        total = pageTotal.longValue();
        elements += list.size();
        if (elements > MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    "the list has more than %d elements, whatever it counts".formatted(MOST_ELEMENTS));
        }
        bytes += envelope.bytes();
        if (bytes > MOST_PAGES * LimitedBody.pageBytes()) {
            throw new IllegalArgumentException(
                    "the list is larger than %d bytes".formatted(MOST_PAGES * LimitedBody.pageBytes()));
        }
        list.forEach(this::add);
        return elements < total && !list.isEmpty();
    }

    /** True where every element that the total counts has come, and the total stayed the same. */
    boolean isComplete() {
        return !changedMeanwhile && byId.size() + unreadable + leftOut == total;
    }

    /**
     * True where as many elements came as the total counts, twice over: then the list really names elements more than
     * once, and nothing is missing from it.
     */
    boolean agreesWith(Pages<T> earlier) {
        return wasWhole()
                && earlier.wasWhole()
                && total == earlier.total
                && byId.keySet().equals(earlier.byId.keySet());
    }

    private boolean wasWhole() {
        return !changedMeanwhile && elements == total;
    }

    List<T> elements() {
        return new ArrayList<>(byId.values());
    }

    /** How many elements nobody could tell apart from others. */
    int unreadable() {
        return unreadable;
    }

    private void add(Object element) {
        switch (read.apply(element)) {
            case Element.Wanted<T>(String id, T value) -> byId.putIfAbsent(id, value);
            case Element.LeftOut<T> _ -> leftOut++;
            case Element.Unreadable<T> _ -> unreadable++;
        }
    }
}
