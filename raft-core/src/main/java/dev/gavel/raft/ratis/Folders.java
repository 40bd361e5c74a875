package dev.gavel.raft.ratis;

import static java.util.Objects.requireNonNull;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/** Writes and reads small files and their folders, so that they are there after a power cut. */
final class Folders {

    private Folders() {}

    /** Waits until the names in {@code folder} would survive a power cut. */
    static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes a folder with all that is in it; it need not be there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The folder of {@code file}. */
    static Path of(Path file) {
        return requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    }

    /**
     * The text in {@code file}.
     *
     * @throws RecordsException naming the file, if it is no text
     */
    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new RecordsException(Kind.DAMAGED, file + " is damaged: it is no text. See"
                    + " docs/OPERATING.md, damaged records", e);
        }
    }

    /** Puts {@code bytes} in the place of {@code file}: all of them or none, and for good. */
    static void write(Path file, byte[] bytes) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(aside, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        sync(of(file));
    }
}
