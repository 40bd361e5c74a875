package dev.gavel.lab.faults;

import dev.gavel.cli.servers.Build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The program as it was at an earlier commit, built from the history of this checkout in a folder of its own by the
 * launcher that it had. {@code -Dgavel.older=FOLDER} names one that was built before.
 */
final class OlderBuild {

    /** The last commit whose program knows no versions of a house. */
    static final String BEFORE_VERSIONS = "836c7f7";

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Path home;

    private OlderBuild(Path home) {
        this.home = home;
    }

    /** Builds {@code commit} in {@code folder}, which takes some minutes. */
    static OlderBuild of(String commit, Path folder) throws IOException, InterruptedException {
        var built = System.getProperty("gavel.older");
        var build = new OlderBuild(built == null ? folder.resolve(commit) : Path.of(built));
        if (built == null) {
            if (!run(REPOSITORY, "git", "cat-file", "-e", commit + "^{commit}").isEmpty()) {
                throw new AssertionError("the history of this checkout does not reach commit "
                        + commit + ", whose program is to be built: type git fetch --unshallow");
            }
            require(run(REPOSITORY, "git", "clone", "-q", "--shared", "--no-checkout",
                    REPOSITORY.toString(), build.home.toString()));
            require(run(build.home, "git", "checkout", "-q", commit));
            require(run(build.home, "./gavel", "--version"));
        }
        return build;
    }

    /** The jars of it. */
    List<Path> jars() throws IOException {
        var apps = home.resolve(".gavel").resolve("app");
        var lib = apps.resolve(Files.readString(apps.resolve("current")).strip()).resolve("lib");
        try (var files = Files.list(lib)) {
            return files.sorted().toList();
        }
    }

    /** How its servers are started. */
    Build build() throws IOException {
        return new Build(jars().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)), "dev.gavel.server.Main");
    }

    private static void require(String trouble) {
        if (!trouble.isEmpty()) {
            throw new AssertionError("the older program cannot be built: " + trouble);
        }
    }

    /** What a command said that failed; empty where it did not. */
    private static String run(Path where, String... words)
            throws IOException, InterruptedException {
        var said = Files.createTempFile("gavel-", ".said");
        try {
            var builder = new ProcessBuilder(words).directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().put("GAVEL_TRAINING", "off");
            builder.environment().remove("GAVEL_BUILD");
            var process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return String.join(" ", words) + " is not over after " + PATIENCE.toMinutes()
                        + " min";
            }
            return process.exitValue() == 0 ? ""
                    : String.join(" ", words) + ": "
                            + Files.readString(said, StandardCharsets.UTF_8).strip()
                            + " (exit code "
                            + process.exitValue() + ")";
        } finally {
            Files.delete(said);
        }
    }
}
