package dev.gavel.server.dev;

import dev.gavel.server.config.ServerConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a server is started as a process of its own: by the launcher where that started us, else (in
 * tests) by the java and the class path that run us.
 */
final class ServerCommandLine {

    private static final String MAIN = "dev.gavel.server.Main";
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private ServerCommandLine() {}

    static List<String> of(ServerConfig config, int id) {
        var words = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString()); // so that Ctrl-C in the terminal reaches us alone
        }
        Optional.ofNullable(System.getProperty("gavel.launcher"))
                .ifPresentOrElse(words::add, () -> words.addAll(java()));
        words.addAll(List.of("server", Integer.toString(id), "--config",
                config.file().toAbsolutePath().toString(), "--records",
                config.recordsFolder().toAbsolutePath().toString()));
        return words;
    }

    /** The java that runs us, with our class path and main class. */
    static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:+UseG1GC",
                "-XX:ParallelGCThreads=2", "-XX:MetaspaceSize=128m", "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // many short lives: compiled quickly rather than well
                "-XX:+ExitOnOutOfMemoryError", "-cp",
                System.getProperty("java.class.path"), MAIN);
    }
}
