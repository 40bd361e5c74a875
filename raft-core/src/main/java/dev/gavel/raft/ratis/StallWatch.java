package dev.gavel.raft.ratis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Notices a log that takes entries and does not get them onto the disk: the disk hangs without an
 * error, or the writer died in silence. Such a leader puts nothing more into the log and lets
 * another lead, which needs no disk of its own.
 */
final class StallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    /** Time without progress: many times what a slow disk needs for one sync. */
    private static final Duration STALLED = Duration.ofSeconds(2);
    private static final Duration HAND_OVER_AGAIN_AFTER = Duration.ofSeconds(5);

    private final LongSupplier lastIndex;
    private final LongSupplier syncedIndex;
    private final LetAnotherLead other;
    private final LivedTime time;
    private volatile Optional<String> objection = Optional.empty();
    private long syncedThen;
    private long movedAt;

    /**
     * Watches.
     *
     * @param lastIndex index of the last entry taken; -1 for none
     * @param syncedIndex up to where they are on the disk
     * @param nanos time that does not jump
     */
    StallWatch(LongSupplier lastIndex, LongSupplier syncedIndex, BooleanSupplier leads,
            Runnable handOver, LongSupplier nanos) {
        this.lastIndex = lastIndex;
        this.syncedIndex = syncedIndex;
        this.other = new LetAnotherLead(leads, handOver, HAND_OVER_AGAIN_AFTER, nanos);
        this.time = new LivedTime(nanos);
    }

    /** Why nothing is to be put into the log; empty while the disk keeps up. */
    Optional<String> objection() {
        return objection;
    }

    /** Looks once; called by one thread, several times a second. */
    void look() {
        note(time.look(), syncedIndex.getAsLong());
        other.look(objection.isPresent());
    }

    private void note(long now, long synced) {
        if (synced != syncedThen || synced >= lastIndex.getAsLong()) {
            syncedThen = synced;
            movedAt = now;
            if (objection.isPresent()) {
                LOG.info("the disk takes entries of the log again");
                objection = Optional.empty();
            }
        } else if (now - movedAt >= STALLED.toNanos() && objection.isEmpty()) {
            var why = "this server's disk does not take entries of the log: nothing has been synced"
                    + " for " + STALLED.toSeconds()
                    + (synced < 0 ? " s, nor before" : " s after index " + synced);
            LOG.error("{}", why);
            objection = Optional.of(why);
        }
    }
}
