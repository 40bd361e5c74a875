package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.PortInUseException;
import dev.gavel.raft.Raft;
import dev.gavel.raft.Read;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What only several replicas with records on a disk can show. */
@Tag("slow")
class RatisReplicatorTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private RatisGroup group;

    @BeforeEach
    void start() throws IOException {
        group = new RatisGroup(3, folder, RatisGroup.tuning(200));
        group.leader();
    }

    @AfterEach
    void stop() {
        group.close();
    }

    private RatisReplicator<Registers, String> leader() {
        return group.leader();
    }

    private String ask(String key, String command) {
        var done = leader().submit(request(key(key), "ann", command))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(done).isInstanceOf(Submission.Committed.class);
        return ((Submission.Committed) done).reply().bytes().asUtf8();
    }

    private static Request request(RequestId id, String principal, String command) {
        return new Request(id, principal, Bytes.utf8(command));
    }

    private static RequestId key(String key) {
        return new RequestId.ByKey(key);
    }

    private static Read<Registers> read(Replicator<Registers, String> replica) {
        return replica.read(Consistency.LINEARIZABLE).orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aFollowerNamesTheLeader() {
        var leader = group.leader().status().self();
        var follower = group.get((leader + 1) % 3);
        await().untilAsserted( // it has heard of it
                () -> assertThat(follower.submit(request(key("k"), "ann", "set a 1")).join())
                        .isInstanceOfSatisfying(Submission.NotLeader.class,
                                no -> assertThat(no.leader()).hasValueSatisfying(
                                        peer -> assertThat(peer.id()).isEqualTo(leader))));
    }

    @Test
    void handsLeadershipOverOnRequest() {
        var before = group.leader().status().self();
        var to = (before + 1) % 3;
        assertThat(group.leader().transferLeadership(to, Duration.ofSeconds(20)).join())
                .isEqualTo(to);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> group.leader().status().self() == to);
    }

    /** What a leader knows of how far a follower is, it learns from answers to entries only. */
    @Test
    void handsLeadershipToOneThatHasJustStartedAnewThoughNobodyWrites() {
        ask("k1", "add n 1");
        for (var round = 0; round < 3; round++) {
            var to = (group.leader().status().self() + 1) % 3;
            group.stop(to);
            group.start(to);
            handOver(to);
        }
    }

    /** Until it leads. A try fails only where the asked one lost leadership, as on a busy machine. */
    private void handOver(int to) {
        await().pollDelay(Duration.ZERO).until(() -> {
            var asked = group.leader();
            try {
                return asked.transferLeadership(to, Duration.ofSeconds(20)).join() == to;
            } catch (CompletionException e) {
                assertThat(e).hasMessageContaining("does not lead any more");
                return group.leader().status().self() == to;
            }
        });
    }

    @Test
    void goesOnWhileOneThatIsToLeadDoesNotHearThatItIsTo() {
        ask("k1", "add n 1");
        var leader = group.leader();
        var to = (leader.status().self() + 1) % 3;
        var gate = group.get(to).node().gate();
        await().until(() -> !gate.isShut());
        gate.shut();

        var handed = leader.transferLeadership(to, Duration.ofSeconds(60));
        for (var n = 0; n < 3; n++) {
            var wish = request(key("w" + n), "ann", "add n 1");
            await().pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> leader.submit(wish).join() instanceof Submission.Committed);
        }
        assertThat(handed).isNotDone();

        gate.open();
        assertThat(handed).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(to);
    }

    @Test
    void knowsAsLeaderThatItHearsNoMajorityWhileItStillLeads() {
        ask("k1", "add n 1");
        var leader = group.leader();
        var recent = Duration.ofMillis(50); // far less than it takes to step down
        await().until(() -> leader.hearsMajority(Duration.ofSeconds(1)));
        var others = Stream.of(0, 1, 2).filter(id -> id != leader.status().self()).toList();
        assertThat(group.get(others.getFirst()).hearsMajority(Duration.ofSeconds(1))).isFalse();

        group.stop(others.get(0));
        await().until(() -> leader.hearsMajority(Duration.ofSeconds(1)));
        group.stop(others.get(1));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !leader.hearsMajority(recent));
    }

    @Test
    void writesNothingAnyMoreOnceItIsClosed() throws Exception {
        var saving = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        try (var slow = new RatisGroup(1, folder.resolve("slow"),
                id -> RatisGroup.tuning(10_000), () -> new RegisterMachine(() -> {
                    saving.countDown();
                    goesOn.await();
                }))) {
            slow.leader().submit(request(key("k"), "ann", "set a 1")).join();
            var unused = slow.leader().takeSnapshot();
            saving.await();
            slow.stop(0);
            var then = RatisGroup.bytes(folder.resolve("slow"));
            goesOn.countDown();
            await().during(Duration.ofMillis(500))
                    .until(() -> RatisGroup.bytes(folder.resolve("slow")).equals(then));
        }
    }

    @Test
    void answersARepeatAfterEverythingWasRestarted() {
        assertThat(ask("k1", "add n 5")).isEqualTo("5");
        for (var id = 0; id < 3; id++) {
            group.stop(id);
        }
        for (var id = 0; id < 3; id++) {
            group.start(id);
        }
        assertThat(ask("k1", "add n 5")).isEqualTo("5");
        assertThat(read(leader()).state().value("n")).isEqualTo("5");
    }

    @Test
    void saysWhatItRestored() {
        for (var i = 0; i < 30; i++) {
            ask("k" + i, "add n 1");
        }
        var id = (group.leader().status().self() + 1) % 3;
        group.stop(id);
        var again = group.start(id);
        assertThat(again.restored().term()).isPositive();
        assertThat(again.restored().logLength()).isGreaterThanOrEqualTo(30);
        assertThat(again.replayed().join().entries()).isGreaterThanOrEqualTo(30);
        assertThat(read(again).state().value("n")).isEqualTo("30");
    }

    @Test
    void aReplicaFarBehindGetsASnapshot() {
        var id = (group.leader().status().self() + 1) % 3;
        group.stop(id);
        for (var i = 0; i < 1_500; i++) {
            ask("k" + i, "add n 1");
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> group.all()
                        .stream()
                        .allMatch(
                                replica -> replica.status().logStartIndex() > 1_000));
        var again = group.start(id);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> again.status().appliedIndex() >= 1_500);
        assertThat(read(again).state().value("n")).isEqualTo("1500");
        assertThat(again.status().snapshotIndex()).isGreaterThan(1_000);
        assertThat(ask("k7", "add n 1")).isEqualTo("8");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> again.status().digestIndex() == group.leader().status().digestIndex());
        assertThat(again.status().digest()).isEqualTo(group.leader().status().digest());
    }

    @Test
    void takesTheSnapshotBeforeWhenTheNewestIsDamaged() throws IOException {
        for (var i = 0; i < 1_000; i++) {
            ask("k" + i, "add n 1");
        }
        var id = (group.leader().status().self() + 1) % 3;
        await().until(() -> group.get(id).status().snapshotIndex() >= 800);
        await().until(() -> snapshots(id).size() == 2);
        group.stop(id);
        var before = Long.parseLong(snapshots(id).get(0).toString().replaceAll(".*_", ""));
        var newest = snapshots(id).get(1);
        var bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        var again = group.start(id);
        assertThat(again.restored().snapshotIndex()).isEqualTo(before);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> again.status().appliedIndex() >= 1_000);
        assertThat(read(again).state().value("n")).isEqualTo("1000");
    }

    @Test
    void removesSnapshotsThatAreOldOrWereNeverCompleted() throws IOException {
        var id = (group.leader().status().self() + 1) % 3;
        var asked = new AtomicInteger(); // one that fell behind may get another's snapshot, beside its own
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            askMore(asked);
            return snapshots(id).size() == 2 && asked.get() >= 1_000;
        });
        group.stop(id);
        var before = asked.get();
        var never = snapshots(id).get(0).resolveSibling("writing.snapshot.1_1");
        Files.write(never, new byte[9 << 20]);
        group.start(id);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            askMore(asked);
            return group.get(id).status().snapshotIndex() >= before + 800
                    && Files.notExists(never) && snapshots(id).size() == 2 && old(id) <= 1;
        });
    }

    private void askMore(AtomicInteger asked) {
        for (var i = 0; i < 100; i++) {
            ask("more" + asked.incrementAndGet(), "add n 1");
        }
    }

    private long old(int id) throws IOException {
        try (var files = Files.walk(group.config(id).records())) {
            return files.filter(file -> file.getFileName().toString().startsWith("old.")).count();
        }
    }

    private List<Path> snapshots(int id) throws IOException {
        try (var files = Files.walk(group.config(id).records())) {
            return files.filter(file -> file.toString().matches(".*/snapshot\\.\\d+_\\d+"))
                    .sorted(Comparator.comparingLong(file -> Long
                            .parseLong(file.toString().replaceAll(".*_", ""))))
                    .toList();
        }
    }

    private static Replicator<Registers, String> start(ReplicaConfig config) {
        return Raft.replica(config).machine(new RegisterMachine()).start();
    }

    @Test
    void refusesRecordsThatARunningReplicaUses() {
        assertThatThrownBy(() -> start(group.config(0)))
                .isInstanceOfSatisfying(RecordsException.class, e -> assertThat(e.kind())
                        .isEqualTo(RecordsException.Kind.LOCKED));
    }

    @Test
    void refusesRecordsOfAnotherServerOrCluster() {
        group.stop(0);
        group.stop(1);
        var zero = group.config(0);
        var one = new ReplicaConfig("test", 1, zero.peers(), zero.records(), zero.tuning());
        var foreign = new ReplicaConfig("other", 0, zero.peers(), zero.records(), zero.tuning());
        assertThatThrownBy(() -> start(one))
                .isInstanceOf(RecordsException.class)
                .hasMessageContaining("records of server '0'");
        assertThatThrownBy(() -> start(foreign))
                .isInstanceOf(RecordsException.class)
                .hasMessageContaining("cluster 'test'");
    }

    @Test
    void namesAPortThatIsInUse() {
        var taken = group.config(0);
        var other = new ReplicaConfig("test", 0, taken.peers(), folder.resolve("elsewhere"),
                taken.tuning());
        assertThatThrownBy(() -> start(other))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining(taken.me().raftAddress());
    }
}
