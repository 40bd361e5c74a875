package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Remedies;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.log.Applier;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.log.Fault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Decides which servers go on if their digests differ: those that agree with a majority of the
 * members. The log shows each server the leader's digest. A server with another digest asks all
 * others before it goes on. The log shows the leader only its own digest, so the leader asks the
 * others each time.
 *
 * <p>If no majority can be found, since servers are down, nothing is put into the log, and the
 * servers that differ are not ready.
 *
 * @see "docs/adr/0085-which-servers-stop.md"
 */
final class DigestAccord implements Applier.Arbiter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DigestAccord.class);
    /** How long nothing more is applied while the others are asked. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long ASK_AGAIN_MILLIS = 200;
    private static final long ANSWER_WITHIN_MILLIS = 1_000;

    private final int self;
    private final Remedies remedies;
    private final Members members;
    private final Consumer<String> whenAstray;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Optional<String> doubt = Optional.empty();
    private volatile @Nullable Others others;
    private volatile boolean closed;

    /** The replica whose digests these are, and the other servers. */
    interface Others {

        /** The digest of {@code peer} at {@code index}; empty when it does not say. */
        Optional<Bytes> digestOf(int peer, long index);

        /** Whether this replica leads. */
        boolean leads();
    }

    /** How the digests at one index stand to one another. */
    enum Outcome {
        /** A majority has this server's digest. */
        RIGHT,
        /** A majority has another. */
        ASTRAY,
        /** All answered, and no digest has a majority. */
        SPLIT,
        /** Too few answered. */
        UNKNOWN
    }

    /**
     * The accord of one server; it asks nobody before {@link #watch}.
     *
     * @param whenAstray told with a sentence if this server leads and is the one that went astray
     */
    DigestAccord(ReplicaConfig config, Members members, Consumer<String> whenAstray) {
        this.self = config.self();
        this.remedies = config.remedies();
        this.members = members;
        this.whenAstray = whenAstray;
    }

    /** Lets {@code those} be asked from now on. */
    void watch(Others those) {
        others = those;
    }

    /**
     * Why nothing is put into the log; empty while no server is known to differ, or a majority
     * agrees.
     */
    Optional<String> doubt() {
        return doubt;
    }

    /** How {@code own} stands to the digests that are {@code known} of {@code servers} servers. */
    static Outcome outcome(Bytes own, Map<Integer, Bytes> known, int servers) {
        var votes = new HashMap<Bytes, Integer>();
        known.values().forEach(digest -> votes.merge(digest, 1, Integer::sum));
        var most = votes.entrySet()
                .stream()
                .filter(each -> each.getValue() * 2 > servers)
                .map(Map.Entry::getKey)
                .findFirst();
        if (most.isPresent()) {
            return most.get().equals(own) ? Outcome.RIGHT : Outcome.ASTRAY;
        }
        return known.size() >= servers ? Outcome.SPLIT : Outcome.UNKNOWN;
    }

    @Override
    public void agrees(DigestCheck check) {
        var present = others;
        if (present == null || !present.leads()) {
            doubt = Optional.empty(); // what the leader goes on from came out here too
        } else if (members.now().peers().size() > 1 && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("digests-" + self).start(() -> {
                try {
                    confirm(present, check);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    asking.set(false);
                }
            });
        }
    }

    /**
     * For a leader: asks until the servers that answer agree with it, or it is found to be the odd
     * one.
     */
    private void confirm(Others present, DigestCheck check) throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!closed && present.leads()) {
            var known = ask(present, check.index(), check.digest());
            var allAgree = known.values().stream().allMatch(check.digest()::equals);
            var outcome = outcome(check.digest(), known, members.now().peers().size());
            if (outcome == Outcome.ASTRAY) {
                whenAstray.accept(astray(check.index(), check.digest(), known));
                return;
            }
            if (outcome == Outcome.RIGHT || (allAgree && System.nanoTime() - until > 0)) {
                doubt = Optional.empty();
                return;
            }
            if (!allAgree) {
                doubt = Optional.of(undecided(check.index(), known));
            }
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
        }
        if (!present.leads()) {
            doubt = Optional.empty(); // the next leader's digest will show
        }
    }

    @Override
    public void differs(DigestCheck check, Bytes own, long seenAt) {
        LOG.error(
                "this server has another digest at log index {} than the leader; the leader's"
                        + " stands in the log at index {}. This server asks the others which digest"
                        + " is right",
                check.index(), seenAt);
        try {
            settle(check, own);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("stopped while the digests of the servers were compared", e);
        }
    }

    private void settle(DigestCheck check, Bytes own) throws InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        Map<Integer, Bytes> known = Map.of(self, own);
        while (!closed) {
            var present = others;
            if (present != null) {
                known = ask(present, check.index(), own);
            }
            switch (outcome(own, known, members.now().peers().size())) {
                case RIGHT -> {
                    LOG.warn(
                            "a majority of the servers has the digest of this server at index {}:"
                                    + " this server goes on, and the server that led will stop",
                            check.index());
                    return;
                }
                case ASTRAY -> throw new Fault(astray(check.index(), own, known));
                case SPLIT -> throw new Fault("this server differs from the leader at log index "
                        + check.index() + ", and no majority of the servers agrees: it stops rather"
                        + " than answer wrongly. Compare the records: " + remedies.compare());
                case UNKNOWN -> {
                    if (System.nanoTime() - until > 0) {
                        doubt = Optional.of(undecided(check.index(), known));
                        LOG.error("{}", doubt.get());
                        return;
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
        }
    }

    private String astray(long index, Bytes own, Map<Integer, Bytes> known) {
        var agreeing = known.entrySet()
                .stream()
                .filter(each -> !each.getValue().equals(own))
                .map(each -> each.getKey().toString())
                .sorted()
                .toList();
        return "this server differs from a majority of the servers (" + String.join(", ", agreeing)
                + ") at log index " + index + ": it stops rather than answer wrongly. If records of"
                + " theirs were put back to an earlier copy, start nothing and see"
                + " docs/OPERATING.md, damaged records. Otherwise fetch everything from them: "
                + remedies.fetchAll(self) + ", which keeps what is there; then start this server";
    }

    private String undecided(long index, Map<Integer, Bytes> known) {
        return "the servers differ at log index " + index + ", and only " + known.size()
                + " of " + members.now().peers().size() + " say what they have, so that it is not"
                + " clear which of them is right: start the others";
    }

    /** The digests of all that answer in time, with this server's own. */
    private Map<Integer, Bytes> ask(Others present, long index, Bytes own)
            throws InterruptedException {
        var ids = members.now().ids().stream().filter(id -> id != self).toList();
        var known = new ConcurrentHashMap<Integer, Bytes>(Map.of(self, own));
        var answers = new CountDownLatch(ids.size());
        for (var id : ids) {
            Thread.ofVirtual().start(() -> {
                try {
                    present.digestOf(id, index).ifPresent(digest -> known.put(id, digest));
                } finally {
                    answers.countDown();
                }
            });
        }
        var unused = answers.await(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        return Map.copyOf(known);
    }

    @Override
    public void close() {
        closed = true;
    }
}
