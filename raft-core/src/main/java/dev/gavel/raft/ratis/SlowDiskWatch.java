package dev.gavel.raft.ratis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notices a disk that takes entries, but slowly: every client waits for each of its syncs. A leader
 * with such a disk lets another lead. It goes on taking commands until then, since all disks may be
 * slow.
 *
 * <p>Time for which the machine lets threads wait is not held against the disk. It delays the
 * thread that waits for a sync as well, and all servers on the machine alike.
 *
 * <p>A sync is not timed itself. While entries wait for one, the looks are counted, and how often
 * the log on the disk had grown between two of them.
 */
final class SlowDiskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SlowDiskWatch.class);
    /** An average sync that is slow: many times the time of a disk that is fit for a cluster. */
    static final Duration SLOW = Duration.ofMillis(200);
    /** How long it has to be slow; a pause of the machine is shorter. */
    static final Duration LASTS = Duration.ofSeconds(10);
    /** Least number of syncs that say something. */
    private static final int SYNCS = 5;
    /** After so many times {@link #LASTS} without enough syncs, nothing is known any more. */
    private static final int FORGOTTEN_AFTER = 6;
    /** Pause before leadership is handed over again, since all servers may be on one slow disk. */
    private static final Duration HAND_OVER_AGAIN_AFTER = Duration.ofSeconds(60);

    private final LongSupplier lastIndex;
    private final LongSupplier syncedIndex;
    private final Supplier<Duration> delay;
    private final LetAnotherLead other;
    private final LivedTime time;
    private volatile Optional<String> objection = Optional.empty();
    private long lookedAt;
    private long windowBegan;
    private long waitedNanos;
    private int syncs;
    private int idleWindows;
    private long syncedThen;
    private boolean waited;

    /**
     * Watches.
     *
     * @param lastIndex index of the last entry taken; -1 for none
     * @param syncedIndex up to where they are on the disk
     * @param delay how long this machine lets threads wait
     * @param nanos time that does not jump
     */
    SlowDiskWatch(LongSupplier lastIndex, LongSupplier syncedIndex, BooleanSupplier leads,
            Runnable handOver, Supplier<Duration> delay, LongSupplier nanos) {
        this.lastIndex = lastIndex;
        this.syncedIndex = syncedIndex;
        this.delay = delay;
        this.other = new LetAnotherLead(leads, handOver, HAND_OVER_AGAIN_AFTER, nanos);
        this.time = new LivedTime(nanos);
    }

    /** Why this server had better not lead; empty while its disk is quick enough. */
    Optional<String> objection() {
        return objection;
    }

    /** Looks once; called by one thread, several times a second. */
    void look() {
        var now = time.look();
        var synced = syncedIndex.getAsLong();
        if (waited) {
            waitedNanos += now - lookedAt;
            syncs += synced == syncedThen ? 0 : 1;
        }
        lookedAt = now;
        syncedThen = synced;
        waited = synced < lastIndex.getAsLong();
        if (now - windowBegan >= LASTS.toNanos()) {
            judge(now);
        }
        other.look(objection.isPresent());
    }

    private void judge(long now) {
        var average = syncs == 0 ? 0 : waitedNanos / syncs;
        var isSlow = syncs >= SYNCS
                && average > SLOW.plus(ElectionTimeouts.more(delay.get())).toNanos();
        if (isSlow) {
            var why = "this server's disk is slow: a sync of the log takes "
                    + average / 1_000_000 + " ms on average, and " + SLOW.toMillis()
                    + " ms are too many";
            if (objection.isEmpty()) {
                LOG.error("{}", why);
            }
            objection = Optional.of(why);
        } else if (objection.isPresent() && (syncs >= SYNCS || ++idleWindows >= FORGOTTEN_AFTER)) {
            LOG.info("the disk is quick enough again, as far as can be seen");
            objection = Optional.empty();
        }
        idleWindows = syncs >= SYNCS ? 0 : idleWindows;
        windowBegan = now;
        waitedNanos = 0;
        syncs = 0;
    }
}
