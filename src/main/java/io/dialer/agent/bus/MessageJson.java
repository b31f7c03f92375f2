package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON, for members of a cluster that may be of different versions: a record is an object with its components
 * in snake case, a moment and a duration are ISO 8601, an enumeration its name, bytes are Base64. A field that the reader
 * does not know is passed over; one that the writer did not know is null, zero or empty. Results have the form in which
 * they are kept on disk.
 *
 * <p>Jackson's own mapping would do this as well, but with it on the class path Vert.x reads and writes all JSON by it.
 */
final class MessageJson {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private MessageJson() {}

    static JsonObject write(Object message) {
        return (JsonObject) written(message);
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException where it cannot be one
     */
    static <M> M read(Class<M> type, JsonObject json) {
        try {
            return type.cast(Objects.requireNonNull(value(type, json)));
        } catch (RuntimeException broken) {
            throw new IllegalArgumentException("it is no %s: %s".formatted(type.getSimpleName(), broken), broken);
        }
    }

    private static Object written(Object value) {
        return switch (value) {
            case ProbeResult result -> result.toJson();
            case Record message -> record(message);
            case Enum<?> word -> word.name();
            case Instant moment -> moment.toString();
            case Duration duration -> duration.toString();
            case Buffer bytes -> Base64.getEncoder().encodeToString(bytes.getBytes());
            case List<?> list -> {
                JsonArray array = new JsonArray();
                list.forEach(element -> array.add(written(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((key, element) -> object.put(key.toString(), written(element)));
                yield object;
            }
            default -> value;
        };
    }

    private static JsonObject record(Record message) {
        JsonObject object = new JsonObject();
        Shape shape = SHAPES.get(message.getClass());
        for (int index = 0; index < shape.names().size(); index++) {
            Object value = shape.get(index, message);
            if (value != null) {
                object.put(shape.names().get(index), written(value));
            }
        }
        return object;
    }

    private static @Nullable Object value(Type type, @Nullable Object json) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(generic.getActualTypeArguments()[0], (JsonArray) json)
                    : map(generic.getActualTypeArguments()[1], (JsonObject) json);
        }
        Class<?> wanted = (Class<?>) type;
        if (json == null) {
            return wanted.isPrimitive() ? absent(wanted) : null;
        }
        if (wanted == ProbeResult.class) {
            return ProbeResult.fromJson((JsonObject) json);
        }
        if (wanted.isRecord()) {
            Shape shape = SHAPES.get(wanted);
            JsonObject object = (JsonObject) json;
            Object[] values = new Object[shape.names().size()];
            for (int index = 0; index < values.length; index++) {
                values[index] = value(
                        shape.types().get(index), object.getValue(shape.names().get(index)));
            }
            return shape.make(values);
        }
        if (wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .filter(word -> ((Enum<?>) word).name().equals(json))
                    .findFirst()
                    .orElse(null);
        }
        return scalar(wanted, json);
    }

    private static Object scalar(Class<?> wanted, Object json) {
        if (wanted == Instant.class) {
            return Instant.parse((String) json);
        } else if (wanted == Duration.class) {
            return Duration.parse((String) json);
        } else if (wanted == Buffer.class) {
            return Buffer.buffer(Base64.getDecoder().decode((String) json));
        } else if (wanted == int.class) {
            return ((Number) json).intValue();
        } else if (wanted == long.class || wanted == Long.class) {
            return ((Number) json).longValue();
        } else if (wanted == double.class) {
            return ((Number) json).doubleValue();
        }
        return json;
    }

    private static Object absent(Class<?> primitive) {
        return primitive == boolean.class ? false : scalar(primitive, 0);
    }

    private static List<?> list(Type element, @Nullable JsonArray json) {
        return json == null
                ? List.of()
                : json.stream().map(one -> value(element, one)).toList();
    }

    private static Map<String, ?> map(Type element, @Nullable JsonObject json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (json != null) {
            json.fieldNames().forEach(key -> map.put(key, value(element, json.getValue(key))));
        }
        return map;
    }

    /** What is known of a record's class. */
    private record Shape(
            List<String> names, List<Type> types, List<RecordComponent> components, Constructor<?> constructor) {
        static Shape of(Class<?> type) {
            List<RecordComponent> components = List.of(type.getRecordComponents());
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(
                        components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                components.forEach(component -> component.getAccessor().setAccessible(true));
                return new Shape(
                        components.stream()
                                .map(component -> snakeCase(component.getName()))
                                .toList(),
                        components.stream().map(RecordComponent::getGenericType).toList(),
                        components,
                        constructor);
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Nullable
        Object get(int index, Record message) {
            try {
                return components.get(index).getAccessor().invoke(message);
            } catch (ReflectiveOperationException fault) {
                throw new IllegalStateException(fault);
            }
        }

        Object make(@Nullable Object[] values) {
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException refused) {
                throw new IllegalArgumentException(String.valueOf(refused.getCause()), refused);
            } catch (ReflectiveOperationException fault) {
                throw new IllegalStateException(fault);
            }
        }

        private static String snakeCase(String name) {
            return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        }
    }
}
