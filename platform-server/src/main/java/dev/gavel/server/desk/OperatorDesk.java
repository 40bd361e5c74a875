package dev.gavel.server.desk;

import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Tasks that operators may give one server. */
public final class OperatorDesk {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorDesk.class);
    /** A class name, which a library's failure may have in it, and a sentence never. */
    private static final Pattern CLASS_NAME = Pattern.compile("[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]");
    private static final Duration TRANSFER_WITHIN = Duration.ofSeconds(5);

    private final Replicator<?, ?> replicator;
    private final Directory directory;
    private final LeaderLine line;

    /**
     * The desk of this server's replica.
     *
     * @param line the way to the leader, which alone can hand leadership over
     */
    public OperatorDesk(Replicator<?, ?> replicator, Directory directory, LeaderLine line) {
        this.replicator = replicator;
        this.directory = directory;
        this.line = line;
    }

    /**
     * Hands leadership over.
     *
     * @param to id of the server that is to lead, or -1 for any that is up to date
     * @param forwarding whether a server that does not lead may ask the leader
     * @return id of the new leader; fails with a sentence
     */
    public CompletableFuture<Integer> transfer(int to, Forwarding forwarding) {
        var status = replicator.status();
        if (to != -1 && directory.server(to).isEmpty()) {
            return refuse("there is no server " + to + " in this cluster; its servers are "
                    + String.join(", ", directory.servers()
                            .stream()
                            .map(server -> String.valueOf(server.id()))
                            .toList()));
        }
        if (status.role() == ReplicaStatus.Role.LEADER) {
            return to == status.self() ? CompletableFuture.completedFuture(to)
                    : replicator.transferLeadership(to, TRANSFER_WITHIN);
        }
        var leader = status.leader().flatMap(directory::server);
        if (leader.isEmpty()) {
            return CompletableFuture.failedFuture(new LeaderlessException(
                    "no server leads at the moment: nobody can hand leadership over"));
        }
        return forwarding == Forwarding.NEVER
                ? CompletableFuture.failedFuture(LeaderlessException.notHere(leader))
                : line.transfer(leader.get(), to, TRANSFER_WITHIN.plusSeconds(1));
    }

    private static CompletableFuture<Integer> refuse(String sentence) {
        return CompletableFuture.failedFuture(new IllegalStateException(sentence));
    }

    /** Writes a snapshot; the index it holds. Fails with a sentence. */
    public CompletableFuture<Long> snapshot() {
        return replicator.takeSnapshot();
    }

    /** The sentence that tells an operator of a failure. */
    public static String sentence(Throwable failure) {
        var cause = causeOf(failure);
        if (cause instanceof TimeoutException) {
            return "no answer came in time; ask again";
        }
        var message = cause.getMessage();
        if (message == null || CLASS_NAME.matcher(message).find()) {
            LOG.error("an operator's wish failed", cause);
            return "this server met a bug; its log says which";
        }
        return message;
    }

    /** The failure, if it failed only for want of a leader: nothing was done. */
    public static Optional<LeaderlessException> leaderless(Throwable failure) {
        return causeOf(failure) instanceof LeaderlessException none ? Optional.of(none)
                : Optional.empty();
    }

    /** The kind of trouble that a failure is. */
    public static Trouble trouble(Throwable failure) {
        return switch (causeOf(failure)) {
            case LeaderlessException none -> none.leader().isPresent() ? Trouble.NOT_LEADER
                    : Trouble.NO_LEADER;
            case UnansweredException unanswered -> Trouble.UNKNOWN;
            case MemberChangeException change -> switch (change.kind()) {
                case REFUSED -> Trouble.NOT_POSSIBLE;
                case NO_MAJORITY -> Trouble.NO_MAJORITY;
                case NOT_LEADER -> Trouble.NO_LEADER;
                case UNDECIDED -> Trouble.UNKNOWN;
            };
            default -> Trouble.NOT_POSSIBLE;
        };
    }

    /** The failure itself, without what a future wraps around it. */
    public static Throwable causeOf(Throwable failure) {
        var wrapped = failure instanceof CompletionException
                || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? failure.getCause() : failure;
    }
}
