package io.dialer.agent.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** Examples with one to eight changes: bits, octets, numbers, words, parts left out, doubled, cut, or taken from another. */
@NullMarked
final class Mutations {
    private static final int LARGEST = 64 << 10;
    private static final List<String> WORDS = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "\"\"",
            "{}",
            "[]",
            "[[[[[[[[",
            "{\"a\":",
            "\r\n",
            "\r\n\r\n",
            "\0",
            "\u00ff",
            "%s%n",
            "../",
            "${env:HOME}",
            "$x",
            "\uD83D",
            "*",
            "(a+)+$",
            "0x7f",
            "NaN",
            ": ",
            "chunked",
            "gzip",
            "&a *a",
            "!!java.net.URL");

    private final Random random;
    private final List<byte[]> examples;

    Mutations(Random random, List<byte[]> examples) {
        this.random = random;
        this.examples = examples;
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length > LARGEST ? Arrays.copyOf(input, LARGEST) : input;
    }

    private byte[] any() {
        return examples.get(random.nextInt(examples.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1 + random.nextInt(40)));
        return switch (random.nextInt(9)) {
            case 0 -> withBit(input);
            case 1 -> withOctet(input);
            case 2 -> spliced(input, from, to, new byte[0]);
            case 3 -> spliced(input, from, from, Arrays.copyOfRange(input, from, to));
            case 4 -> Arrays.copyOf(input, from);
            case 5 -> spliced(input, from, to, word());
            case 6 -> spliced(input, from, from, repeated(Arrays.copyOfRange(input, from, to)));
            case 7 -> spliced(input, from, to, partOf(any()));
            default -> spliced(input, from, to, random());
        };
    }

    private byte[] withBit(byte[] input) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private byte[] withOctet(byte[] input) {
        byte[] telling = {0, 1, -1, 127, -128, '"', '{', '[', ':', '\n', '<', '%', '\\'};
        if (input.length > 0) {
            input[random.nextInt(input.length)] = telling[random.nextInt(telling.length)];
        }
        return input;
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] random() {
        byte[] octets = new byte[random.nextInt(16)];
        random.nextBytes(octets);
        return octets;
    }

    private byte[] partOf(byte[] other) {
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
    }

    private byte[] repeated(byte[] part) {
        byte[] all = new byte[0];
        for (int times = random.nextInt(200); times > 0 && all.length < LARGEST; times--) {
            all = spliced(all, 0, 0, part);
        }
        return all;
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] put) {
        byte[] result = Arrays.copyOf(input, from + put.length + input.length - to);
        System.arraycopy(put, 0, result, from, put.length);
        System.arraycopy(input, to, result, from + put.length, input.length - to);
        return result;
    }
}
