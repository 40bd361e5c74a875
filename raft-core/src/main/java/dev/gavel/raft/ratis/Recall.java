package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftPeerId;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets a server that starts ask the others what they remember of its records, and keeps in mind
 * what is heard of theirs. If its records are older than the others remember, it votes for nobody
 * until it has been refilled. It has helped to acknowledge entries that it does not know any more.
 *
 * <p>Nobody votes within {@link #GRACE} of a start, so that the answers come first. After that the
 * cluster is not to wait for servers that are down. They are asked on until they answer, and once
 * more before each vote; late answers count as well.
 *
 * @see "docs/adr/0091-what-the-others-remember.md"
 */
final class Recall implements AutoCloseable {

    /** How long votes wait: shorter than a leader's silence that lets others stand. */
    private static final Duration GRACE = Duration.ofMillis(300);

    private final int self;
    private final Members members;
    private final Memory memory;
    private final Shortage shortage;
    private final Others others;
    private final long nonce = ThreadLocalRandom.current().nextLong();
    private final Map<Integer, Unheard> unheard = new ConcurrentHashMap<>();
    private final Heard heard;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean closed;

    /** The other servers, which are asked and heard. */
    interface Others {

        /** What {@code peer} remembers of this server; empty if it does not say. */
        Optional<MemoryQuestion.Answer> memoryOf(int peer, long starts, long nonce);

        /** Whether {@code peer} takes a connection now. */
        boolean reaches(int peer);

        /** Replaces the connections to {@code peer}: it may be back since a moment ago. */
        void renew(int peer);

        /** The leader, as far as it is known. */
        Optional<Integer> leading();

        /** How far each server is known to have the committed log. */
        Collection<CommitInfoProto> commits();
    }

    /** Is told if this server's records lack something. */
    interface Shortage {

        /** Lets votes be asked of this server, unless its records lack something. */
        void openUnlessShort();

        /**
         * Notes that this server has once held the log up to {@code index}. If it does not now, it
         * is to be refilled.
         *
         * @param term the term that others are in
         * @param because the reason in words, as the beginning of a sentence
         */
        void missing(long index, long term, String because);

        /** Whether a leader is still to tell how far the log must reach. */
        boolean asksLeader();

        /**
         * Notes that a leader that this server follows has the log up to {@code index}, in
         * {@code term}.
         */
        void leaderHas(long index, long term);
    }

    Recall(int self, Members members, Memory memory, Shortage shortage, Others others) {
        this.self = self;
        this.members = members;
        this.memory = memory;
        this.heard = new Heard(memory);
        this.shortage = shortage;
        this.others = others;
    }

    /** Asks all others, and opens the gate once they have answered or {@link #GRACE} is over. */
    void begin() {
        members.now().ids().stream().filter(id -> id != self).forEach(this::begin);
        var unused = all(Unheard::over).thenRunAsync(shortage::openUnlessShort, Threads.OWN);
    }

    private void begin(int id) {
        var one = new Unheard(() -> isHeard(id), () -> isBack(id),
                () -> !closed && isMember(id));
        unheard.put(id, one);
        Thread.ofVirtual().name("recall-" + id).start(() -> {
            try {
                one.ask(GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                unheard.remove(id);
            }
        });
    }

    /**
     * Completes when each server that has not answered yet was asked anew. Each has then answered,
     * or cannot be reached. If one neither answers nor refuses, it completes after {@link #GRACE}:
     * the cluster is not to wait.
     */
    CompletableFuture<Void> asked() {
        return all(Unheard::askedNow);
    }

    private CompletableFuture<Void> all(Function<Unheard, CompletableFuture<Void>> each) {
        var awaited = unheard.values().stream().map(each).toArray(CompletableFuture[]::new);
        return awaited.length == 0 ? CompletableFuture.completedFuture(null)
                : CompletableFuture.allOf(awaited)
                        .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the leader. Its log holds everything that this server can have promised, and more. */
    private void askLeader(int id) {
        if (asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("recall-leader").start(() -> {
                try {
                    others.memoryOf(id, memory.starts(), nonce)
                            .filter(answer -> answer.logEnd() >= 0)
                            .ifPresent(answer -> shortage.leaderHas(
                                    Math.max(answer.of().index(), answer.logEnd()),
                                    answer.term()));
                } finally {
                    asking.set(false);
                }
            });
        }
    }

    private boolean isMember(int id) {
        return members.now().peer(id).isPresent();
    }

    private boolean isBack(int id) {
        if (others.reaches(id)) {
            others.renew(id);
            return true;
        }
        return false;
    }

    private boolean isHeard(int id) {
        var answer = others.memoryOf(id, memory.starts(), nonce);
        answer.ifPresent(said -> hear(id, said));
        return answer.isPresent();
    }

    private void hear(int id, MemoryQuestion.Answer answer) {
        var known = answer.of();
        var isOlder = known.starts() >= memory.starts();
        if (isOlder) {
            memory.startedAtLeast(known.starts() + 1);
        }
        shortage.missing(isOlder ? Math.max(known.index(), answer.logEnd()) : known.index(),
                answer.term(), "its records are older than server " + id + " remembers");
    }

    /** Keeps in mind how far the others are. Called by one thread, several times a second. */
    void look() {
        var leader = others.leading();
        if (shortage.asksLeader()) {
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
