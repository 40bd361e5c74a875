package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.MemberChangeException.Kind;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Server 0 of three leads, and server 3 is to become a member. */
class MemberChangeTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Peer NEWCOMER = peer(3);

    private final Leader leader = new Leader();
    private final ReplicaConfig config = new ReplicaConfig("test", 0, peers(0, 1, 2),
            Path.of("unused"), RatisGroup.tuning(20));
    private final Members members = new Members(config, Optional.empty());
    private final MemberChange change = new MemberChange(config, members, leader);

    private static Peer peer(int id) {
        return new Peer(id, "127.0.0.1:" + (7_000 + id));
    }

    private static List<Peer> peers(int... ids) {
        return IntStream.of(ids).mapToObj(MemberChangeTest::peer).toList();
    }

    /** What comes of the changes that are asked of it, one after the other. */
    private static final class Leader implements MemberChange.Leadership {

        private final Deque<CompletableFuture<RaftClientReply>> endings = new ConcurrentLinkedDeque<>();
        private final List<List<Integer>> wanted = new CopyOnWriteArrayList<>();
        private volatile List<Integer> heard = List.of(1, 2);
        private volatile boolean leads = true;

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public List<Integer> heardWithin(Duration recent) {
            return heard;
        }

        @Override
        public CompletableFuture<RaftClientReply> setMembers(List<RaftPeer> present,
                List<RaftPeer> goal) throws IOException {
            wanted.add(goal.stream().map(peer -> RatisProperties.number(peer.getId())).toList());
            return endings.removeFirst();
        }

        void fails(IOException... failures) {
            for (var failure : failures) {
                endings.add(CompletableFuture.failedFuture(failure));
            }
        }
    }

    private static RaftClientReply done() {
        return RaftClientReply.newBuilder()
                .setClientId(ClientId.randomId())
                .setServerId(RatisProperties.peerId(0))
                .setGroupId(RatisProperties.groupId("test"))
                .setCallId(1)
                .setSuccess()
                .build();
    }

    /** The log says that these are the members. */
    private void committed(long index, int... ids) {
        var entry = RaftConfigurationProto.newBuilder();
        peers(ids).forEach(
                peer -> entry.addPeers(RatisProperties.raftPeer(peer).getRaftPeerProto()));
        members.changed(index, entry.build());
    }

    private CompletableFuture<Membership> to(Duration within, Peer... wanted) {
        return change.to(members.now(), List.of(wanted), within);
    }

    private CompletableFuture<Membership> take(Duration within) {
        return to(within, peer(0), peer(1), peer(2), NEWCOMER);
    }

    private static void assertRefused(CompletableFuture<Membership> changed, Kind kind,
            String sentence) {
        assertThat(changed).failsWithin(LONG);
        assertThat(changed.exceptionNow()).isInstanceOfSatisfying(MemberChangeException.class,
                e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(sentence);
    }

    @Test
    void isDoneOnceTheNewMembersAreAppliedHere() {
        leader.endings.add(CompletableFuture.completedFuture(done()));
        var changed = take(LONG);
        await().until(() -> leader.wanted.size() == 1);
        assertThat(changed).isNotDone();
        committed(9, 0, 1, 2, 3);
        assertThat(changed).succeedsWithin(LONG)
                .satisfies(now -> assertThat(now.ids()).containsExactly(0, 1, 2, 3))
                .satisfies(now -> assertThat(now.index()).isEqualTo(9));
        assertThat(leader.wanted).containsExactly(List.of(0, 1, 2, 3));
    }

    @Test
    void whatPassesBySoonIsTriedAgain() {
        leader.fails(new ReconfigurationInProgressException("another"),
                new SetConfigurationException("not applied yet"));
        leader.endings.add(CompletableFuture.completedFuture(done()));
        var changed = take(LONG);
        await().until(() -> leader.wanted.size() == 3);
        committed(9, 0, 1, 2, 3);
        assertThat(changed).succeedsWithin(LONG);
    }

    @Test
    void onlyTheOneThatLeadsChangesThem() {
        leader.leads = false;
        assertRefused(take(LONG), Kind.NOT_LEADER, "the leader changes the members");
        assertThat(leader.wanted).isEmpty();
    }

    @Test
    void theOneThatLeadsDoesNotRemoveItself() {
        assertRefused(to(LONG, peer(1), peer(2)), Kind.REFUSED, "hand leadership over first");
    }

    /** Ratis goes on to ask for it where it was. */
    @Test
    void aNumberThatWasReachedElsewhereIsRefused() {
        assertRefused(to(LONG, peer(0), peer(1), new Peer(2, "127.0.0.1:8002")), Kind.REFUSED,
                "server 2 was known at the Raft address 127.0.0.1:7002, not 127.0.0.1:8002");
        committed(9, 0, 1);
        assertRefused(to(LONG, peer(0), peer(1), new Peer(2, "127.0.0.1:8002")), Kind.REFUSED,
                "server 2 was known"); // also once it was removed
    }

    @Test
    void withoutAMajorityOfThePresentMembersNothingIsAsked() {
        leader.heard = List.of();
        assertRefused(take(LONG), Kind.NO_MAJORITY, "silent are 1, 2. Start those that are down");
        assertThat(leader.wanted).isEmpty();
    }

    @Test
    void membersOfWhichTooFewWouldAnswerAreRefused() {
        leader.heard = List.of(2);
        assertRefused(to(LONG, peer(0), peer(1)), Kind.REFUSED, "of the 2 members there would then"
                + " be, 0, 1, too few answer to decide anything: silent are 1");
        assertThat(leader.wanted).isEmpty();
    }

    @Test
    void whoLeadsSinceAMomentAgoWaitsUntilItHasHeardOfTheOthers() {
        leader.heard = List.of();
        leader.fails(new NotLeaderException(null, null, List.of()));
        var changed = take(LONG);
        leader.heard = List.of(1, 2);
        assertRefused(changed, Kind.UNDECIDED, "leadership changed meanwhile");
        assertThat(leader.wanted).hasSize(1);
    }

    @Test
    void nothingIsChangedWhereTheMembersAreOthersByNow() {
        var before = members.now();
        committed(9, 0, 1);
        assertRefused(change.to(before, peers(0, 1, 2, 3), LONG), Kind.UNDECIDED,
                "the members were changed meanwhile: they are now [0, 1]");
        assertThat(leader.wanted).isEmpty();
    }

    @Test
    void aNewcomerThatCannotBeBroughtUpToDateIsCertainlyNotTakenIn() {
        leader.fails(new ReconfigurationTimeoutException("no progress"));
        assertRefused(take(LONG), Kind.REFUSED, "nothing was changed");
    }

    @Test
    void whatStandsInTheWayForTooLongIsToldForWhatItIs() {
        leader.fails(new ReconfigurationInProgressException("another"));
        assertRefused(take(Duration.ofMillis(50)), Kind.REFUSED,
                "another change of the members is under way");
        leader.fails(new SetConfigurationException("others"));
        assertRefused(take(Duration.ofMillis(50)), Kind.UNDECIDED, "list them before");
    }

    @Test
    void whatIsNotDoneInTimeMayStillComeAbout() {
        leader.endings.add(new CompletableFuture<>());
        assertRefused(take(Duration.ofMillis(50)), Kind.UNDECIDED, "the change is not done yet");
    }
}
