package dev.gavel.server.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which configuration a verb reads where no option names one. It is the same for all verbs. */
public final class UsualConfig {
    private static final String VARIABLE = "GAVEL_CONFIG";
    /** What a shell takes as it stands. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./+:@%,=-]+");

    private UsualConfig() {}

    /** The file that {@code environment} names; a variable that is empty names none. */
    public static Optional<Path> named(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
    }

    /** The file that {@code environment} names, else {@code conf/gavel.conf} beside the launcher. */
    public static Path in(Map<String, String> environment) {
        return named(environment).orElseGet(
                () -> Path.of(System.getProperty("gavel.home", ""), "conf", "gavel.conf"));
    }

    /** How {@code option} is typed behind a verb with {@code file}: a blank, the option, and the file. */
    public static String typed(String option, Path file) {
        var name = file.toString();
        return " " + option + " "
                + (PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'");
    }
}
