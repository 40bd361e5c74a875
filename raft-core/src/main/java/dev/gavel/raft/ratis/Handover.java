package dev.gavel.raft.ratis;

import dev.gavel.raft.ReplicaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Hands leadership to another server: on request, because of a fault here, and before a stop.
 *
 * @see "docs/upstream/lost-reply-in-an-idle-group.md"
 */
final class Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    /** How long a stop waits for another leader. */
    private static final Duration WITHIN = Duration.ofSeconds(3);
    /** The least that one candidate is given; the most is the time of an election. */
    private static final long LEAST_MILLIS = 100;
    /**
     * How many entries a candidate may lack. A candidate that lacks more is waited for first, since
     * a leader writes nothing while it hands over.
     */
    private static final long NEAR = 1_000;
    /** Pause after an attempt that failed. */
    private static final Duration REST = Duration.ofMillis(50);
    /**
     * How long {@link #stir} waits for its entry, which is usually in the log long before. A server
     * that may write nothing goes on without.
     */
    private static final Duration STIRS_WITHIN = Duration.ofMillis(100);

    private final ReplicaConfig config;
    private final Members members;
    private final Leadership leadership;
    private final Runnable pulse;
    private final Supplier<Duration> delay;
    private CompletableFuture<Integer> underWay = CompletableFuture.completedFuture(-1);
    private int underWayTo = -1;
    private boolean steppedAside;

    /** This server's leadership, and what it knows of its followers. */
    interface Leadership {

        /** Whether this server leads. */
        boolean leads();

        /** Hands leadership to {@code to} and waits; why that failed, or empty if it went well. */
        String transfer(int to, long millis);

        /** Index of the last entry of this server's log; -1 for none. */
        long lastIndex();

        /** Up to where a majority is known to have the log. */
        long committedIndex();

        /**
         * Up to where {@code peer} is known to have the committed log; empty where it has not said.
         */
        OptionalLong committedBy(int peer);

        /** Ids of followers that answered within {@code recent}. */
        List<Integer> heardWithin(Duration recent);
    }

    /**
     * Hands over one server's leadership.
     *
     * @param pulse puts an entry into the log, if that is possible now
     * @param delay how long this machine lets threads wait
     */
    Handover(ReplicaConfig config, Members members, Leadership leadership, Runnable pulse,
            Supplier<Duration> delay) {
        this.config = config;
        this.members = members;
        this.leadership = leadership;
        this.pulse = pulse;
        this.delay = delay;
    }

    /**
     * Hands leadership to {@code to}, or to any server that is up to date if it is -1. Tries until
     * {@code timeout} while this server leads, since a server that has just started may not stand
     * yet. A second call for the same waits for the first: each attempt lets the log grow, and the
     * others must catch up with it. Fails with a sentence.
     */
    synchronized CompletableFuture<Integer> to(int to, Duration timeout) {
        if (to != -1 && members.now().peer(to).isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "there is no server " + to + " in this cluster"));
        }
        if (underWay.isDone() || underWayTo != to) {
            underWay = toFirst(() -> to == -1 ? reachable() : List.of(to), timeout);
            underWayTo = to;
        }
        return underWay.copy();
    }

    /**
     * Hands leadership to any of these servers that can be reached; the log says how that ended.
     */
    void toOneOf(List<Integer> trusted) {
        var unused = toFirst(() -> reachable().stream().filter(trusted::contains).toList(), WITHIN)
                .whenComplete((leader, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}", failure.getMessage());
                    } else {
                        LOG.info("leadership was handed over to server {}", leader);
                    }
                });
    }

    /** Hands leadership to any other server that can be reached. */
    void toAnyOther() {
        toOneOf(members.now().ids().stream().filter(id -> id != config.self()).toList());
    }

    /**
     * Called once, before a stop. If this server leads and there is another, waits until another
     * leads.
     */
    synchronized void stepAside() {
        if (steppedAside) {
            return;
        }
        steppedAside = true;
        if (!leadership.leads() || members.now().peers().size() == 1) {
            return;
        }
        try {
            to(-1, WITHIN).get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("stopping without having handed leadership over: {}",
                    e.getCause() == null ? "no answer in time" : e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Integer> toFirst(Supplier<List<Integer>> candidates,
            Duration timeout) {
        var until = System.nanoTime() + timeout.toNanos();
        return CompletableFuture.supplyAsync(() -> {
            String why;
            do {
                why = "no other server is up to date";
                for (var candidate : candidates.get()) {
                    var failed = attempt(candidate, until);
                    if (failed.isEmpty()) {
                        return candidate;
                    }
                    why = failed;
                    LockSupport.parkNanos(REST.toNanos());
                }
            } while (leadership.leads() && until - System.nanoTime() > 0
                    && !candidates.get().isEmpty());
            throw new IllegalStateException("leadership was not handed over: "
                    + (leadership.leads() ? why
                            : "server " + config.self() + " does not lead any more"));
        }, task -> Thread.ofVirtual().name("transfer").start(task));
    }

    /**
     * Tries one candidate; why it did not take over, or empty if it did. Ratis tells a candidate
     * once to stand, which may not hear it. Ratis takes no writes until the candidate leads or the
     * time is over. So the time is short, and a candidate that did not take over is asked anew.
     */
    private String attempt(int candidate, long until) {
        if (!isNear(candidate)) {
            return "server " + candidate + " is behind";
        }
        stir();
        var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        var most = config.tuning()
                .elections()
                .timeoutMax()
                .plus(ElectionTimeouts.more(delay.get()))
                .toMillis();
        return leadership.transfer(candidate,
                Math.clamp(left, LEAST_MILLIS, Math.max(LEAST_MILLIS, most)));
    }

    private boolean isNear(int candidate) {
        return leadership.committedBy(candidate).orElse(-1) >= leadership.committedIndex() - NEAR;
    }

    /**
     * Lets the log grow by an entry. Only the answers to entries tell what the others hold. Of a
     * server that started anew in an idle cluster nothing is known, and Ratis would wait for it in
     * vain.
     */
    private void stir() {
        var last = leadership.lastIndex();
        var until = System.nanoTime() + STIRS_WITHIN.toNanos();
        pulse.run();
        while (leadership.lastIndex() == last && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Followers that answered just now; none if they and this server are no majority. */
    private List<Integer> reachable() {
        var followers = leadership.heardWithin(config.tuning().elections().timeoutMin());
        return (followers.size() + 1) * 2 > members.now().peers().size() ? followers : List.of();
    }
}
