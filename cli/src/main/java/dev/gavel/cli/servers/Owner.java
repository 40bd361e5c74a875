package dev.gavel.cli.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whose a process is: the system lets a user signal their own processes only. */
final class Owner {
    private static final Path SELF = Path.of("/proc/self");
    private static final String UID = "unix:uid";
    private static final int ROOT = 0;

    private Owner() {}

    /** The user whose process it is, where that is another and this user is not the system's own. */
    static Optional<String> other(long pid) {
        var process = Path.of("/proc", Long.toString(pid));
        try {
            var mine = (int) Files.getAttribute(SELF, UID);
            var its = (int) Files.getAttribute(process, UID);
            return mine == its || mine == ROOT ? Optional.empty() : Optional.of(name(process, its));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no such system, or the process is gone
        }
    }

    private static String name(Path process, int number) throws IOException {
        var name = Files.getOwner(process).getName();
        return name.equals(Integer.toString(number)) ? "user number " + number
                : "the user " + name;
    }
}
