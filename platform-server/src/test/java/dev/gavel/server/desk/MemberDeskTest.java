package dev.gavel.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogExtent;
import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.MemberChangeException.Kind;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Replicator;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.MemberLine.Introduction;
import dev.gavel.server.desk.MemberLine.JoinAnswer;
import dev.gavel.server.desk.MemberLine.Newcomer;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Server 0 of five, which leads or does not, and a spare. */
class MemberDeskTest {

    private static final Peer SPARE = peer(6);
    private static final MemberWish WISH = new MemberWish(
            Optional.of(new Peer(6, "", "", "")), OptionalInt.of(2));

    private volatile int leader;
    private volatile boolean lacksMajority;
    private volatile Membership members = new Membership(5,
            IntStream.range(0, 5).mapToObj(MemberDeskTest::peer).toList(), false);
    /** What becomes of the changes that are asked of this server's replica, one after the other. */
    private final Deque<CompletableFuture<Membership>> changes = new ConcurrentLinkedDeque<>();
    private final List<List<Integer>> wanted = new CopyOnWriteArrayList<>();
    /** What other leaders say to a wish. */
    private final Map<Integer, CompletableFuture<MemberDesk.Changed>> leaders = new ConcurrentSkipListMap<>();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    /** Who is found at a client address. */
    private final Map<String, Integer> there = new ConcurrentSkipListMap<>();

