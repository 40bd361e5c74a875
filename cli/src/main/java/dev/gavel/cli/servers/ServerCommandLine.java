package dev.gavel.cli.servers;

import dev.gavel.server.ServerProgram;
import dev.gavel.server.config.ServerConfig;

import java.io.File;
import java.io.IOException;
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
public final class ServerCommandLine {

    private static final String NO_JAVA_OBJECTS = "-Djdk.serialFilter=!*";
    private static final String SERVER = ServerProgram.class.getName();
    /** What the command line of a demonstration holds, also of one that an earlier program started. */
    private static final String DEMO = ".Main\0demo\0";
    /**
     * Names a file for the classes that a server loads, so that the next one starts in half the time: it
     * is read where it exists, else a server that ends in peace writes it.
     */
    public static final String CLASS_ARCHIVE = "gavel.class-archive";
    /**
     * What the terminal sends to all that were started from it, as Ctrl-C does, is for us alone. A session of
     * its own would keep it away too, but Linux shares the cores out by sessions, and badly.
     *
     * @see "docs/adr/0077-snapshots-in-no-hurry.md"
     */
    private static final List<String> DEAF_TO_THE_TERMINAL = List.of("/bin/sh", "-c",
            "trap '' HUP INT QUIT TSTP; exec \"$@\"", "sh");

    private ServerCommandLine() {}

    /** As the program that runs us does it. */
    public static List<String> of(ServerConfig config, int id) {
        return of(config, id, Optional.empty());
    }

    /** As the program that runs us does it, or {@code otherBuild}. */
    public static List<String> of(ServerConfig config, int id, Optional<Build> otherBuild) {
        var words = new ArrayList<String>(DEAF_TO_THE_TERMINAL);
        var launcher = Optional.ofNullable(System.getProperty("gavel.launcher"));
        if (otherBuild.isPresent()) {
            words.addAll(withJava(List.of("-cp", otherBuild.get().classPath()),
                    otherBuild.get().mainClass()));
            words.remove(NO_JAVA_OBJECTS); // what an earlier build reads is its own affair
        } else {
            launcher.ifPresentOrElse(words::add, () -> words.addAll(java()));
        }
        words.addAll(List.of("server", Integer.toString(id), "--config",
                config.file().toAbsolutePath().toString(), "--records",
                config.recordsFolder().toAbsolutePath().toString()));
        return words;
    }

    /** The java that runs us, with our class path and the program that is a server. */
    public static List<String> java() {
        var archive = System.getProperty(CLASS_ARCHIVE);
        if (archive == null) {
            return withJava(List.of("-cp", System.getProperty("java.class.path")), SERVER);
        }
        return withJava(List.of((Files.exists(Path.of(archive)) ? "-XX:SharedArchiveFile="
                : "-XX:ArchiveClassesAtExit=") + archive, "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off", "-D" + CLASS_ARCHIVE + "=" + archive, "-cp", jars()),
                SERVER);
    }

    private static List<String> withJava(List<String> more, String mainClass) {
        var words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", NO_JAVA_OBJECTS,
                        "-XX:+UseG1GC",
                        "-XX:ParallelGCThreads=2", "-XX:MetaspaceSize=128m", "-Xmx512m",
                        "-XX:TieredStopAtLevel=1", // many short lives: compiled quickly, not well
                        "-XX:+ExitOnOutOfMemoryError"));
        words.addAll(more);
        words.add(mainClass);
        return words;
    }

    /** Without folders, whose classes no archive can hold. */
    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Whether a demonstration started the process, and looks after it; false where the system does not tell. */
    static boolean isOfDemo(long pid) {
        return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).filter(parent -> {
            try {
                return Files.readString(Path.of("/proc", Long.toString(parent.pid()), "cmdline"))
                        .contains(DEMO);
            } catch (IOException e) {
                return false;
            }
        }).isPresent();
    }
}
