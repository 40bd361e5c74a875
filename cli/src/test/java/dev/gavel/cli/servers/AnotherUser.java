package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gavel.cli.verbs.ToolTree;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Says verbs as a user who is not the system's own, one after another in one process. */
public final class AnotherUser {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String NOBODY = "65534";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final String classPath;

    /**
     * How a verb ended.
     *
     * @param text what it printed, results and errors
     * @param took from the verb to its end, once the program is loaded
     */
    public record Ended(int code, String text, Duration took) {}

    /**
     * Skips the test where only root could go on.
     *
     * @param folder of this test alone; it becomes readable for everybody
     */
    public AnotherUser(Path folder) throws IOException {
        assumeTrue((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0
                && Files.isExecutable(SETPRIV), "only root can act as another user");
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.classPath = readableClassPath();
    }

    /** How each of these lines ended, words apart by spaces. */
    public List<Ended> says(List<String> lines) throws IOException, InterruptedException {
        var ends = Files.createDirectories(folder.resolve("ends"));
        Files.setPosixFilePermissions(ends, PosixFilePermissions.fromString("rwxrwxrwx"));
        var words = new ArrayList<>(List.of(SETPRIV.toString(), "--reuid", NOBODY, "--regid",
                NOBODY, "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath,
                AnotherUser.class.getName(), ends.toString()));
        words.addAll(lines);
        var said = folder.resolve("said");
        var process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        var ended = new ArrayList<Ended>();
        for (var i = 0; i < lines.size(); i++) {
            ended.add(read(ends.resolve(String.valueOf(i))));
        }
        return ended;
    }

    private static Ended read(Path file) throws IOException {
        var parts = Files.readString(file).split("\n", 3);
        return new Ended(Integer.parseInt(parts[0]), parts[2],
                Duration.ofMillis(Long.parseLong(parts[1])));
    }

    /** In the process of the other user: a folder for what comes out, and a line for each verb. */
    public static void main(String[] args) throws IOException {
        var unused = said(args[1]); // so that the program is loaded when times are taken
        for (var i = 1; i < args.length; i++) {
            var ended = said(args[i]);
            Files.writeString(Path.of(args[0], String.valueOf(i - 1)),
                    ended.code() + "\n" + ended.took().toMillis() + "\n" + ended.text());
        }
        System.exit(0); // a server that did start would go on
    }

    private static Ended said(String line) {
        var text = new StringWriter();
        var printer = new PrintWriter(text, true);
        var began = System.nanoTime();
        var code = ToolTree.whole()
                .setOut(printer)
                .setErr(printer)
                .execute(line.split(" ", -1));
        return new Ended(code, text.toString(), Duration.ofNanos(System.nanoTime() - began));
    }

    /** The class path, copied to where another user may read it: this build may lie in a private folder. */
    private String readableClassPath() throws IOException {
        var copies = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var from = Path.of(entry);
            var to = folder.resolve("class-path").resolve(String.valueOf(copies.size()));
            copies.add(to.toString());
            if (Files.exists(from)) {
                copy(from, to);
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copy = to.resolve(from.relativize(file).toString()).normalize();
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
