package io.dialer.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What stands in the files that a configuration refers to. */
interface FileTexts {
    /** What is longer is no secret and no address. */
    int LONGEST = 1 << 20;

    /** Reads them from the disk, on the calling thread; regular files of up to a megabyte. */
    FileTexts OF_DISK = file -> {
        try {
            Path path = Path.of(file);
            // A pipe would wait for its writer, and a device has no end.
            if (!Files.isRegularFile(path)) {
                return null;
            }
            try (InputStream stream = Files.newInputStream(path)) {
                byte[] content = stream.readNBytes(LONGEST + 1);
                return content.length > LONGEST ? null : decoded(content);
            }
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    };

    /** A file's text without the white space around it; null where it cannot be read. */
    @Nullable
    String text(String file);

    /** Bytes of UTF-8 as such a text; null where they are something else. */
    static @Nullable String decoded(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .strip();
        } catch (CharacterCodingException other) {
            return null;
        }
    }
}
