package dev.gavel.server.desk;

import dev.gavel.raft.Replicator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What operators may ask of one server. */
public final class OperatorDesk {

    private static final Duration TRANSFER_WITHIN = Duration.ofSeconds(5);

    private final Replicator<?, ?> replicator;

    /** For the replica of this server. */
    public OperatorDesk(Replicator<?, ?> replicator) {
        this.replicator = replicator;
    }

    /**
     * Hands leadership over.
     *
     * @param to id of the server that is to lead, or -1 for any that is up to date
     * @return id of the new leader; fails with a sentence
     */
    public CompletableFuture<Integer> transfer(int to) {
        return replicator.transferLeadership(to, TRANSFER_WITHIN);
    }

    /** Writes a snapshot; the index it holds. Fails with a sentence. */
    public CompletableFuture<Long> snapshot() {
        return replicator.takeSnapshot();
    }

    /** What to tell an operator of a failure. */
    public static String sentence(Throwable failure) {
        var wrapped = failure instanceof CompletionException
                || failure instanceof ExecutionException;
        var cause = wrapped && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
