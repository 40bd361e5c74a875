package dev.gavel.lab.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.cli.Main;
import dev.gavel.cli.servers.ClusterCommand;
import dev.gavel.cli.servers.ClusterStart;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Folders;
import dev.gavel.cli.servers.LoopbackConfig;
import dev.gavel.cli.servers.UpgradeCommand;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** With real server processes. */
class DevClusterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void killsPausesAndBringsBackServers() {
        Path records;
        List<ProcessHandle> processes;
        try (var cluster = DevCluster.start(3)) {
            records = cluster.config().recordsFolder();
            processes = cluster.ids()
                    .stream()
                    .flatMap(id -> ProcessHandle.of(cluster.pid(id).orElseThrow()).stream())
                    .toList();
            int first = cluster.leader();

            cluster.kill(first);
            assertThat(cluster.running(first)).isFalse();
            int second = cluster.leader();
            assertThat(second).isNotEqualTo(first);

            cluster.restart(first);
            assertThat(cluster.ready(first)).isTrue();

            cluster.pause(second);
            await().until(() -> cluster.paused(second));
            assertThat(cluster.row(second)).isEmpty();
            assertThat(cluster.leader()).isNotEqualTo(second);
            cluster.resume(second);
            cluster.awaitReady(second);
        }
        assertThat(records).doesNotExist();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void tellsOfEachServerThatIsReadyHoweverSlowTheMachine(@TempDir Path folder) throws Exception {
        try (var cluster = DevCluster.of(LoopbackConfig.write(folder, 3, ""), true)) {
            var out = new StringWriter();
            var err = new StringWriter();
            var clock = new AtomicLong();

            System.setProperty(ClusterStart.UNTRAINED, "true");
            try {
                new ClusterStart(cluster, new PrintWriter(out), new PrintWriter(err),
                        () -> clock.getAndSet(Duration.ofSeconds(100).toNanos()))
                        .run(cluster.ids());
            } finally {
                System.clearProperty(ClusterStart.UNTRAINED);
            }
            assertThat(err.toString()).contains("To do that now: gavel train");

            assertThat(out.toString().lines().toList()).hasSize(3)
                    .allMatch(line -> line.matches("server [0-2] is ready .*, 100\\.0 s\\)"));
        }
    }

    @Test
    void namesEachServerThatIsNotReadyInTime(@TempDir Path folder) throws Exception {
        try (var cluster = DevCluster.of(LoopbackConfig.write(folder, 3, ""), true)) {
            var err = new StringWriter();
            var clock = new AtomicLong();
            var start = new ClusterStart(cluster, new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(err),
                    () -> clock.getAndAdd(DevCluster.START_PATIENCE.toNanos() + 1));

            assertThatThrownBy(() -> start.run(cluster.ids()))
                    .hasMessage("not all servers could be started");

            assertThat(err.toString().lines().filter(line -> line.startsWith("gavel: ")))
                    .hasSize(3)
                    .allMatch(line -> line.matches(".* is not ready after [0-9]+ s: .*"));
        }
    }

    @Test
    void rollsAllServersOneAfterAnotherAndTheLeaderLast() {
        try (var cluster = DevCluster.start(3)) {
            var leader = cluster.leader();
            var before = cluster.ids().stream().map(cluster::pid).toList();

            var done = roll(cluster, "--json");

            assertThat(done.code()).as(done.err()).isZero();
            var lines = done.out().lines().toList();
            assertThat(lines).hasSize(4);
            assertThat(lines.get(2)).startsWith("{\"server\":" + leader + ",\"seconds\":");
            assertThat(lines.get(3)).startsWith("{\"rolled\":3,\"leader\":")
                    .doesNotContain("\"leader\":" + leader);
            assertThat(cluster.ids()).allMatch(cluster::ready);
            assertThat(cluster.ids().stream().map(cluster::pid).toList())
                    .doesNotContainAnyElementsOf(before);

            cluster.kill(0);
            var refused = roll(cluster);
            assertThat(refused.code()).isEqualTo(ExitCodes.REFUSED);
            assertThat(refused.err()).as("one that runs may wait for the next leader")
                    .containsPattern("only [012] of 3 servers are ready, .* start 0 first");
        }
    }

