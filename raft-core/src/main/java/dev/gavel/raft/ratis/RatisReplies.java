package dev.gavel.raft.ratis;

import dev.gavel.raft.log.GroupCommit.NotCommitted;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Turns Ratis' word about a write that was not seen to be committed into {@link NotCommitted}, by
 * one table. Once an entry may have been appended, another leader may still commit it later,
 * whatever Ratis says. So the outcome is then unknown, for every exception.
 */
final class RatisReplies {

    private RatisReplies() {}

    /** How the write stands, or empty when it succeeded. */
    static Optional<NotCommitted> notCommitted(@Nullable RaftClientReply reply,
            @Nullable Throwable thrown, boolean appended, Members members) {
        if (thrown == null && reply != null && reply.isSuccess()) {
            return Optional.empty();
        }
        Throwable why = reply != null && reply.getException() != null ? reply.getException()
                : thrown;
        while (why instanceof CompletionException && why.getCause() != null) {
            why = why.getCause();
        }
        if (appended) {
            return Optional.of(new NotCommitted.Unknown(
                    "the leader changed or stopped before the entry was confirmed"));
        }
        return Optional.of(switch (why) {
            case NotLeaderException e -> new NotCommitted.NotLeader(
                    e.getSuggestedLeader() == null ? Optional.empty()
                            : members.peer(e.getSuggestedLeader().getId()));
            case LeaderNotReadyException e -> new NotCommitted.NotNow(
                    "the new leader is not ready yet");
            case LeaderSteppingDownException e -> new NotCommitted.NotNow(
                    "leadership is being handed over");
            case null, default -> new NotCommitted.NotNow("replication refuses the entry: " + why);
        });
    }
}
