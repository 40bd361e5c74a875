package dev.gavel.lab.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Http;
import dev.gavel.cli.servers.LoopbackConfig;
import dev.gavel.cli.servers.ServerCommandLine;
import dev.gavel.server.logs.ServerLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What real servers log while something is wrong for long: little, in the house's form, and not
 * twice. Most of the time goes by in waiting, so the houses of all tests run at a time.
 */
@Timeout(400)
@Tag("waits")
class QuietLogIT {

    private static final long LITTLE = 30_000;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LINE = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN |ERROR) [a-z]+ - .+");
    /** In a line that says how often another was left out. */
    private static final String COUNTED = " … ";
    private static final Pattern NAME_OF_A_CLASS = Pattern
            .compile("[a-z]+\\.[a-z]+\\.[A-Z]\\w+|\\w+Exception\\b|^\\s+at |@[0-9a-f]{6,}");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void oneOfFiveThatIsLeftAloneForAMinuteWhileStrangersSendGarbageLogsEachKindOnce()
            throws Exception {
        try (var cluster = DevCluster.start(5)) {
            var alone = cluster.leader();
            var before = Files.size(cluster.log(alone));
            cluster.ids().stream().filter(id -> id != alone).forEach(cluster::kill);
            var until = System.nanoTime() + A_MINUTE.toNanos();
            while (System.nanoTime() < until) {
                sendGarbage(cluster, alone);
            }
            assertQuiet(cluster, alone, before);
            for (var id : cluster.ids()) {
                if (id != alone) {
                    // one that was slow to start has been named already, and is only counted again
                    assertThat(namesAsSilent(said(cluster, alone), id)).as("told").isPositive();
                    assertThat(namesAsSilent(said(cluster, alone, before), id))
                            .as("once at most since they were killed")
                            .isLessThanOrEqualTo(1);
                }
            }
            assertThat(said(cluster, alone)).contains("not ready: ");

            cluster.startAll();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said(cluster, alone)).contains("ready again"));
            assertQuiet(cluster, alone, before);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPeerThatComesAndGoesIsCountedAndItsEndIsTold() throws Exception {
        try (var cluster = DevCluster.start(3)) {
            var leader = cluster.leader();
            var flapping = (leader + 1) % 3;
            var before = Files.size(cluster.log(leader));
            for (var n = 0; n < 4; n++) {
                cluster.pause(flapping);
                await().atMost(PATIENCE).until(() -> !isUp(cluster, leader, flapping));
                cluster.resume(flapping);
                await().atMost(PATIENCE).until(() -> isUp(cluster, leader, flapping));
            }
            assertQuiet(cluster, leader, before);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said(cluster, leader)).containsPattern(
                            "server " + flapping
                                    + " does not answer at .* [1-9]\\d* times more in .*; not since"));
            assertQuiet(cluster, leader, before);
        }
    }

    @Test
    void aServerOnDamagedRecordsLogsLittleAndKeepsOneTraceOfEachKind() throws Exception {
        try (var cluster = DevCluster.start(3,
                "replication.snapshot-every-entries = 20\nreplication.keep-entries = 0\n")) {
            var damaged = (cluster.leader() + 1) % 3;
            for (var n = 0; n < 90; n++) {
                consign(cluster, n);
            }
            await().atMost(PATIENCE)
                    .until(() -> cluster.row(damaged)
                            .filter(row -> row.log().snapshotIndex() > 40)
                            .isPresent());
            cluster.kill(damaged);
            flipABit(cluster.config().recordsOf(damaged));
            var before = Files.size(cluster.log(damaged));
            cluster.launch(damaged);

            var until = System.nanoTime() + A_MINUTE.toNanos() / 2;
            for (var n = 100; System.nanoTime() < until; n++) {
                consign(cluster, n);
            }
            assertQuiet(cluster, damaged, before);
            for (var id : cluster.ids()) {
                assertQuiet(cluster, id, 0);
            }
        }
    }

    @Test
    void aServerServesAlthoughNoLineOfItsLogCanBeWritten(@TempDir Path folder) throws Exception {
        var config = LoopbackConfig.write(folder, 1, "");
        var nowhere = new File("/dev/full"); // takes no byte, as a full disk
        var builder = new ProcessBuilder(ServerCommandLine.of(config, 0))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(nowhere));
        builder.environment().put(ServerLog.FILE_VARIABLE, nowhere.getPath());
        var server = builder.start();
        try {
            var http = config.servers().getFirst().http();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> Http.ask(http, "/readyz",
                            Map.of(), Optional.empty(), Duration.ofSeconds(2)).status() == 200);
            var answer = Http.ask(http, "/v1/commands", Map.of("Gavel-User", "sue"),
                    Optional.of(
                            Http.JSON.createObjectNode().put("op", "consign").put("name", "lot")),
                    Duration.ofSeconds(10));
            assertThat(answer.body().path("status").asText()).as("%s", answer.body())
                    .isEqualTo("success");
        } finally {
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean isUp(DevCluster cluster, int asked, int about) throws IOException {
        var answer = Http.ask(cluster.address(asked).http(), "/v1/cluster", Map.of(),
                Optional.empty(), Duration.ofSeconds(2));
        for (var row : answer.body().path("servers")) {
            if (row.path("id").asInt() == about) {
                return row.path("up").asBoolean();
            }
        }
        throw new AssertionError(answer.body().toString());
    }

    private static void consign(DevCluster cluster, int n) throws IOException {
        Http.ask(cluster.address(cluster.leader()).http(), "/v1/commands",
                Map.of("Gavel-User", "sue", "Idempotency-Key", "key-" + n),
                Optional.of(Http.JSON.createObjectNode()
                        .put("op", "consign")
                        .put("name", "lot " + n)),
                Duration.ofSeconds(10));
    }

    /** In the middle of the newest file of the log, which a snapshot is behind. */
    private static void flipABit(Path records) throws IOException {
        try (var files = Files.walk(records)) {
            var log = files.filter(file -> file.getFileName().toString().startsWith("log_"))
                    .max(Comparator.comparing(file -> file.getFileName().toString()))
                    .orElseThrow();
            try (var file = new RandomAccessFile(log.toFile(), "rw")) {
                file.seek(600);
                var one = file.read();
                file.seek(600);
                file.write(one ^ 4);
            }
        }
    }

    private static void sendGarbage(DevCluster cluster, int id) {
        var address = cluster.address(id);
        var random = new Random(7);
        for (var port : List.of(address.httpPort(), address.clientPort(), address.raftPort())) {
            var garbage = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(garbage);
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), port), 1_000);
                var out = socket.getOutputStream();
                if (random.nextBoolean()) {
                    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(
                            StandardCharsets.US_ASCII));
                }
                out.write(garbage);
                out.flush();
            } catch (IOException e) {
                // it hangs up on us
            }
        }
    }

    private static String said(DevCluster cluster, int id) throws IOException {
        return Files.readString(cluster.log(id));
    }

    /** How often {@code id} is named as one that does not answer; counts of it left aside. */
    private static long namesAsSilent(String log, int id) {
        return log.lines()
                .filter(line -> line.contains("server " + id + " does not answer at"))
                .filter(line -> !line.contains(COUNTED))
                .count();
    }

    /** What it said behind the first {@code from} bytes. */
    private static String said(DevCluster cluster, int id, long from) throws IOException {
        var all = Files.readAllBytes(cluster.log(id));
        return new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8);
    }

    private static void assertQuiet(DevCluster cluster, int id, long from) throws IOException {
        var all = said(cluster, id);
        assertThat((long) all.length() - from).as("%s", all).isLessThan(LITTLE);
        var lines = all.lines().filter(line -> line.startsWith("20")).toList();
        assertThat(lines).allMatch(line -> LINE.matcher(line).matches())
                .noneMatch(line -> NAME_OF_A_CLASS.matcher(line).find());
        assertThat(all.lines().filter(line -> line.startsWith("\tat "))).isEmpty();
        assertThat(all).doesNotContain("\n\tat ", "Caused by:");
        assertThat(lines.stream()
                .map(line -> line.substring(25).replaceAll("\\d+", "#"))
                .filter(line -> line.contains(COUNTED))
                .count()).as("counts").isLessThan(50);
    }
}
