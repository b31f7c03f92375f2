package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Puts an upgraded configuration in the place of the old file, which stays beside it as {@code FILE.bak}. */
final class UpgradedFile {
    private static final Set<PosixFilePermission> ANY_WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private UpgradedFile() {}

    /**
     * Replaces a file in one step, with its owner and rights; behind a symbolic link the file itself. Blocks for a moment.
     *
     * @return where the old file stays
     * @throws IOException where that cannot be done, or nobody may write the file; it is as before then
     */
    static Path write(Path file, JsonObject document) throws IOException {
        Path real = file.toRealPath();
        PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
        // The administrator may write any file, and so cannot be asked whether he may.
        if (attributes.permissions().stream().noneMatch(ANY_WRITE::contains)) {
            throw new AccessDeniedException(file.toString(), null, "it is read-only");
        }
        Path upgraded = Files.createTempFile(
                real.getParent(),
                real.getFileName() + ".",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            fill(upgraded, document.encodePrettily() + "\n");
            if (!Files.getOwner(upgraded).equals(attributes.owner())) {
                Files.setOwner(upgraded, attributes.owner());
            }
            Files.setPosixFilePermissions(upgraded, attributes.permissions());
            Path backup = backup(real);
            Files.move(upgraded, real, StandardCopyOption.ATOMIC_MOVE);
            return backup;
        } finally {
            Files.deleteIfExists(upgraded);
        }
    }

    private static void fill(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** An older backup of something else stays. */
    private static Path backup(Path file) throws IOException {
        Path backup = file.resolveSibling(file.getFileName() + ".bak");
        for (int number = 2; Files.exists(backup) && Files.mismatch(file, backup) >= 0; number++) {
            backup = file.resolveSibling(file.getFileName() + ".bak" + number);
        }
        if (Files.notExists(backup)) {
            Files.copy(file, backup, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return backup;
    }
}
