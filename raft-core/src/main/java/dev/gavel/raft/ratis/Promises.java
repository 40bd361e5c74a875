package dev.gavel.raft.ratis;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Keeps the {@link PromiseMark} in step with the log. The mark is never ahead of the synced log,
 * and goes down before a legal truncation. While the log is shorter than was promised, the mark
 * only goes up.
 *
 * <p>Ratis 3.3.0 calls it in this way. Its log writer asks {@code flush(index)} for a future
 * <em>before</em> it syncs the log. It waits for that future <em>after</em> the sync, on the same
 * thread and before anything is acknowledged (with {@code StateMachineData.sync} off). So the
 * future does its work when it is waited for. {@code truncate(index)} is asked for when the
 * truncation is queued, behind writes that may still be synced. The mark stays below until that
 * future is waited for, after the file was cut.
 */
final class Promises {

    private final PromiseMark mark;
    private final Deque<Long> truncations = new ArrayDeque<>();
    private boolean isShort;

    /** Keeps {@code mark}; {@code isShort} if the log ends before it. */
    Promises(PromiseMark mark, boolean isShort) {
        this.mark = mark;
        this.isShort = isShort;
    }

    /** A future to be waited for once the log is synced up to {@code index}. */
    CompletableFuture<Void> whenSynced(long index) {
        return new Deferred(() -> synced(index));
    }

    private synchronized void synced(long index) {
        var below = truncations.isEmpty() ? index
                : Math.min(index, Collections.min(truncations) - 1);
        if (below > mark.index()) {
            mark.set(below);
        }
    }

    /**
     * To be called before the log is truncated from {@code index} on. The future is to be waited
     * for when that is done.
     */
    synchronized CompletableFuture<Void> whenTruncated(long index) {
        truncations.add(index);
        if (!isShort && mark.index() >= index) {
            mark.set(index - 1);
            mark.force();
        }
        return new Deferred(this::truncated);
    }

    private synchronized void truncated() {
        truncations.poll();
    }

    /**
     * Notes that a snapshot came in place of the log: truncations that were queued are not carried
     * out.
     */
    synchronized void replaced() {
        truncations.clear();
    }

    /** How far the log has been promised. */
    long mark() {
        return mark.index();
    }

    /**
     * Notes that the log, which ends earlier, turns out to have been promised up to {@code index}.
     */
    synchronized void lost(long index) {
        isShort = true;
        if (index > mark.index()) {
            mark.set(index);
        }
        mark.force();
    }

    /** Notes that the log holds, up to {@code index}, all that was promised and committed. */
    synchronized void madeGood(long index) {
        isShort = false;
        mark.set(index);
        mark.force();
    }

    /** From now on only a program that knows {@code version} runs these records. */
    void need(int version) {
        mark.need(version);
    }

    /** Makes the mark survive a power cut. */
    void force() {
        mark.force();
    }

    /** A future that does its work when it is waited for, on the thread that waits. */
    private static final class Deferred extends CompletableFuture<Void> {

        private final Runnable work;

        Deferred(Runnable work) {
            this.work = work;
        }

        /** Does the work. A mark that cannot be moved is a log that cannot be written. */
        @Override
        public Void get() throws ExecutionException {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                throw new ExecutionException("the promise mark cannot be moved",
                        new IOException(e.toString(), e));
            }
            complete(null);
            return null;
        }
    }
}
