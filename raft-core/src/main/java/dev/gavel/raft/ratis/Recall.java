package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftPeerId;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Has a server that starts ask the others what they remember of its records, and keeps in mind what is heard
 * of theirs. A server whose records are those of before votes for nobody until it has been refilled: it has
 * helped to acknowledge what it does not know any more.
 *
 * <p>Nobody votes within {@link #GRACE} of a start, so that the answers come first; after that the house is
 * not to wait for servers that are down. They are asked on until they answer: what they say late counts as
 * well, and one of them that stands for election is heard before it is given a vote.
 *
 * @see "docs/adr/0091-what-the-others-remember.md"
 */
final class Recall implements AutoCloseable {

    /** Shorter than a leader's silence that lets others stand. */
    private static final Duration GRACE = Duration.ofMillis(300);
    private static final long ASK_AGAIN_MILLIS = 50;
    private static final long ASK_LATER_MILLIS = 500;

    private final int self;
    private final Members members;
    private final Memory memory;
    private final Refill refill;
    private final Others others;
    private final long nonce = ThreadLocalRandom.current().nextLong();
    private final Set<Integer> answered = new HashSet<>();
    /** Of those that have not answered yet. */
    private final Map<Integer, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();
    private final Heard heard;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean closed;

    /** What is asked, and heard, of the house. */
    interface Others {

        /** What {@code peer} remembers of this server; empty where it does not say. */
        Optional<MemoryQuestion.Answer> memoryOf(int peer, long starts, long nonce);

        /** Replaces the connections to {@code peer}: it may be back since a moment ago. */
        void renew(int peer);

        /** Who leads, as far as it is known. */
        Optional<Integer> leading();

        /** How far each server is known to have the committed log. */
        Collection<CommitInfoProto> commits();
    }

    Recall(int self, Members members, Memory memory, Refill refill, Others others) {
        this.self = self;
        this.members = members;
        this.memory = memory;
        this.heard = new Heard(memory);
        this.refill = refill;
        this.others = others;
    }

    /** Asks all others, and opens the gate once they have answered or {@link #GRACE} is over. */
    void begin() {
        var asked = members.now().ids().stream().filter(id -> id != self).toList();
        asked.forEach(id -> awaited.put(id, new CompletableFuture<>()));
        for (var id : asked) {
            Thread.ofVirtual().name("recall-" + id).start(() -> ask(id));
        }
        Thread.ofVirtual().name("recall").start(() -> {
            try {
                awaitAnswers(asked.size());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            refill.openUnlessShort();
        });
    }

    private void awaitAnswers(int all) throws InterruptedException {
        var until = System.nanoTime() + GRACE.toNanos();
        synchronized (answered) {
            for (var left = GRACE.toNanos(); left > 0 && answered.size() < all; left = until
                    - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(answered, left);
            }
        }
    }

    /** What a leader's log holds is all that this server can have promised, and more. */
    private void askLeader(int id) {
        if (asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("recall-leader").start(() -> {
                try {
                    others.memoryOf(id, memory.starts(), nonce)
                            .filter(answer -> answer.logEnd() >= 0)
                            .ifPresent(answer -> refill.leaderHas(
                                    Math.max(answer.of().index(), answer.logEnd()),
                                    answer.term()));
                } finally {
                    asking.set(false);
                }
            });
        }
    }

    /** Until it answers, or is no member any more. */
    private void ask(int id) {
        try {
            var began = System.nanoTime();
            while (!closed && awaited.containsKey(id) && isMember(id)) {
                if (isHeard(id)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(System.nanoTime() - began < GRACE.toNanos()
                        ? ASK_AGAIN_MILLIS
                        : ASK_LATER_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isMember(int id) {
        return members.now().peer(id).isPresent();
    }

    private boolean isHeard(int id) {
        var answer = others.memoryOf(id, memory.starts(), nonce);
        answer.ifPresent(said -> hear(id, said));
        return answer.isPresent();
    }

    /**
     * Completes when {@code candidate}, which is up, has said what it remembers, and after {@link #GRACE}
     * where it cannot be asked.
     */
    CompletableFuture<?> heard(int candidate) {
        var answer = awaited.get(candidate);
        if (answer == null || !isMember(candidate)) {
            return CompletableFuture.completedFuture(null);
        }
        Thread.ofVirtual().name("recall-" + candidate).start(() -> {
            if (!isHeard(candidate)) {
                others.renew(candidate);
                isHeard(candidate);
            }
        });
        return answer.copy()
                .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void hear(int id, MemoryQuestion.Answer answer) {
        var known = answer.of();
        var isOlder = known.starts() >= memory.starts();
        if (isOlder) {
            memory.startedAtLeast(known.starts() + 1);
        }
        refill.missing(isOlder ? Math.max(known.index(), answer.logEnd()) : known.index(),
                answer.term(), "its records are older than server " + id + " remembers");
        synchronized (answered) {
            answered.add(id);
            answered.notifyAll();
        }
        Optional.ofNullable(awaited.remove(id)).ifPresent(waiting -> waiting.complete(null));
    }

    /** Keeps in mind how far the others are. Called by one thread, several times a second. */
    void look() {
        var leader = others.leading();
        if (refill.asksLeader()) {
            leader.filter(id -> id != self).ifPresent(this::askLeader);
        }
        var commits = others.commits()
                .stream()
                .collect(Collectors.toMap(
                        info -> RatisProperties
                                .number(RaftPeerId.valueOf(info.getServer().getId())),
                        CommitInfoProto::getCommitIndex, Math::max));
        commits.remove(self);
        heard.look(leader.map(OptionalInt::of).orElseGet(OptionalInt::empty), commits,
                System.nanoTime());
    }

    @Override
    public void close() {
        closed = true;
        memory.close();
    }
}
