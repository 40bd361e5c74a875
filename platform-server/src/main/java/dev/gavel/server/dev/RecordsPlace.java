package dev.gavel.server.dev;

import java.io.IOException;
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
        for (var at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isSymbolicLink(at) && !Files.exists(at)) {
                throw unusable(at + " is a link to " + target(at) + ", and there is nothing");
            }
            if (Files.exists(at)) {
                requireThere(at, writes);
                return;
            }
        }
    }

    private static void requireThere(Path at, boolean writes) {
        if (!Files.isDirectory(at)) {
            throw unusable(at + " is no folder");
        }
        if (!Files.isReadable(at) || !Files.isExecutable(at)
                || (writes && !Files.isWritable(at))) {
            throw unusable(at + " is " + owner(at) + ", and this user may not "
                    + (writes ? "write" : "read") + " there");
        }
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

    private static VerbFailedException unusable(String why) {
        return new VerbFailedException(ExitCodes.RECORDS, "the records cannot be there: " + why
                + "; --records DIR names another folder");
    }
}
