package dev.gavel.server.process;

import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a folder can hold records, said before anything is tried. */
public final class RecordsPlace {

    private RecordsPlace() {}

    /**
     * Looks at a folder that may not be there yet.
     *
     * @param writes whether records are to be written there, not only read
     * @throws VerbFailedException with a sentence, if it can hold none
     */
    public static void require(Path folder, boolean writes) {
        require(folder, writes, "--records DIR names another folder");
    }

    /** As the other, with what names another folder. */
    public static void require(Path folder, boolean writes, String other) {
        for (var at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isSymbolicLink(at) && !Files.exists(at)) {
                throw unusable(at + " is a link to " + target(at) + ", where there is nothing",
                        other);
            }
            if (Files.exists(at)) {
                requireThere(at, writes, other);
                return;
            }
        }
    }

    private static void requireThere(Path at, boolean writes, String other) {
        if (!Files.isDirectory(at)) {
            throw unusable(at + " is no folder", other);
        }
        if (!Files.isReadable(at) || !Files.isExecutable(at)
                || (writes && !Files.isWritable(at))) {
            if (writes && isOnDiskForReading(at)) {
                throw unusable(at + " is on a disk that is mounted read-only", other);
            }
            throw unusable(at + " is " + owner(at) + ", and this user may not "
                    + (writes ? "write" : "read") + " there", other);
        }
    }

    /** What the system says of it alone tells: a disk may be writable elsewhere. */
    private static boolean isOnDiskForReading(Path at) {
        try {
            Files.delete(Files.createTempFile(at, "look", ""));
            return false;
        } catch (IOException e) {
            return isForReading(e);
        }
    }

    static boolean isForReading(IOException e) {
        return e instanceof FileSystemException denied && denied.getReason() != null
                && denied.getReason().contains("Read-only file system");
    }

    private static String owner(Path at) {
        try {
            return "the folder of " + Files.getOwner(at).getName();
        } catch (IOException e) {
            return "another's folder";
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "another place";
        }
    }

    private static VerbFailedException unusable(String why, String other) {
        return new VerbFailedException(ExitCodes.RECORDS,
                "the records cannot be kept there: " + why + "; " + other);
    }
}