    /** As Ctrl-C and {@code timeout} do, which signal all that belongs to the terminal's job. */
    @Test
    void aRollThatIsEndedOnItsWayLeavesAllServersRunning(@TempDir Path folder) throws Exception {
        try (var cluster = DevCluster.start(3)) {
            var first = cluster.ids()
                    .stream()
                    .filter(id -> id != cluster.leader())
                    .findFirst()
                    .orElseThrow();
            var before = cluster.pid(first).orElseThrow();
            var said = folder.resolve("said");
            var roll = new ProcessBuilder("setsid",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Main.class.getName(), "upgrade",
                    "roll",
                    "--config=" + cluster.configFile(),
                    "--records=" + cluster.config().recordsFolder()).redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                await().atMost(PATIENCE)
                        .until(() -> cluster.pid(first)
                                .filter(pid -> !pid.equals(before))
                                .isPresent());

                new ProcessBuilder("kill", "-TERM", "--", "-" + roll.pid()).start().waitFor();

                assertThat(roll.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readString(said))
                        .contains("ended before it was done: 0 of 3 servers"
                                + " were restarted, and server " + first + " was being restarted");
                await().atMost(PATIENCE)
                        .until(() -> cluster.ids().stream().allMatch(cluster::ready));
                assertThat(cluster.pid(first)).isPresent().isNotEqualTo(Optional.of(before));
            } finally {
                roll.destroyForcibly();
            }
        }
    }

    /** It would bring back what was stopped, and what was started beside it has other records. */
    @Test
    void theVerbsKeepOffTheServersOfADemonstration(@TempDir Path folder) throws Exception {
        var config = LoopbackConfig.write(folder, 3, "");
        var said = folder.resolve("said");
        var state = folder.resolve("state").toString(); // as the launcher names it, for both
        var demo = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgavel.state=" + state, "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "demo", "--config",
                config.file().toString()).redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        System.setProperty("gavel.state", state);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(said).contains("The house is open at"));
            var cluster = DevCluster.of(config, false);
            var before = cluster.ids().stream().map(cluster::pid).toList();

            for (var words : List.of(List.of("stop"), List.of("restart", "1"), List.of("start"))) {
                var all = new ArrayList<>(words);
                all.add("--config=" + config.file());
                var ended = run(new ClusterCommand(), all);
                assertThat(ended.code()).as(words.toString()).isEqualTo(ExitCodes.REFUSED);
                assertThat(ended.err()).as(words.toString())
                        .contains("servers 0, 1, 2 run in a demonstration");
            }

            assertThat(cluster.ids().stream().map(cluster::pid).toList()).isEqualTo(before);
            assertThat(run(new ClusterCommand(), List.of("kill", "1", "--config=" + config.file()))
                    .out()).contains("its demonstration starts it again");
        } finally {
            System.clearProperty("gavel.state");
            demo.destroy();
            assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(Files.readString(said)).contains("All stopped.");
    }

    private record Ended(int code, String out, String err) {}

    private static Ended roll(DevCluster cluster, String... more) {
        var words = new ArrayList<>(List.of("roll", "--config=" + cluster.configFile(),
                "--records=" + cluster.config().recordsFolder()));
        words.addAll(List.of(more));
        return run(new UpgradeCommand(), words);
    }

    private static Ended run(Object verb, List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Failures.applyTo(new CommandLine(verb))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void showsTheLastWordsOfAServerThatCannotStart() throws Exception {
        try (var cluster = DevCluster.start(1)) {
            var other = Files.writeString(cluster.configFile().resolveSibling("other.conf"),
                    Files.readString(cluster.configFile())
                            .replaceFirst("records-folder = .*",
                                    "records-folder = \"" + cluster.config().recordsFolder()
                                            + "/other\""));
            var same = DevCluster.of(ServerConfig.load(other), true);

            assertThatThrownBy(() -> same.startServer(0)).isInstanceOf(VerbFailedException.class)
                    .hasMessageContaining("server 0 ended at its start")
                    .hasMessageContaining("is in use");
        }
    }

    @Test
    void leavesNoServerBehindWhenItsStarterIsKilled() throws Exception {
        var starter = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-cp", System.getProperty("java.class.path"), Starter.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(
                new InputStreamReader(starter.getInputStream(), StandardCharsets.UTF_8))) {
            var folder = Path.of(out.readLine());
            var servers = Stream.of(out.readLine().split(" ", -1))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            try {
                assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);

                starter.destroyForcibly().waitFor();

                await().atMost(PATIENCE)
                        .until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
            } finally {
                servers.forEach(ProcessHandle::destroyForcibly);
                Folders.delete(folder);
            }
        }
    }

    /** Starts two servers, says where they are, and waits to be killed. */
    static final class Starter {

        private Starter() {}

        /** Entry of the process. */
        public static void main(String[] args) throws InterruptedException {
            var cluster = DevCluster.start(2);
            System.out.println(cluster.config().recordsFolder());
            System.out.println(cluster.pid(0).orElseThrow() + " " + cluster.pid(1).orElseThrow());
            Thread.currentThread().join();
        }
    }
}