    private final MemberLine line = new MemberLine() {

        @Override
        public CompletableFuture<MemberDesk.Changed> change(ServerAddress to, MemberWish wish,
                Duration within) {
            asked.add(to.id());
            return leaders.getOrDefault(to.id(), failed(Kind.NOT_LEADER));
        }

        @Override
        public CompletableFuture<List<Peer>> waiting(String address, Duration within) {
            return CompletableFuture.failedFuture(new IllegalStateException("not reached"));
        }

        @Override
        public CompletableFuture<JoinAnswer> join(String address, Newcomer newcomer,
                boolean onlyHere, Duration within) {
            return CompletableFuture.failedFuture(new IllegalStateException("not reached"));
        }

        @Override
        public CompletableFuture<Introduction> introduce(String address, Duration within) {
            var id = there.get(address);
            return id == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("not reached"))
                    : CompletableFuture.completedFuture(new Introduction("ours", id,
                            new Membership(-1, List.of(), false), "1", CanRun.OWN));
        }
    };
    private final MemberDesk desk = new MemberDesk("ours", replicator(),
            new Directory(ServerAddress.of(peer(0)).orElseThrow(), () -> members), line,
            () -> 1, () -> leader, () -> lacksMajority);

    private static Peer peer(int id) {
        return new Peer(id, "h" + id + ":3", "h" + id + ":2", "h" + id + ":1");
    }

    private static <T> CompletableFuture<T> failed(Kind kind) {
        return CompletableFuture
                .failedFuture(new MemberChangeException(kind, "it is " + kind));
    }

    private static CompletableFuture<MemberDesk.Changed> done() {
        return CompletableFuture.completedFuture(
                new MemberDesk.Changed(new Membership(9, List.of(SPARE), false), "done"));
    }

    @SuppressWarnings("unchecked")
    private Replicator<String, String> replicator() {
        return (Replicator<String, String>) Proxy.newProxyInstance(
                Replicator.class.getClassLoader(), new Class<?>[]{Replicator.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "status" -> status();
                    case "members" -> members;
                    case "changeMembers" -> {
                        wanted.add(new Membership(0, (List<Peer>) values[1], false).ids());
                        yield changes.removeFirst();
                    }
                    case "transferLeadership" -> {
                        leader = 3;
                        yield CompletableFuture.completedFuture(3);
                    }
                    default -> throw new AssertionError(method.getName());
                });
    }

    private ReplicaStatus status() {
        var known = leader < 0 ? Optional.<Integer>empty() : Optional.of(leader);
        return new ReplicaStatus(0, leader == 0 ? Role.LEADER : Role.FOLLOWER, 1, known,
                new LogExtent(1, 1, 0, 1, -1), 1, Bytes.of(new byte[32]), true, "");
    }

    private JoinAnswer join(Peer newcomer, boolean isSpare) {
        return desk.join(new Newcomer("ours", newcomer, isSpare), Forwarding.ALLOWED).join();
    }

    private Kind refusal(MemberWish wish) {
        try {
            desk.change(wish, Forwarding.ALLOWED).join();
        } catch (CompletionException e) {
            return ((MemberChangeException) OperatorDesk.causeOf(e)).kind();
        }
        throw new AssertionError("it was not refused");
    }

    private String sentence(MemberWish wish) {
        try {
            return desk.change(wish, Forwarding.ALLOWED).join().sentence();
        } catch (CompletionException e) {
            return String.valueOf(OperatorDesk.causeOf(e).getMessage());
        }
    }

    private static MemberWish add(Peer peer) {
        return new MemberWish(Optional.of(peer), OptionalInt.empty());
    }

    private static MemberWish remove(int id) {
        return new MemberWish(Optional.empty(), OptionalInt.of(id));
    }

    private static Membership members(int count) {
        return new Membership(5, IntStream.range(0, count).mapToObj(MemberDeskTest::peer).toList(),
                false);
    }

    @Test
    void whatIsSoAlreadyIsNotDoneAgain() {
        leader = 0;
        assertThat(sentence(add(peer(2)))).startsWith("server 2 is a member already");
        assertThat(sentence(new MemberWish(Optional.of(peer(2)), OptionalInt.of(7))))
                .startsWith("this is so already");
        assertThat(refusal(remove(7))).isEqualTo(Kind.REFUSED);
        assertThat(sentence(remove(7)))
                .isEqualTo("server 7 is no member; the members are 0, 1, 2, 3, 4");
        assertThat(wanted).isEmpty();
    }

    @Test
    void aNewcomerThatWouldDoHarmIsNotTakenIn() {
        leader = 0;
        assertThat(sentence(add(peer(1_000)))).isEqualTo("id: must be 0 to 999, was 1000");
        assertThat(sentence(add(new Peer(6, "h6:3", "h2:2", "h6:1"))))
                .startsWith("server 2 has an address that server 6 is to have");
        there.put(SPARE.clientAddress(), 7);
        assertThat(sentence(add(SPARE)))
                .startsWith("at h6:2 there is server 7 of the house \"ours\", not server 6");
        members = members(15);
        assertThat(sentence(add(peer(20)))).contains("may have no more than 15");
        assertThat(wanted).isEmpty();
    }

    @Test
    void aLeaderThatIsToGoHandsLeadershipOverAndTheNextOneRemovesIt() {
        leader = 0;
        leaders.put(3, done());
        assertThat(sentence(remove(0))).isEqualTo("done");
        assertThat(asked).containsExactly(3);
        assertThat(wanted).isEmpty();
    }

    @Test
    void inAHouseOfTwoTheNewOneComesBeforeTheOldOneGoes() {
        leader = 0;
        members = members(2);
        there.put(SPARE.clientAddress(), 6);
        var between = new Membership(8, List.of(peer(0), peer(1), SPARE), false);
        changes.add(CompletableFuture.completedFuture(between));
        changes.add(CompletableFuture.completedFuture(
                new Membership(9, List.of(peer(0), SPARE), false)));
        desk.change(new MemberWish(Optional.of(SPARE), OptionalInt.of(1)), Forwarding.ALLOWED)
                .join();
        assertThat(wanted).containsExactly(List.of(0, 1, 6), List.of(0, 6));
    }

    @Test
    void aServerThatDoesNotLeadKnowsWhoWaitsAndTakesItInOnceItLeads() {
        leader = 3;
        assertThat(join(SPARE, true).state()).isEqualTo(JoinAnswer.State.WAITING);
        leader = -1;
        assertThat(join(SPARE, true).sentence()).isEqualTo(MemberDesk.NO_LEADER);
        assertThat(desk.waiting().join()).containsExactly(SPARE);

        leader = 0;
        there.put(SPARE.clientAddress(), 6);
        changes.add(CompletableFuture.completedFuture(new Membership(8, List.of(SPARE), false)));
        desk.change(WISH, Forwarding.ALLOWED).join();
        assertThat(wanted).containsExactly(List.of(0, 1, 3, 4, 6));
    }

    @Test
    void whoLeadsSinceAMomentAgoWaitsUntilTheSpareHasSpokenToIt() {
        leader = 0;
        there.put(SPARE.clientAddress(), 6);
        changes.add(CompletableFuture.completedFuture(new Membership(8, List.of(SPARE), false)));
        var change = desk.change(WISH, Forwarding.ALLOWED);
        await().during(Duration.ofMillis(300)).until(() -> !change.isDone());
        join(SPARE, true);
        assertThat(change.join().members().ids()).containsExactly(6);
    }

    @Test
    void aWaitingServerIsToldWhoTheMembersAre() {
        leader = 0;
        assertThat(join(SPARE, true).members()).isEqualTo(members);
        assertThat(join(SPARE, true).house()).isEqualTo("ours");
        assertThat(desk.join(new Newcomer("theirs", SPARE, true), Forwarding.ALLOWED).join())
                .satisfies(answer -> assertThat(answer.house()).isEqualTo("ours"))
                .satisfies(answer -> assertThat(answer.state())
                        .isEqualTo(JoinAnswer.State.REFUSED));
    }

    @Test
    void whereTheLeaderIsLostInTheMiddleTheNextOneIsAsked() {
        leader = 3;
        leaders.put(3, failed(Kind.UNDECIDED));
        leaders.put(4, done());
        var change = desk.change(WISH, Forwarding.ALLOWED);
        await().until(() -> asked.contains(3));
        leader = 4;
        assertThat(change.join().sentence()).isEqualTo("done");
        assertThat(asked).endsWith(4);
    }

    @Test
    void aRefusalIsPassedOnAtOnce() {
        leader = 3;
        leaders.put(3, failed(Kind.REFUSED));
        assertThat(refusal(WISH)).isEqualTo(Kind.REFUSED);
        leaders.put(3, failed(Kind.NO_MAJORITY));
        assertThat(refusal(WISH)).isEqualTo(Kind.NO_MAJORITY);
        assertThat(asked).containsExactly(3, 3);
    }

    @Test
    void withoutAMajorityItIsCertainThatNothingWasChangedUnlessALeaderWasLostWithTheWish() {
        leader = -1;
        lacksMajority = true;
        assertThat(refusal(WISH)).isEqualTo(Kind.NO_MAJORITY);
        leader = 3; // it died, and is still taken for the leader: it was not reached
        assertThat(refusal(WISH)).isEqualTo(Kind.NO_MAJORITY);
        leaders.put(3, failed(Kind.UNDECIDED));
        assertThat(refusal(WISH)).isEqualTo(Kind.UNDECIDED);
    }

    @Test
    void whileNobodyLeadsItWaitsForAnElectionAndThenSaysSo() {
        leader = -1;
        assertThatThrownBy(() -> desk.change(WISH, Forwarding.ALLOWED).join())
                .hasCauseInstanceOf(LeaderlessException.class)
                .hasMessageContaining("no server leads at the moment");
    }

    @Test
    void theSameWishAskedTwiceIsOneChangeAndAnotherIsRefusedMeanwhile() {
        leader = 0;
        there.put(SPARE.clientAddress(), 6);
        join(SPARE, true);
        var change = new CompletableFuture<Membership>();
        changes.add(change);
        var first = desk.change(WISH, Forwarding.ALLOWED);
        await().until(() -> !wanted.isEmpty());
        var second = desk.change(WISH, Forwarding.ALLOWED);
        assertThatThrownBy(() -> desk.change(
                new MemberWish(Optional.empty(), OptionalInt.of(4)), Forwarding.ALLOWED).join())
                .hasMessageContaining("another change of the members is under way");
        change.complete(new Membership(8, List.of(SPARE), false));
        assertThat(first.join()).isEqualTo(second.join());
        assertThat(wanted).hasSize(1);
    }

    @Test
    void aNumberIsFreeAgainOnceNobodyAnswersWhereItWaited() {
        leader = 0;
        there.put(SPARE.clientAddress(), 6);
        join(SPARE, true);
        var other = new Peer(6, "x:3", "x:2", "x:1");
        assertThat(join(other, true)).satisfies(
                answer -> assertThat(answer.state()).isEqualTo(JoinAnswer.State.REFUSED))
                .satisfies(answer -> assertThat(answer.sentence())
                        .contains("another server waits as number 6, at h6:2"));
        assertThat(desk.waiting().join()).containsExactly(SPARE);
        there.clear(); // it was started anew, at other ports
        assertThat(join(other, true).state()).isEqualTo(JoinAnswer.State.WAITING);
        assertThat(desk.waiting().join()).containsExactly(other);
    }

    @Test
    void whyOneIsNotTakenInIsNotToldToAnother() {
        leader = 0;
        there.put(peer(7).clientAddress(), 9);
        join(peer(7), false);
        await().untilAsserted(() -> assertThat(join(peer(7), false).sentence())
                .contains("there is server 9 of the house"));
        assertThat(join(SPARE, true).sentence()).startsWith("it is a spare");
        assertThat(join(peer(8), false).sentence()).isEqualTo("the others bring it up to date");
    }
}
