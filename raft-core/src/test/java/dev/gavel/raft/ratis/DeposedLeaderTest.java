package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.UnconfirmedReadException;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A leader that others have replaced, and that has not noticed yet, confirms no read. */
@Tag("slow")
class DeposedLeaderTest {

    private static final int OLD = 0;
    private static final Duration QUICK = Duration.ofMillis(600);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private RatisGroup group;
    private RatisReplicator<Registers, String> old;

    @BeforeEach
    void start() {
        group = new RatisGroup(5, folder, id -> id == OLD ? patient() : tuning(QUICK));
        old = await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(this::made, replica -> replica.status().role() == Role.LEADER);
    }

    private RatisReplicator<Registers, String> made() {
        if (group.leader() != group.get(OLD)) {
            group.leader().transferLeadership(OLD, Duration.ofSeconds(5)).join();
        }
        return group.leader();
    }

    @AfterEach
    void stop() {
        group.part(Set.of());
        group.close();
    }

    /** A leader goes on believing that it leads for the longer one of its own timeouts of elections. */
    private static ReplicaConfig.Tuning patient() {
        return tuning(Duration.ofSeconds(60));
    }

    private static ReplicaConfig.Tuning tuning(Duration electionTimeoutMax) {
        var usual = RatisGroup.tuning(10_000);
        return usual.withElections(
                new ReplicaConfig.Elections(usual.elections().timeoutMin(), electionTimeoutMax))
                .withRequestTimeout(Duration.ofSeconds(1));
    }

    @Test
    void readsAtALeaderThatWasReplacedAndAtItsFollowerAreRefusedThoughTheIndexWasConfirmedBefore() {
        var follower = group.get(OLD + 1);
        set(old, "1");
        assertThat(read(old)).isEqualTo("1"); // all that this leader will ever know was confirmed
        assertThat(read(follower)).isEqualTo("1");
        var side = Set.of(OLD, OLD + 1);
        group.part(side);
        set(replaced(side), "2");

        assertThat(old.status().role()).isEqualTo(Role.LEADER);
        var reads = List.of(answer(old), answer(follower));
        reads.forEach(DeposedLeaderTest::assertRefused);

        group.part(Set.of());
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(read(old)).isEqualTo("2"));
    }

    private RatisReplicator<Registers, String> replaced(Set<Integer> side) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> group.all()
                        .stream()
                        .filter(one -> !side.contains(one.status().self()))
                        .filter(one -> one.status().role() == Role.LEADER
                                && one.status().ready())
                        .findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static void set(RatisReplicator<Registers, String> leader, String value) {
        var request = new Request(new RequestId.ByKey(value), "ann", Bytes.utf8("set a " + value));
        assertThat(leader.submit(request).orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(Submission.Committed.class);
    }

    private static String read(RatisReplicator<Registers, String> replica) {
        return answer(replica).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<String> answer(RatisReplicator<Registers, String> replica) {
        return replica.read(Consistency.LINEARIZABLE).thenApply(read -> read.state().value("a"));
    }

    private static void assertRefused(CompletableFuture<String> read) {
        assertThat(read).failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UnconfirmedReadException.class);
    }
}
