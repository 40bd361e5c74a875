package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.process.Failures;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.AfterEach;
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

/** A backup of a server that runs, and a house of three that lost everything and begins again from it. */
@Tag("slow")
class BackupCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Replicator<HouseState, Event>> replicas = new ArrayList<>();

    @TempDir
    private Path folder;
    private ServerConfig config;

    @BeforeEach
    void configure() throws IOException {
        config = LoopbackConfig.write(folder, 3, "");
    }

    @AfterEach
    void stop() {
        replicas.forEach(Replicator::close);
        replicas.clear();
    }

    @Test
    void aHouseThatLostAllItsRecordsBeginsAgain() throws IOException {
        var to = folder.resolve("copies").toString();
        assertThat(backup("1", "--to", to)).isEqualTo(7);
        assertThat(err.toString()).contains("no records of ");
        assertThat(backup("9", "--to", to)).isEqualTo(2);

        start();
        register("ann");
        awaitAllAlike();
        assertThat(backup("1", "--to", to)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("server 1: ", " MB copied to ",
                "run again and right up to index ");
        assertThat(backup("1", "--to", to)).isEqualTo(7);
        assertThat(err.toString()).contains("is there already");
        register("bob"); // after the copy
        var copy = Path.of(to, "server-1");
        assertThat(restore(copy.toString())).isEqualTo(7);
        stop();
        assertThat(restore(copy.toString())).isEqualTo(7);
        assertThat(err.toString()).contains("server 0 has records in ");
        for (var id = 0; id < 3; id++) {
            Files.move(config.recordsOf(id), folder.resolve("lost-" + id));
        }
        assertThat(restore(to)).isEqualTo(2);
        assertThat(restore(folder.resolve("server-2").toString())).isEqualTo(7);
        assertThat(config.recordsOf(0)).doesNotExist();

        assertThat(restore(copy.toString(), "2")).as(err.toString()).isZero();
        assertThat(restore(copy.toString(), "0", "1")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("the copy is right, up to index ",
                "server 0: restored to ");
        start();
        register("cid");
        var house = leader().read(Consistency.LINEARIZABLE).join().state();
        assertThat(house.user(new UserName("ann"))).isPresent();
        assertThat(house.user(new UserName("bob"))).isEmpty();
        assertThat(house.user(new UserName("cid"))).isPresent();
        awaitAllAlike();
    }

    private void start() {
        for (var server : config.servers()) {
            replicas.add(Raft.replica(config.replica(server.id()))
                    .machine(new AuctionReplica())
                    .start());
        }
    }

    private Replicator<HouseState, Event> leader() {
        return await().atMost(PATIENCE)
                .until(() -> replicas.stream()
                        .filter(one -> one.status().role() == Role.LEADER)
                        .findFirst()
                        .orElse(null), one -> one != null);
    }

    private void register(String user) {
        await().atMost(PATIENCE)
                .until(() -> leader().submit(new Request(new RequestId.ByKey("k-" + user), user,
                        Bytes.utf8("{\"op\":\"register\"}")))
                        .join() instanceof Submission.Committed);
    }

    private void awaitAllAlike() {
        await().atMost(PATIENCE)
                .until(() -> replicas.stream()
                        .map(one -> one.status().digest())
                        .distinct()
                        .count() == 1);
    }

    private int backup(String... args) {
        return run(new BackupCommand(), args);
    }

    private int restore(String... args) {
        return run(new RestoreCommand(), args);
    }

    private int run(Object command, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--config", config.file().toString()));
        return Failures.applyTo(new CommandLine(command))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
