package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Raft;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.process.Failures;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@Tag("slow")
class RecordsCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;
    private ServerConfig config;

    @BeforeEach
    void configure() throws IOException {
        config = LoopbackConfig.write(folder, 3, "");
    }

    @Test
    void saysWhereThereAreNone() {
        assertThat(run("check")).isZero();
        assertThat(out.toString()).contains("server 2: no records in " + config.recordsOf(2));
        assertThat(run("repair", "2")).isZero();
        assertThat(out.toString()).contains("server 2 has no log to be moved");
        assertThat(run("check", "77")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no server 77");
    }

    @Test
    void tellsAWholeLogFromOneThatLostItsEnd() throws IOException {
        writeRecords();
        assertThat(run("check")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("server 2: whole: promised up to index ");

        for (var file : log(2)) {
            Files.delete(file);
        }
        assertThat(run("check", "2")).isEqualTo(7);
        assertThat(out.toString()).contains("server 2: lost its end: promised up to index ",
                "there up to index -1");
        assertThat(run("repair", "1")).isZero();
        assertThat(out.toString()).contains("moved to " + config.recordsOf(1).resolve("aside-"));
        assertThat(log(1)).isEmpty();
    }

    @Test
    void skipsNothingButTheEntryAtWhichAServerStopped() throws IOException {
        assertThat(run("skip", "5")).isEqualTo(7);
        assertThat(err.toString())
                .contains("no server whose records are here stopped at log index 5");
        for (var id : List.of(0, 2)) { // as they leave it when they stop
            Files.createDirectories(config.recordsOf(id));
            Files.writeString(config.recordsOf(id).resolve("stopped-at"),
                    "5 1 " + "ab".repeat(32) + "\n");
        }
        assertThat(run("skip", "4", "--server", "2")).isEqualTo(7);
        assertThat(err.toString()).contains("server 2 did not stop at log index 4, but at 5");
        assertThat(run("skip", "5", "--server", "1")).isEqualTo(7);
        assertThat(run("skip", "5", "--server", "9")).isEqualTo(2);
        assertThat(run("skip", "5")).isZero();
        assertThat(out.toString()).contains("server 0 will skip log index 5",
                "server 2 will skip log index 5");
        for (var id : List.of(0, 2)) {
            assertThat(config.recordsOf(id).resolve("skipped")).content()
                    .contains("5 1 " + "ab".repeat(32));
        }
        assertThat(run("skip", "5", "--server", "0")).isEqualTo(7);
    }

    @Test
    void verifiesThatAllServersComeToTheSame() throws IOException {
        assertThat(verify("2")).isEqualTo(7);
        assertThat(out.toString()).contains("server 2: no records in " + config.recordsOf(2));
        writeRecords();
        assertThat(verify()).as(out.toString()).isZero();
        assertThat(out.toString()).containsPattern("server 1: right: [1-9] commands? in ")
                .contains("servers 0, 1, 2 agree: digest ");
        assertThat(verify("0", "--json")).isZero();
        var row = Http.JSON.readTree(out.toString().lines().toList().getLast());
        assertThat(row.path("commands").asInt()).isPositive();
        assertThat(row.path("digest").asText()).hasSize(64);
        assertThat(row.path("faults")).isEmpty();

        var log = log(2).getFirst();
        var bytes = Files.readAllBytes(log);
        bytes[20] ^= 1;
        Files.write(log, bytes);
        assertThat(verify()).isEqualTo(7);
        assertThat(out.toString()).contains("server 2: WRONG; ", ", byte ");
    }

    private int verify(String... args) {
        return run(new VerifyCommand(), args);
    }

    private void writeRecords() {
        var replicas = new ArrayList<Replicator<?, ?>>();
        for (var server : config.servers()) {
            replicas.add(
                    Raft.replica(config.replica(server.id()))
                            .machine(new AuctionReplica())
                            .start());
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replicas.stream().allMatch(one -> one.status().logEndIndex() >= 0));
        assertThat(run("check")).isEqualTo(7);
        assertThat(out.toString()).contains("in use by a running server");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replicas.stream().anyMatch(RecordsCommandTest::registers));
        var end = replicas.stream().mapToLong(one -> one.status().digestIndex()).max().orElse(0);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replicas.stream()
                        .allMatch(one -> one.status().digestIndex() >= end));
        replicas.forEach(Replicator::close);
    }

    private static boolean registers(Replicator<?, ?> replica) {
        return replica.submit(new Request(new RequestId.ByKey("k"), "ann",
                Bytes.utf8("{\"op\":\"register\"}"))).join() instanceof Submission.Committed;
    }

    private List<Path> log(int id) throws IOException {
        try (var files = Files.walk(config.recordsOf(id))) {
            return files.filter(file -> file.toString().contains("/current/")
                    && file.getFileName().toString().startsWith("log_")).toList();
        }
    }

    private int run(String... args) {
        return run(new RecordsCommand(), args);
    }

    private int run(Object command, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--config", config.file().toString()));
        return Failures.applyTo(new CommandLine(command))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
