package dev.gavel.raft.ratis;

import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Proves to a read that this replica led after the read began: a majority has answered messages
 * that this leader sent since then. Each read has a proof of its own. Answers to messages from
 * before the read count for nothing. If a leader stood still, such answers lie in its sockets, and
 * another leads by the time it reads them.
 *
 * <p>Ratis 3.3.0 has a proof of its own, which is not used. It takes a commit index that was
 * confirmed once for confirmed for ever. It also lets reads at one index share a round that is
 * under way.
 *
 * @see "docs/adr/0090-proof-of-leading.md"
 */
final class LeaderProof {

    /** Proofs under way at most: each server of a cluster asks for about one at a time. */
    static final int UNDER_WAY_MAX = 1_024;

    private final Duration patience;
    private final Object lock = new Object();
    private @Nullable Leading leading;

    /** Sends a leader's messages to one follower. */
    interface Sender {

        /** The follower that it sends to. */
        RaftPeerId follower();

        /**
         * Has something sent soon, if only a heartbeat.
         *
         * @return the least number of a message that is sent after this call
         */
        long sendAnew();
    }

    /** The leader's knowledge of its cluster. */
    interface Voters {

        /**
         * Whether the leader has applied an entry of its own term, so that it knows how far the log
         * is committed.
         */
        boolean isReady();

        /** Whether the leader and those that pass the test are a majority of the members. */
        boolean isMajority(Predicate<RaftPeerId> answered);
    }

    /** One leadership, from the election to the end. */
    private static final class Leading {

        private final Object state;
        private final Voters voters;
        private final Map<RaftPeerId, Sender> senders = new HashMap<>();
        private final List<Round> rounds = new ArrayList<>();

        Leading(Object state, Voters voters) {
            this.state = state;
            this.voters = voters;
        }
    }

    /** One proof under way. */
    private static final class Round {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        /**
         * The number from which on an answer counts, by sender; of a sender that came later all
         * count.
         */
        private final Map<Sender, Long> least = new HashMap<>();
        private final Set<RaftPeerId> answered = new HashSet<>();
    }

    /** A prover that gives a proof up after {@code patience}. */
    LeaderProof(Duration patience) {
        this.patience = patience;
    }

    /**
     * Notes that this replica leads, and that {@code sender} is one of its senders from now on.
     *
     * @param state stands for this leadership
     */
    void sends(Object state, Voters voters, Sender sender) {
        List<Round> over = List.of();
        synchronized (lock) {
            var now = leading;
            if (now == null || !now.state.equals(state)) {
                over = now == null ? List.of() : List.copyOf(now.rounds);
                now = new Leading(state, voters);
                leading = now;
            }
            now.senders.put(sender.follower(), sender);
        }
        over.forEach(LeaderProof::fail);
    }

    /**
     * Notes that a sender ends: with its leadership, or since its follower is no member any more.
     */
    void ends(Object state, Sender sender) {
        List<Round> over;
        synchronized (lock) {
            var now = leading;
            if (now == null || !now.state.equals(state)
                    || !now.senders.remove(sender.follower(), sender)
                    || !now.senders.isEmpty()) {
                return;
            }
            over = List.copyOf(now.rounds);
            now.rounds.clear();
        }
        over.forEach(LeaderProof::fail);
    }

    /** Notes that a follower has acknowledged the message of this number from {@code sender}. */
    void acknowledged(Object state, Sender sender, long number) {
        var proven = new ArrayList<Round>();
        synchronized (lock) {
            var now = leading;
            if (now == null || !now.state.equals(state) || now.rounds.isEmpty()
                    || !sender.equals(now.senders.get(sender.follower()))) { // one that was replaced
                return;
            }
            now.rounds.removeIf(round -> {
                var counts = number >= round.least.getOrDefault(sender, Long.MIN_VALUE)
                        && round.answered.add(sender.follower())
                        && now.voters.isMajority(round.answered::contains);
                return counts && proven.add(round);
            });
        }
        proven.forEach(round -> round.done.complete(null));
    }

    /** Completes once it is proven that this replica led after this call; fails if it is not. */
    CompletableFuture<Void> prove() {
        var round = new Round();
        Leading now;
        synchronized (lock) {
            now = leading;
        }
        if (now == null || !now.voters.isReady()) {
            return unproven("this server does not lead, or not yet for long enough");
        }
        synchronized (lock) {
            if (leading != now || now.rounds.size() >= UNDER_WAY_MAX) {
                return unproven("another leads now, or too many ask");
            }
            if (now.voters.isMajority(none -> false)) {
                return CompletableFuture.completedFuture(null); // the only member
            }
            now.rounds.add(round);
            now.senders.values().forEach(sender -> round.least.put(sender, sender.sendAnew()));
        }
        var unused = round.done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((proven, e) -> {
                    if (e != null) {
                        synchronized (lock) {
                            now.rounds.remove(round);
                        }
                    }
                });
        return round.done;
    }

    private static CompletableFuture<Void> unproven(String why) {
        return CompletableFuture.failedFuture(new IllegalStateException(why));
    }

    private static void fail(Round round) {
        round.done.completeExceptionally(new IllegalStateException("leadership ended"));
    }
}
