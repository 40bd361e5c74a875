package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A house of five: the leader, and four that it sends to. */
class LeaderProofTest {

    private final Object leadership = new Object();
    private final LeaderProof proof = new LeaderProof(Duration.ofSeconds(20));
    private final List<Sender> senders = IntStream.rangeClosed(1, 4)
            .mapToObj(Sender::new)
            .toList();
    private boolean ready = true;

    /** What is sent to one follower. */
    private static final class Sender implements LeaderProof.Sender {

        private final RaftPeerId follower;
        private long next = 7;
        private int asked;

        Sender(int follower) {
            this.follower = RatisProperties.peerId(follower);
        }

        @Override
        public RaftPeerId follower() {
            return follower;
        }

        @Override
        public long sendAnew() {
            asked++;
            return next;
        }

        long send() {
            return next++;
        }
    }

    private final class Voters implements LeaderProof.Voters {

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public boolean isMajority(Predicate<RaftPeerId> answered) {
            return 1 + IntStream.rangeClosed(1, 4)
                    .mapToObj(RatisProperties::peerId)
                    .filter(answered)
                    .count() > 2;
        }
    }

    @BeforeEach
    void leads() {
        senders.forEach(sender -> proof.sends(leadership, new Voters(), sender));
    }

    private void acknowledges(Sender sender, long number) {
        proof.acknowledged(leadership, sender, number);
    }

    @Test
    void aMajorityThatAnswersWhatWasSentAfterwardsProvesIt() {
        var read = proof.prove();
        assertThat(senders).allMatch(sender -> sender.asked == 1);
        acknowledges(senders.get(0), senders.get(0).send());
        acknowledges(senders.get(0), senders.get(0).send()); // the same follower counts once
        assertThat(read).isNotDone();
        acknowledges(senders.get(1), senders.get(1).send());
        assertThat(read).isCompleted();
    }

    @Test
    void answersToWhatWasSentBeforeProveNothingHoweverLateTheyCome() {
        var before = senders.stream().mapToLong(Sender::send).toArray();
        var read = proof.prove();
        for (var n = 0; n < senders.size(); n++) {
            acknowledges(senders.get(n), before[n]);
        }
        assertThat(read).isNotDone();
    }

    @Test
    void aReadDoesNotShareTheProofOfOneThatBeganBefore() {
        var first = proof.prove();
        var sent = List.of(senders.get(0).send(), senders.get(1).send());
        var second = proof.prove();
        acknowledges(senders.get(0), sent.get(0));
        acknowledges(senders.get(1), sent.get(1));
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        acknowledges(senders.get(2), senders.get(2).send());
        acknowledges(senders.get(3), senders.get(3).send());
        assertThat(second).isCompleted();
    }

    @Test
    void whatWasProvenOnceIsNotProvenForTheNextRead() {
        var first = proof.prove();
        acknowledges(senders.get(0), senders.get(0).send());
        acknowledges(senders.get(1), senders.get(1).send());
        assertThat(first).isCompleted();
        assertThat(proof.prove()).isNotDone();
    }

    @Test
    void aSenderThatTookAnothersPlaceCountsAndTheOtherDoesNot() {
        var late = senders.get(0);
        late.send();
        var read = proof.prove();
        var anew = new Sender(1);
        anew.next = 0; // a new sender counts from the beginning
        proof.sends(leadership, new Voters(), anew);
        acknowledges(senders.get(1), senders.get(1).send());
        acknowledges(late, late.send());
        assertThat(read).isNotDone();
        acknowledges(anew, anew.send());
        assertThat(read).isCompleted();
    }

    @Test
    void oneThatDoesNotLeadOrIsNotReadyProvesNothing() {
        assertThat(new LeaderProof(Duration.ofSeconds(1)).prove()).isCompletedExceptionally();
        ready = false;
        assertThat(proof.prove()).isCompletedExceptionally();
    }

    @Test
    void whatIsUnderWayFailsWhenTheLeadershipEnds() {
        var read = proof.prove();
        senders.subList(0, 3).forEach(sender -> proof.ends(leadership, sender));
        assertThat(read).isNotDone();
        proof.ends(leadership, senders.get(3));
        assertThat(read).isCompletedExceptionally();
    }

    @Test
    void answersToAnotherLeadershipProveNothing() {
        var read = proof.prove();
        var next = new Object();
        var sender = new Sender(1);
        proof.sends(next, new Voters(), sender);
        assertThat(read).isCompletedExceptionally();
        var after = proof.prove();
        acknowledges(senders.get(0), senders.get(0).send());
        acknowledges(senders.get(1), senders.get(1).send());
        assertThat(after).isNotDone();
    }

    @Test
    void aProofIsGivenUpAfterAWhileAndTheyAreBounded() {
        var impatient = new LeaderProof(Duration.ofMillis(50));
        impatient.sends(leadership, new Voters(), senders.get(0));
        assertThat(impatient.prove()).failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        for (var n = 0; n < LeaderProof.UNDER_WAY_MAX; n++) {
            assertThat(proof.prove()).isNotDone();
        }
        assertThat(proof.prove()).isCompletedExceptionally();
    }
}
