package dev.gavel.raft.ratis;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Keeps the {@link PromiseMark} in step with the log: never ahead of what is synced, and down before a
 * legal truncation. While the log is shorter than was promised, the mark only goes up.
 *
 * <p>How Ratis 3.3.0 calls: its log writer asks {@code flush(index)} for a future <em>before</em> it
 * syncs the log and waits for that future <em>after</em> it, on the same thread and before anything is
 * acknowledged (with {@code StateMachineData.sync} off). So the future does its work when it is waited
 * for. {@code truncate(index)} is asked for when the truncation is queued, behind writes that may still
 * be synced; until it is waited for, after the file was cut, the mark stays below.
 */
final class Promises {

    private final PromiseMark mark;
    private final Deque<Long> truncations = new ArrayDeque<>();
    private boolean isShort;

    /** Keeps {@code mark}; {@code isShort} where the log ends before it. */
    Promises(PromiseMark mark, boolean isShort) {
        this.mark = mark;
        this.isShort = isShort;
    }

    /** To be waited for once the log is synced up to {@code index}. */
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

    /** Before the log is truncated from {@code index} on; to be waited for when it was. */
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

    /** A snapshot came in place of the log: truncations that were queued are not carried out. */
    synchronized void replaced() {
        truncations.clear();
    }

    /** How far the log has been promised. */
    long mark() {
        return mark.index();
    }

    /** It turns out that the log, which ends before it, was promised up to {@code index}. */
    synchronized void lost(long index) {
        isShort = true;
        if (index > mark.index()) {
            mark.set(index);
        }
        mark.force();
    }

    /** The log holds up to {@code index} all that was promised and committed. */
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

    /** Works when it is waited for, on the thread that waits. */
    private static final class Deferred extends CompletableFuture<Void> {

        private final Runnable work;

        Deferred(Runnable work) {
            this.work = work;
        }

        /** A mark that cannot be moved is a log that cannot be written. */
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
