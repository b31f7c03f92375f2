package io.dialer.agent.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/**
 * Feeds a reader of strange input with examples that are changed at random, for 5 s, or 100 s in the full suite. A failure names the
 * seed, with which {@code -Dfuzz.seed} does the same again. What is read must end soon, and must not stay in memory.
 */
@NullMarked
public final class Fuzz {
    private static final long SECONDS = System.getProperty("test.scale", "").equals("full") ? 100 : 5;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long MOST_KEPT_BYTES = 48L << 20;
    private static final int SHOWN = 2_000;

    private Fuzz() {}

    /** What is done with an input; throws nothing but what it expects of wrong ones. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /** Examples as texts. */
    public static void texts(List<String> examples, Reader reader) {
        bytes(
                examples.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                reader);
    }

    public static void bytes(List<byte[]> examples, Reader reader) {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        Mutations mutations = new Mutations(random, examples);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long before = usedHeap();
        int count = 0;
        while (System.nanoTime() < end) {
            byte[] input = mutations.next();
            // Twice: a machine that has other things to do is slow once, and so is a class that is loaded.
            boolean slow = isSlow(reader, seed, count, input);
            if (slow && isSlow(reader, seed, count, input)) {
                throw new AssertionError(described(seed, count, input, "takes more than 3 s"));
            }
            count++;
        }
        long kept = usedHeap() - before;
        System.out.printf("fuzz: %,d inputs, seed %d, heap %+d KiB%n", count, seed, kept >> 10);
        if (kept > MOST_KEPT_BYTES) {
            throw new AssertionError(
                    "after %,d inputs of seed %d the heap holds %,d bytes more".formatted(count, seed, kept));
        }
    }

    private static boolean isSlow(Reader reader, long seed, int count, byte[] input) {
        long begun = System.nanoTime();
        try {
            reader.read(input);
        } catch (Exception | Error broke) {
            throw new AssertionError(described(seed, count, input, "breaks"), broke);
        }
        return System.nanoTime() - begun > LONGEST_NANOS;
    }

    private static String described(long seed, int number, byte[] input, String what) {
        String hex = HexFormat.of().formatHex(input, 0, Math.min(SHOWN, input.length));
        return "input %d of seed %d %s: %s%n%s"
                .formatted(number, seed, what, hex, new String(input, StandardCharsets.ISO_8859_1));
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
