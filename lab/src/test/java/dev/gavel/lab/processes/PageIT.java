package dev.gavel.lab.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gavel.cli.Main;
import dev.gavel.cli.servers.Http;
import dev.gavel.cli.servers.ServerCommandLine;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the tests of the web page, {@code platform-server/src/test/page}: a real browser and five real servers. They
 * need Node from 20 on with npm, and Chromium.
 */
class PageIT {

    private static final Path FOLDER = Path.of("../platform-server/src/test/page");
    private static final int PATIENCE_SECONDS = 2_400;
    private static final int LAST_LINES_MILLIS = 5_000;
    /** Begins what Node says of those that failed, after everything else. */
    private static final String FAILED = "✖ failing tests";
    private static final int MAX_TOLD = 120;

    @Test
    void thePageWorksInABrowserWhileServersDie() throws IOException, InterruptedException {
        assumeFalse(Boolean.getBoolean("skipPageTests"),
                "the tests of the web page are left out, since -DskipPageTests says so");
        if (!Files.isDirectory(FOLDER.resolve("node_modules/playwright-core"))) {
            assertThat(run(line -> {}, "npm", "ci", "--no-audit", "--no-fund"))
                    .as("npm ci in %s; without npm or network, build with -DskipPageTests", FOLDER)
                    .isZero();
        }
        var failed = new ConcurrentLinkedQueue<String>();
        var code = run(line -> {
            if ((!failed.isEmpty() || line.startsWith(FAILED)) && failed.size() < MAX_TOLD) {
                failed.add(line);
            }
        }, "node", "--test", "--test-reporter=spec", "all.test.mjs");
        assertThat(code).as(String.join("\n", failed)).isZero();
    }

    private static int run(Consumer<String> told, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(FOLDER.toFile())
                .redirectErrorStream(true);
        builder.environment().put("GAVEL_COMMAND", Http.JSON.writeValueAsString(gavel()));
        var process = builder.start();
        process.getOutputStream().close();
        var printer = Thread.ofVirtual()
                .start(() -> process.inputReader()
                        .lines()
                        .peek(System.out::println)
                        .forEach(told));
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(
                    String.join(" ", command) + " took longer than " + PATIENCE_SECONDS + " s");
        }
        printer.join(LAST_LINES_MILLIS);
        return process.exitValue();
    }

    /** The command that starts what was just built. */
    private static List<String> gavel() {
        var words = new ArrayList<>(ServerCommandLine.java());
        words.set(words.size() - 1, Main.class.getName());
        return words;
    }
}
