package dev.gavel.server.logs;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Empties a file that has grown long. Before that it copies {@code FILE} to {@code FILE.1}, that to
 * {@code FILE.2} and so on. The file is not renamed, since the process prints to it besides, and
 * those lines would follow the new name.
 */
final class CopiedAside extends RollingPolicyBase {

    private final int kept;

    /** A policy that keeps so many older files. */
    CopiedAside(int kept) {
        this.kept = kept;
    }

    @Override
    public void start() {
        super.start(); // without a pattern of names there is nothing to check
    }

    @Override
    public String getActiveFileName() {
        return getParentsRawFileProperty();
    }

    @Override
    public void rollover() throws RolloverFailure {
        var file = Path.of(getActiveFileName());
        try {
            for (var n = kept; n > 1; n--) {
                move(older(file, n - 1), older(file, n));
            }
            try {
                Files.copy(file, older(file, 1), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) { // a full disk: room is worth more than old lines
                for (var n = 1; n <= kept; n++) {
                    Files.deleteIfExists(older(file, n));
                }
            }
            FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
        } catch (IOException e) {
            throw new RolloverFailure("the log " + file + " cannot be emptied: " + e.getMessage(),
                    e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // there is none yet
        }
    }

    private static Path older(Path file, int n) {
        return file.resolveSibling(file.getFileName() + "." + n);
    }
}
