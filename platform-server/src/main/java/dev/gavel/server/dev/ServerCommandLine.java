package dev.gavel.server.dev;

import dev.gavel.server.config.ServerConfig;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server is started as a process of its own: by the launcher where that started us, else (in
 * tests) by the java and the class path that run us.
 */
final class ServerCommandLine {

    private static final String MAIN = "dev.gavel.server.Main";
    /**
     * Names a file for the classes that a server loads, so that the next one starts in half the time: it
     * is read where it exists, else a server that ends in peace writes it.
     */
    static final String CLASS_ARCHIVE = "gavel.class-archive";
    /**
     * What the terminal sends to all that were started from it, as Ctrl-C does, is for us alone. A session of
     * its own would keep it away too, but Linux shares the cores out by sessions, and badly.
     *
     * @see "docs/adr/0077-snapshots-in-no-hurry.md"
     */
    private static final List<String> DEAF_TO_THE_TERMINAL = List.of("/bin/sh", "-c",
            "trap '' HUP INT QUIT TSTP; exec \"$@\"", "sh");

    private ServerCommandLine() {}

    static List<String> of(ServerConfig config, int id) {
        var words = new ArrayList<String>(DEAF_TO_THE_TERMINAL);
        Optional.ofNullable(System.getProperty("gavel.launcher"))
                .ifPresentOrElse(words::add, () -> words.addAll(java()));
        words.addAll(List.of("server", Integer.toString(id), "--config",
                config.file().toAbsolutePath().toString(), "--records",
                config.recordsFolder().toAbsolutePath().toString()));
        return words;
    }

    /** The java that runs us, with our class path and main class. */
    static List<String> java() {
        var words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-Djdk.serialFilter=!*",
                        "-XX:+UseG1GC",
                        "-XX:ParallelGCThreads=2", "-XX:MetaspaceSize=128m", "-Xmx512m",
                        "-XX:TieredStopAtLevel=1", // many short lives: compiled quickly, not well
                        "-XX:+ExitOnOutOfMemoryError"));
        var archive = System.getProperty(CLASS_ARCHIVE);
        if (archive == null) {
            words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        } else {
            words.addAll(List.of(
                    (Files.exists(Path.of(archive)) ? "-XX:SharedArchiveFile="
                            : "-XX:ArchiveClassesAtExit=") + archive,
                    "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-D" + CLASS_ARCHIVE + "=" + archive,
                    "-cp", jars()));
        }
        words.add(MAIN);
        return words;
    }

    /** Without folders, whose classes no archive can hold. */
    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
