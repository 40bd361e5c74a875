package dev.gavel.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.gavel.cli.Main;
import dev.gavel.client.FakeServer;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.wire.v1.QueryReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a person sees: the command line as a process on a pseudo-terminal, of size 0 by 0 as some are. */
@Tag("slow")
class OnATerminalTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BID = "{\"position\":\"10.1\",\"type\":\"bidAccepted\","
            + "\"at\":\"2026-01-01T00:00:07.000Z\",\"auction\":\"1\",\"bidder\":\"bob\","
            + "\"amount\":13000,\"price\":13000,\"leader\":\"bob\",\"minimumNext\":13100}";

    private final FakeServer server = new FakeServer();
    private final StringWriter seen = new StringWriter();

    /** So that the history of whoever runs the tests stays as it is. */
    @TempDir
    Path home = Path.of("set by JUnit");

    @BeforeEach
    void houseWithOneAuction() {
        server.onQuery = (query, answer) -> FakeServer.reply(answer, QueryReply.newBuilder()
                .setStatus(200)
                .setJson(ByteString.copyFromUtf8(
                        "{\"auction\":\"1\",\"name\":\"Oak table\",\"currency\":\"EUR\","
                                + "\"state\":\"open\",\"price\":12550,\"leader\":\"ann\",\"bids\":1,"
                                + "\"endsAt\":\"2026-01-01T00:10:00.000Z\","
                                + "\"remainingMillis\":595000,\"index\":9}"))
                .build());
        server.onWatch = (request, events) -> events
                .onNext(FakeServer.event("10.1", "bidAccepted", BID));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Process onTerminal(String verb) throws IOException {
        return onTerminal(verb, "--as ann");
    }

    private Process onTerminal(String verb, String who) throws IOException {
        return onTerminal("", verb, who);
    }

    private Process onTerminal(String option, String verb, String who) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "script(1) differs elsewhere");
        assertThat(SCRIPT).as("script(1), of bsdutils on Debian, of util-linux-script on Fedora")
                .isExecutable();
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var started = new ProcessBuilder(SCRIPT.toString(), "-qefc",
                "env --default-signal=INT " + java + " -XX:+UseSerialGC "
                        + "-Dstdout.encoding=UTF-8 -Duser.home=" + home + " " + option + " "
                        + Main.class.getName()
                        + " "
                        + verb + " " + who + " --server " + server.address(),
                "/dev/null");
        var environment = started.environment();
        environment.put("CLASSPATH", System.getProperty("java.class.path"));
        environment.put("TERM", "xterm");
        environment.put("NO_COLOR", "1");
        environment.remove("COLUMNS");
        environment.remove("GAVEL_USER");
        var process = started.redirectErrorStream(true).start();
        var reader = Thread.ofVirtual().unstarted(() -> {
            try (var in = process.inputReader(StandardCharsets.UTF_8)) {
                for (var each = in.read(); each >= 0; each = in.read()) {
                    seen.write(each);
                }
            } catch (IOException e) {
                seen.write("(the terminal is gone)");
            }
        });
        reader.start();
        return process;
    }

    private void awaitSeen(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen.toString()).contains(text));
    }

    @Test
    void theShellKeepsPricesAboveThePromptAndTellsWhatHappens() throws Exception {
        var shell = onTerminal("client");
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            awaitSeen("ann>");
            keys.write("use 1\r");
            keys.flush();
            awaitSeen("auction 1  bob bids 130.00; bob leads at 130.00 EUR");
            // A line that has changed is drawn from where it differs, so not always from "1 Oak table  1".
            awaitSeen("30.00 EUR bob, 9 min");
            keys.write("exit\r");
            keys.flush();
            assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(seen.toString())
                    .isTrue();
            assertThat(shell.exitValue()).isZero();
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void theShellKeepsWhatIsTypedBeforeItsPrompt() throws Exception {
        var shell = onTerminal("client", "");
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            keys.write("bob\nuse 1\n");
            keys.flush();
            awaitSeen("bob on 1>");
            keys.write("exit\r");
            keys.flush();
            assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void theShellAsksAgainWhereANameLooksLikeSomethingElse() throws Exception {
        var shell = onTerminal("client", "");
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            awaitSeen("User name [");
            keys.write("use 5\r");
            keys.flush();
            awaitSeen("looks like the verb use");
            keys.write("Ann Lee\r");
            keys.flush();
            awaitSeen("type it again if it is really your name");
            keys.write("Ann Lee\r");
            keys.flush();
            awaitSeen("Ann Lee>");
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void theShellAsksUntilSomebodySaysWhoTheyAreWhereTheSystemDoesNotKnow() throws Exception {
        var shell = onTerminal("'-Duser.name=?'", "client", "");
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            awaitSeen("User name: ");
            keys.write("\r");
            keys.flush();
            awaitSeen("type your user name, or Ctrl-D to leave");
            keys.write("bob\r");
            keys.flush();
            awaitSeen("bob>");
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void ctrlCEndsAWatchWithoutAWord() throws Exception {
        server.onWatch = (request, events) -> {};
        var watch = onTerminal("watch");
        try (var keys = watch.outputWriter(StandardCharsets.UTF_8)) {
            await().atMost(PATIENCE).until(() -> !server.watches.isEmpty());
            keys.write('\u0003');
            keys.flush();
            assertThat(watch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(watch.exitValue()).isEqualTo(ExitCodes.INTERRUPTED);
            assertThat(seen.toString()).doesNotContain("Exception", "at dev.gavel", "gavel:");
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void aWatchHasAChartBelowWithoutColoursWhereTheyAreNotWanted() throws Exception {
        var watch = onTerminal("watch 1 --count 1 --for 20s");
        try {
            assertThat(watch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            awaitSeen("00:00:07  auction 1  bob bids 130.00; bob leads at 130.00 EUR");
            awaitSeen("130.00 |");
            awaitSeen("125.50 |");
            assertThat(seen.toString()).doesNotContain("\u001b[3");
        } finally {
            watch.destroyForcibly();
        }
    }
}
