package dev.gavel.server.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            assertThat(refused.code()).isEqualTo(ExitCodes.FAILED);
            assertThat(refused.err()).contains("only 2 of 3 servers are ready", "start 0 first");
        }
    }

    private record Ended(int code, String out, String err) {}

    private static Ended roll(DevCluster cluster, String... more) {
        var words = new ArrayList<>(List.of("roll", "--config=" + cluster.configFile(),
                "--records=" + cluster.config().recordsFolder()));
        words.addAll(List.of(more));
        var out = new StringWriter();
        var err = new StringWriter();
        var code = ExitCodes.applyTo(new CommandLine(new UpgradeCommand()))
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
