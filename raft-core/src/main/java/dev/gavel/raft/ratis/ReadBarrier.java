package dev.gavel.raft.ratis;

import dev.gavel.raft.UnconfirmedReadException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Confirms that this replica has applied everything that was committed before a read began. Reads
 * that wait at a moment share the next confirmation, and never one that began before them.
 */
final class ReadBarrier {

    /** Pause before a confirmation that failed is tried again. */
    private static final Duration PAUSE = Duration.ofMillis(50);
    /**
     * Time after which a confirmation may be lost, such as one that was asked of a leader that
     * went. The reads then wait for the next one as well, and for the first of the two.
     */
    private static final Duration OVERDUE = Duration.ofMillis(500);

    private final Supplier<CompletableFuture<Void>> confirmation;
    private final Duration timeout;
    private final Object lock = new Object();
    private List<Waiting> waiting = new ArrayList<>();
    private boolean underWay;

    private record Waiting(CompletableFuture<Void> done, long untilNanos) {}

    /**
     * Shares confirmations.
     *
     * @param confirmation asks for one
     * @param timeout how long a read may wait for it
     */
    ReadBarrier(Supplier<CompletableFuture<Void>> confirmation, Duration timeout) {
        this.confirmation = confirmation;
        this.timeout = timeout;
    }

    /**
     * Done when confirmed; fails with {@link UnconfirmedReadException} when that takes too long.
     */
    CompletableFuture<Void> confirm() {
        var mine = new Waiting(new CompletableFuture<>(), System.nanoTime() + timeout.toNanos());
        synchronized (lock) {
            waiting.add(mine);
            if (underWay) {
                return mine.done();
            }
            underWay = true;
        }
        next();
        return mine.done();
    }

    private void next() {
        List<Waiting> mine;
        synchronized (lock) {
            mine = waiting;
            waiting = new ArrayList<>();
            if (mine.isEmpty()) {
                underWay = false;
                return;
            }
        }
        // Ratis completes a confirmation while it holds a monitor that the next one waits for, and
        // readers go on from here: so on another thread
        var asked = ask();
        var confirmed = asked
                .thenRunAsync(() -> mine.forEach(one -> one.done().complete(null)), Threads.OWN);
        var unused = confirmed.copy()
                .orTimeout(OVERDUE.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((ok, e) -> {
                    if (e == null) {
                        next();
                    } else {
                        tryAgain(mine, e, e instanceof TimeoutException ? Duration.ZERO : PAUSE);
                    }
                }, Threads.OWN);
    }

    private CompletableFuture<Void> ask() {
        try {
            return confirmation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void tryAgain(List<Waiting> unconfirmed, Throwable why, Duration pause) {
        var now = System.nanoTime();
        var late = new UnconfirmedReadException(
                "no leader and majority confirmed the read in time");
        late.initCause(why);
        synchronized (lock) {
            unconfirmed.stream()
                    .filter(one -> one.untilNanos() - now > 0 && !one.done().isDone())
                    .forEach(waiting::add);
        }
        unconfirmed.stream()
                .filter(one -> one.untilNanos() - now <= 0)
                .forEach(one -> one.done().completeExceptionally(late));
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, Threads.OWN)
                .execute(this::next);
    }
}
