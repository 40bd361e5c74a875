package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Another member that has not said yet what it remembers of this server. It is asked from time to
 * time until it does, and at once if a vote hangs on it. All that wait for one answer share the
 * question.
 */
final class Unheard {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofMillis(500);

    private final BooleanSupplier question;
    private final BooleanSupplier renewed;
    private final BooleanSupplier matters;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private List<CompletableFuture<Void>> urgent = new ArrayList<>();

    /**
     * The questions to one member.
     *
     * @param question asks it; whether it has answered
     * @param renewed replaces the connections to it, if it takes any; whether it did
     * @param matters whether it is still to be asked
     */
    Unheard(BooleanSupplier question, BooleanSupplier renewed, BooleanSupplier matters) {
        this.question = question;
        this.renewed = renewed;
        this.matters = matters;
    }

    /** Completes once it has answered, or need not be asked any more. */
    CompletableFuture<Void> over() {
        return over;
    }

    /**
     * Completes once it was asked after this call, whether it has answered or cannot be reached.
     */
    synchronized CompletableFuture<Void> askedNow() {
        if (over.isDone()) {
            return over;
        }
        var asked = new CompletableFuture<Void>();
        urgent.add(asked);
        notifyAll();
        return asked;
    }

    /** Asks until it is over; often at first, for so long. */
    void ask(Duration often) throws InterruptedException {
        try {
            var began = System.nanoTime();
            while (matters.getAsBoolean()) {
                var waiting = taken();
                if (isAnswered()) {
                    return;
                }
                waiting.forEach(one -> one.complete(null));
                rest(System.nanoTime() - began < often.toNanos() ? SOON : LATER);
            }
        } finally {
            end();
        }
    }

    /**
     * Whether it answers, on new connections too: it may be back since a moment ago, and the old
     * connection not know it.
     */
    private boolean isAnswered() {
        return question.getAsBoolean() || (renewed.getAsBoolean() && question.getAsBoolean());
    }

    private synchronized List<CompletableFuture<Void>> taken() {
        var all = urgent;
        urgent = new ArrayList<>();
        return all;
    }

    private synchronized void rest(Duration pause) throws InterruptedException {
        var until = System.nanoTime() + pause.toNanos();
        for (var left = pause.toNanos(); left > 0 && urgent.isEmpty(); left = until
                - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void end() {
        over.complete(null);
        taken().forEach(one -> one.complete(null));
    }
}
