package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.ratis.RecordsCheckup.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers come and go while the others work. */
@Tag("slow")
class MembersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private RatisGroup group;
    private int added;

    @BeforeEach
    void start() throws IOException {
        group = new RatisGroup(3, folder, RatisGroup.tuning(20));
        group.leader();
    }

    @AfterEach
    void stop() {
        group.close();
    }

    private void add(int times) {
        for (var i = 0; i < times; i++) {
            var n = ++added;
            if (!isAdded(n)) {
                await().atMost(PATIENCE).until(() -> isAdded(n));
            }
        }
    }

    private boolean isAdded(int n) {
        return group.leader()
                .submit(new Request(new RequestId.ByKey("k" + n), "ann", Bytes.utf8("add n 1")))
                .join() instanceof Submission.Committed;
    }

    private Membership change(List<Peer> wanted) {
        var leader = group.leader();
        return leader.changeMembers(leader.members(), wanted, PATIENCE).join();
    }

    private static List<Peer> with(Membership members, Peer peer) {
        var peers = new ArrayList<>(members.peers());
        peers.add(peer);
        return peers;
    }

    private static List<Peer> without(Membership members, int id) {
        return members.peers().stream().filter(peer -> peer.id() != id).toList();
    }

    private void awaitStep(int... ids) {
        var leader = group.leader();
        for (var id : ids) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(group.get(id).status())
                            .satisfies(status -> assertThat(status.notReadyBecause()).isEmpty())
                            .satisfies(status -> assertThat(status.digest())
                                    .isEqualTo(leader.status().digest())));
        }
    }

    @Test
    void aNewcomerIsTakenInFromASnapshotAndOutlivesARestart() throws IOException {
        add(200); // many snapshots: the beginning of the log is gone
        await().atMost(PATIENCE).until(() -> group.leader().status().logStartIndex() > 0);
        var newcomer = group.startNewcomer(7);
        assertThat(group.get(7).status().notReadyBecause()).contains("no member yet");
        var members = change(with(group.leader().members(), newcomer));
        assertThat(members.ids()).containsExactly(0, 1, 2, 7);
        awaitStep(0, 1, 2, 7);
        add(5);
        group.stop(7);
        assertThat(RecordsCheckup.members("test",
                folder.resolve("server-7")).orElseThrow().peer(7)).hasValue(newcomer);
        group.startNewcomer(7, newcomer.raftAddress());
        awaitStep(7);
        assertThat(group.get(7).members().ids()).containsExactly(0, 1, 2, 7);
        assertThat(group.get(0).members().peer(7)).hasValue(newcomer);
    }

    /** Its log begins behind the snapshot that it was taken in with, and that is all that it has. */
    @Test
    void oneThatHasLostItsBeginningDoesNotStartUntilItIsRepaired() throws IOException {
        add(200);
        await().atMost(PATIENCE).until(() -> group.leader().status().logStartIndex() > 0);
        var newcomer = group.startNewcomer(7);
        change(with(group.leader().members(), newcomer));
        awaitStep(7);
        group.stop(7);
        var config = group.newcomer(newcomer);
        assertThat(RecordsCheckup.look(config).verdict()).isEqualTo(Verdict.WHOLE);
        try (var files = Files.walk(config.records())) {
            for (var file : files.filter(it -> LogCheck.lastIndexOf(it) >= 0).toList()) {
                var bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }

        assertThat(RecordsCheckup.look(config)).satisfies(
                found -> assertThat(found.verdict()).isEqualTo(Verdict.DAMAGED),
                found -> assertThat(found.remarks()).anyMatch(it -> it.contains("snapshot."))
                        .anyMatch(it -> it.contains("the log begins at index ")));
        for (var n = 0; n < 2; n++) { // also once they are set aside
            assertThatThrownBy(() -> group.startNewcomer(7, newcomer.raftAddress()))
                    .isInstanceOf(RecordsException.class)
                    .hasMessageContainingAll("the log begins at index ",
                            "no snapshot that can be read holds what was before",
                            "damaged.snapshot.", "put the log of replica 7 aside");
        }
        RecordsCheckup.setAside(config, Clock.systemUTC());
        group.startNewcomer(7, newcomer.raftAddress());
        awaitStep(7);
    }

    @Test
    void aDeadOneIsReplacedInOneChangeAndStopsWhenItComesBack() throws IOException {
        add(10);
        var dead = (group.leader().status().self() + 1) % 3;
        group.stop(dead);
        var newcomer = group.startNewcomer(5);
        var wanted = new ArrayList<>(without(group.leader().members(), dead));
        wanted.add(newcomer);
        assertThat(change(wanted).ids()).doesNotContain(dead).contains(5);
        add(10);
        awaitStep(5);
        group.start(dead);
        await().atMost(PATIENCE).until(() -> group.get(dead).fault().isDone());
        await().during(Duration.ofMillis(500)) // Ratis goes on closing: what is asked is answered
                .until(() -> group.get(dead).status().logEndIndex() >= 0);
    }

    @Test
    void aNewcomerWhoseLogLostItsEndWaitsLikeAnyOtherAndVotesOnceItIsWholeAgain()
            throws IOException {
        add(10);
        var newcomer = group.startNewcomer(7);
        group.stop(7);
        try (var mark = PromiseMark.open(folder.resolve("server-7").resolve("promised"), -1)) {
            mark.set(5);
            mark.force();
        }
        group.startNewcomer(7, newcomer.raftAddress());
        assertThat(group.get(7).status().notReadyBecause()).contains("its log lost its end");
        change(with(group.leader().members(), newcomer));
        awaitStep(7);
        group.stop(group.leader().status().self());
        add(1); // three of four elected, and the newcomer is one of them
        awaitStep(7);
    }

    /** As one does whose change was given up: nothing that it copied stands in its way the next time. */
    @Test
    void oneThatBeginsAnewIsTakenInLikeAnyOtherAndItsFormerLogIsKeptAside() throws IOException {
        add(10);
        var newcomer = group.startNewcomer(5);
        change(with(group.leader().members(), newcomer));
        awaitStep(5);
        change(without(group.leader().members(), 5));
        await().atMost(PATIENCE).until(() -> group.get(5).fault().isDone());
        group.stop(5);

        RecordsCheckup.startOver(group.newcomer(newcomer));
        assertThat(folder.resolve("server-5").resolve(RecordsCheckup.TURNED_AWAY).resolve("raft"))
                .isNotEmptyDirectory();
        group.startNewcomer(5, newcomer.raftAddress());
        assertThat(group.get(5).status().logEndIndex()).isNegative();
        add(3);
        change(with(group.leader().members(), newcomer));
        awaitStep(0, 1, 2, 5);
        add(1);
    }

    @Test
    void refusesWhatAnOperatorWouldRegret() throws IOException {
        var leader = group.leader();
        var self = leader.status().self();
        assertThatThrownBy(() -> change(without(leader.members(), self)))
                .hasMessageContaining("cannot remove itself");
        var follower = group.get((self + 1) % 3);
        assertThatThrownBy(() -> follower
                .changeMembers(leader.members(), leader.members().peers(), PATIENCE)
                .join())
                .hasMessageContaining("does not lead");
        var nobody = new Peer(9, "127.0.0.1:1");
        var first = leader.changeMembers(leader.members(),
                with(leader.members(), nobody), PATIENCE);
        await().atMost(PATIENCE) // a wish for what there is changes nothing, and waits its turn
                .untilAsserted(() -> assertThatThrownBy(() -> leader
                        .changeMembers(leader.members(), leader.members().peers(),
                                Duration.ofMillis(300))
                        .join()).hasMessageContaining("is under way"));
        add(1); // a newcomer that does not answer is in nobody's way
        group.stop((self + 1) % 3);
        assertThatThrownBy(first::join).hasMessageContaining("does not answer");
        assertThat(leader.members().ids()).containsExactly(0, 1, 2);
        assertThatThrownBy(() -> change(without(leader.members(), (self + 2) % 3)))
                .hasMessageContaining("too few answer")
                .hasMessageContaining("silent are " + (self + 1) % 3 + ". Start");
        group.stop((self + 2) % 3);
        var alone = group.startNewcomer(5);
        assertThatThrownBy(() -> leader.changeMembers(leader.members(),
                with(leader.members(), alone), Duration.ofSeconds(2)).join()).satisfies(
                        e -> assertThat(leader.members().ids()).containsExactly(0, 1, 2));
    }
}
