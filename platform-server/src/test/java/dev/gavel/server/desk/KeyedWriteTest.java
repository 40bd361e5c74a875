package dev.gavel.server.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Peer;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Submission;
import dev.gavel.server.cluster.ClusterView;
import dev.gavel.server.cluster.Readiness;
import dev.gavel.server.cluster.Reign;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.cluster.Standings;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.LeaderLine.Attempt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

class KeyedWriteTest {

    private static final ServerAddress ME = new ServerAddress(0, "127.0.0.1", 1, 2, 3);
    private static final ServerAddress OTHER = new ServerAddress(1, "127.0.0.1", 4, 5, 6);
    private static final ServerAddress THIRD = new ServerAddress(2, "127.0.0.1", 7, 8, 9);
    private static final Submission OTHER_LEADS = new Submission.NotLeader(
            Optional.of(new Peer(1, "127.0.0.1:6")));
    private static final Submission THE_THIRD_LEADS = new Submission.NotLeader(
            Optional.of(new Peer(2, "127.0.0.1:9")));
    private static final Submission NOBODY_LEADS = new Submission.NotLeader(Optional.empty());
    private static final Submission DONE = new Submission.Committed(new LogPosition(1, 7), 0,
            new Reply.Encoded(Bytes.utf8("{}")), false);
    private static final Attempt ANSWERED = new Attempt.Answered(Bytes.utf8("{\"index\":9}"));
    private static final Submission BUSY = new Submission.Busy(Duration.ofMillis(50), "much waits");

    private static final Submission NOT_NOW = new Submission.NotNow(Duration.ofMillis(50),
            "its clock is fast");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<Submission> here = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Supplier<CompletableFuture<Attempt>>> there = new ConcurrentLinkedQueue<>();
    private final List<Integer> asked = new ArrayList<>();
    private boolean majorityIsGone;
    /** Whether too few servers answer this one. */
    private boolean fewAnswer;
    /** Whether it goes while this server is asked. */
    private boolean majorityGoes;
    private volatile Optional<ServerAddress> leader = Optional.of(OTHER);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void asksTheLeaderWhereThisServerDoesNotLead() {
        here.add(OTHER_LEADS);
        there(ANSWERED);

        assertThat(write()).isInstanceOfSatisfying(Answer.Replied.class,
                replied -> assertThat(replied.reply().bytes()).isEqualTo(
                        Bytes.utf8("{\"index\":9}")));
        assertThat(asked).containsExactly(1);
    }

    @Test
    void triesAgainThroughAnElectionUntilSomebodyLeads() {
        here.addAll(List.of(OTHER_LEADS, NOBODY_LEADS, NOBODY_LEADS, OTHER_LEADS, DONE));
        there(new Attempt.NotReached("dead"));
        there(new Attempt.NotLeader(Optional.empty()));

        assertThat(write()).isInstanceOf(Answer.Replied.class);
        assertThat(asked).containsExactly(1, 1);
    }

    @Test
    void saysThatNothingWasDoneWhenNobodyCouldBeAsked() {
        there(new Attempt.NotReached("dead"));
        here.add(OTHER_LEADS);

        assertThat(write()).isEqualTo(nobody());
    }

