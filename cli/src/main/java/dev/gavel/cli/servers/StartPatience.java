package dev.gavel.cli.servers;

import dev.gavel.server.cluster.Standing;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How long servers that start are waited for. On a machine that has much else to do that takes minutes,
 * so it counts only for how long none of them has come nearer. That is: it writes a log, it answers,
 * something else than before keeps it from being ready, it has applied more of its log, or it is ready.
 */
final class StartPatience {

    /** Nothing that a server does by itself at its start takes so long, even on a busy machine. */
    static final Duration WITHOUT_PROGRESS = DevCluster.START_PATIENCE;
    /** A server that comes nearer and nearer and is never ready. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String WRITES = "writes";

    private final long began;
    private long cameNearerAt;
    private final Set<String> steps = new HashSet<>();
    private final Map<Integer, Long> applied = new HashMap<>();

    /** Of servers that are started at {@code now}, in nanoseconds of any clock. */
    StartPatience(long now) {
        this.began = now;
        this.cameNearerAt = now;
    }

    /** Server {@code id} has begun to write its log. */
    void writes(int id, long now) {
        step(id, WRITES, now);
    }

    /** Whether that is known of server {@code id}. */
    boolean knowsThatItWrites(int id) {
        return steps.contains(id + " " + WRITES);
    }

    /** A server answers, but is not ready. */
    void answers(Standing row, long now) {
        step(row.id(), "answers", now);
        // what it waits for is the same however its figures change
        step(row.id(), row.notReadyBecause().replaceAll("[0-9]+", "#"), now);
        if (row.appliedIndex() > applied.getOrDefault(row.id(), -1L)) {
            applied.put(row.id(), row.appliedIndex());
            cameNearerAt = now;
        }
    }

    /** So many of {@code all} are not ready yet. */
    void left(int starting, int all, long now) {
        if (starting < all) {
            step(starting, "left", now);
        }
    }

    private void step(int number, String what, long now) {
        if (steps.add(number + " " + what)) {
            cameNearerAt = now;
        }
    }

    /** Whether it is in vain to wait on. */
    boolean isOver(long now) {
        return now - cameNearerAt > WITHOUT_PROGRESS.toNanos() || now - began > LONGEST.toNanos();
    }

    /** Time since they were started. */
    Duration waited(long now) {
        return Duration.ofNanos(now - began);
    }
}
