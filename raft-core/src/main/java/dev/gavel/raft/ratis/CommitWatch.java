package dev.gavel.raft.ratis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notices a leader whose entries are not committed, whatever the others' heartbeats say. The leader
 * cannot hear them, its senders are stuck, or a reply was lost with its connection. It then puts
 * nothing more into the log and steps down, so that servers that can hear each other elect anew.
 *
 * @see "docs/upstream/lost-reply-in-an-idle-group.md"
 */
final class CommitWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CommitWatch.class);
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(2);
    private static final Duration STEP_DOWN_AGAIN_AFTER = Duration.ofSeconds(5);

    private final LongSupplier lastIndex;
    private final LongSupplier committedIndex;
    private final BooleanSupplier leads;
    private final Runnable stepDown;
    private final Supplier<Duration> patience;
    private final LivedTime time;
    private volatile Optional<String> objection = Optional.empty();
    private long committedThen = -1;
    private boolean ledThen;
    private long movedAt;
    private long steppedDownAt;

    /**
     * Watches.
     *
     * @param lastIndex index of the last entry of the log; -1 for none
     * @param committedIndex up to where a majority is known to have them
     * @param stepDown makes this replica a follower
     * @param patience how long nothing may be committed while something waits
     * @param nanos time that does not jump
     */
    CommitWatch(LongSupplier lastIndex, LongSupplier committedIndex, BooleanSupplier leads,
            Runnable stepDown, Supplier<Duration> patience, LongSupplier nanos) {
        this.lastIndex = lastIndex;
        this.committedIndex = committedIndex;
        this.leads = leads;
        this.stepDown = stepDown;
        this.patience = patience;
        this.time = new LivedTime(nanos);
        this.steppedDownAt = -STEP_DOWN_AGAIN_AFTER.toNanos();
    }

    /**
     * Two election timeouts, and long enough for a disk that is slow now and then.
     *
     * @param delay how long this machine lets threads wait
     */
    static Duration patience(Duration electionTimeoutMax, Duration delay) {
        var two = electionTimeoutMax.plus(ElectionTimeouts.more(delay)).multipliedBy(2);
        return two.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : two;
    }

    /** Why nothing is to be put into the log; empty while entries are committed. */
    Optional<String> objection() {
        return objection;
    }

    /** Looks once; called by one thread, several times a second. */
    void look() {
        var now = time.look();
        var committed = committedIndex.getAsLong();
        var leadsNow = leads.getAsBoolean();
        if (!leadsNow || !ledThen || committed != committedThen
                || committed >= lastIndex.getAsLong()) {
            committedThen = committed;
            ledThen = leadsNow;
            movedAt = now;
            objection = Optional.empty();
            return;
        }
        var most = patience.get();
        if (now - movedAt < most.toNanos()) {
            return;
        }
        if (objection.isEmpty()) {
            var why = "no majority of the servers has confirmed an entry for "
                    + most.toMillis() / 1000.0 + " s after index " + committed;
            LOG.error("{}: this server gives up leading", why);
            objection = Optional.of(why);
        }
        if (now - steppedDownAt >= STEP_DOWN_AGAIN_AFTER.toNanos()) {
            steppedDownAt = now;
            stepDown.run();
        }
    }
}