    @Test
    void saysThatItDoesNotKnowOnceATryMayHaveHadItsEffect() {
        here.add(OTHER_LEADS);
        there(new Attempt.Unclear("cut off"));

        assertThat(write()).isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void saysThatItDoesNotKnowWhileATryIsUnderWay() {
        here.add(OTHER_LEADS);
        there.add(CompletableFuture::new);

        assertThat(write()).isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void leavesALeaderThatDoesNotAnswerOnceAnotherLeads() {
        here.addAll(List.of(OTHER_LEADS, THE_THIRD_LEADS));
        there.add(() -> whileTheThirdComesToLead(new CompletableFuture<>()));
        there(ANSWERED);

        assertThat(write()).isInstanceOf(Answer.Replied.class);
        assertThat(asked).containsExactly(1, 2);
    }

    @Test
    void saysThatItDoesNotKnowWhenTheOneThatWasLeftMayHaveTakenIt() {
        here.add(OTHER_LEADS);
        there.add(() -> whileTheThirdComesToLead(new CompletableFuture<>()));

        assertThat(write()).isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void takesTheAnswerOfOneThatWasLeft() {
        var late = new CompletableFuture<Attempt>();
        here.addAll(List.of(OTHER_LEADS, THE_THIRD_LEADS));
        there.add(() -> whileTheThirdComesToLead(late));
        there.add(() -> {
            late.complete(ANSWERED);
            return new CompletableFuture<>();
        });

        assertThat(write()).isInstanceOf(Answer.Replied.class);
    }

    @Test
    void doesNotTryTwiceAtATimeBecauseOneThatWasLeftFails() {
        var late = new CompletableFuture<Attempt>();
        here.addAll(List.of(OTHER_LEADS, THE_THIRD_LEADS));
        there.add(() -> whileTheThirdComesToLead(late));
        there.add(() -> {
            late.complete(new Attempt.Unclear("cut off"));
            return new CompletableFuture<>();
        });

        assertThat(write()).isInstanceOf(Answer.OutcomeUnknown.class);
        assertThat(asked).containsExactly(1, 2);
    }

    @Test
    void learnsWhatBecameOfAnUnclearTry() {
        here.addAll(List.of(new Submission.Unknown("deposed"), OTHER_LEADS));
        there(ANSWERED);

        assertThat(write()).isInstanceOf(Answer.Replied.class);
    }

    @Test
    void passesOnThatItIsTooBusy() {
        here.add(BUSY);

        assertThat(write()).isInstanceOfSatisfying(Answer.TryLater.class,
                later -> assertThat(later.trouble()).isEqualTo(Trouble.BUSY));
    }

    @Test
    void doesNotCallAnUnclearTryWithoutEffectBecauseTheNextIsTooBusy() {
        here.addAll(List.of(new Submission.Unknown("deposed"), BUSY, BUSY, DONE));

        assertThat(write()).isInstanceOf(Answer.Replied.class);
    }

    @Test
    void waitsForAnotherLeaderWhereThisOneCannotTakeIt() {
        here.addAll(List.of(NOT_NOW, OTHER_LEADS));
        there(ANSWERED);

        assertThat(write()).isInstanceOf(Answer.Replied.class);
    }

    @Test
    void saysWhyTheLeaderCouldNotTakeItWhenNoOtherCame() {
        for (var n = 0; n < 1_000; n++) {
            here.add(NOT_NOW);
        }

        assertThat(write()).isInstanceOfSatisfying(Answer.TryLater.class, later -> {
            assertThat(later.trouble()).isEqualTo(Trouble.NOT_NOW);
            assertThat(later.sentence())
                    .isEqualTo("Its clock is fast. This try did nothing; ask again.");
        });
    }

    @Test
    void doesNotEvenTryWhereTheMajorityIsGone() {
        here.add(new Submission.Unknown("never asked"));
        majorityIsGone = true;

        assertThat(write()).isEqualTo(nobody());
        assertThat(here).hasSize(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void believesALeaderThatItHearsNoMajorityWhereTooFewAnswerHereToo() {
        here.add(OTHER_LEADS);
        there(new Attempt.NoMajority("2 of 5 servers"));
        fewAnswer = true;
        var began = System.nanoTime();

        assertThat(write()).isEqualTo(nobody());
        assertThat(asked).containsExactly(OTHER.id());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void doesNotWaitInVainForAMajority() {
        majorityGoes = true;
        var began = System.nanoTime();

        assertThat(write()).isEqualTo(nobody());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void doesNotCallATryUnderWayWithoutEffectBecauseTheMajorityIsGone() {
        here.addAll(List.of(new Submission.Unknown("deposed"), NOBODY_LEADS));
        majorityGoes = true;

        assertThat(write()).isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void tellsForHowLongItReallyTried() {
        here.addAll(List.of(new Submission.Unknown("deposed"), NOBODY_LEADS));
        majorityGoes = true;
        var began = System.nanoTime();

        var answer = write();

        var most = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(answer).isInstanceOfSatisfying(Answer.OutcomeUnknown.class,
                unknown -> assertThat(millisIn(unknown.sentence())).isBetween(0L, most));
        assertThat(most).isLessThan(700);
    }

    @Test
    void tellsForHowLongItLookedForALeader() {
        var began = System.nanoTime();
        var answer = new KeyedWrite(
                new KeyedWrite.Route(whenDone -> whenDone.accept(NOBODY_LEADS),
                        (leader, within) -> new CompletableFuture<>()),
                new Directory(ME, List.of(ME, OTHER, THIRD)), timer, Duration.ofMillis(700),
                tried -> KeyedWrite.nobodyLeads(0, up(3), tried), () -> leader, alone -> false)
                .start()
                .join();

        var most = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(answer).isInstanceOfSatisfying(Answer.TryLater.class,
                later -> assertThat(millisIn(later.sentence())).isBetween(700L, most));
    }

    private static long millisIn(String sentence) {
        var found = Pattern.compile("([0-9]+) ms").matcher(sentence);
        assertThat(found.find()).as(sentence).isTrue();
        return Long.parseLong(found.group(1));
    }

    private CompletableFuture<Attempt> whileTheThirdComesToLead(CompletableFuture<Attempt> answer) {
        leader = Optional.of(THIRD);
        return answer;
    }

    private void there(Attempt attempt) {
        there.add(() -> CompletableFuture.completedFuture(attempt));
    }

    private Answer write() {
        var route = new KeyedWrite.Route(
                whenDone -> {
                    majorityIsGone |= majorityGoes;
                    whenDone.accept(Optional.ofNullable(here.poll()).orElse(NOBODY_LEADS));
                },
                (leader, within) -> {
                    asked.add(leader.id());
                    return Optional.ofNullable(there.poll()).orElseThrow().get();
                });
        var directory = new Directory(ME, List.of(ME, OTHER, THIRD));
        return new KeyedWrite(route, directory, timer, Duration.ofMillis(700),
                tried -> KeyedWrite.nobodyLeads(0, up(2), tried), () -> leader,
                alone -> majorityIsGone || (fewAnswer && alone)).start().join();
    }

    @Test
    void tellsWhatKeepsServersFromLeading() {
        var five = new ArrayList<>(up(5).servers());
        five.set(1, standing(1, Readiness.not("the disk of its records is full")));
        five.set(2, standing(2, Readiness.not("no leader: waiting for a majority")));

        assertThat(KeyedWrite.nobodyLeads(0, new ClusterView(-1, 1, five), Duration.ofMillis(700)))
                .isInstanceOfSatisfying(Answer.TryLater.class,
                        later -> assertThat(later.sentence())
                                .isEqualTo("Server 0 found no leader in the"
                                        + " 700 ms that it tried. Server 1 is not ready: the disk of its records"
                                        + " is full. This try did nothing; ask again."));
    }

    /** Whoever names a key may have asked under it before. */
    @Test
    void saysOfATryUnderAKeyThatAnEarlierOneMayHaveHadItsEffect() {
        assertThat(nobody()).isInstanceOfSatisfying(Answer.TryLater.class, later -> {
            assertThat(later.sentence()).isEqualTo("Waiting for a majority: 2 of 5 servers can be"
                    + " reached from server 0, 3 are needed. This try did nothing; ask again.");
            assertThat(later.underAKey().sentence()).isEqualTo(later.sentence() + " An earlier try"
                    + " under the same key may have had its effect: ask again with that key.");
            assertThat(later.underAKey().trouble()).isEqualTo(Trouble.NO_MAJORITY);
        });
    }

    private static ClusterView up(int servers) {
        return new ClusterView(-1, 1, IntStream.range(0, 5)
                .mapToObj(id -> id < servers ? standing(id, Readiness.ready())
                        : standing(id, Readiness.ready()).silent())
                .toList());
    }

    private static Standing standing(int id, Readiness readiness) {
        return Standings.follower(id, Reign.NONE, readiness);
    }

    private static Answer nobody() {
        return KeyedWrite.nobodyLeads(0, up(2), Duration.ofMillis(700));
    }
}
