package dev.gavel.server.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Ends this process when the one that started it is gone, however it went: the parent holds the other
 * end of our standard input, and the system closes it even when the parent is killed.
 */
public final class ParentWatch {

    /** Environment variable that asks for it. */
    public static final String VARIABLE = "GAVEL_END_WITH_PARENT";

    private ParentWatch() {}

    /** Begins to watch, if asked to. The process then ends as if by SIGTERM. */
    public static void startIfAsked() {
        if (System.getenv(VARIABLE) != null) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
                awaitEndOfInput();
                System.exit(0);
            });
        }
    }

    private static void awaitEndOfInput() {
        try (var in = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                DemoPartition.heard(line); // only a demonstration writes; what counts is the end
            }
        } catch (IOException e) {
            // no input left either
        }
    }
}
