package dev.gavel.raft;

import java.util.Optional;

/**
 * An immutable view of one replica at one log position. Whoever holds it keeps its state from being
 * collected, and nothing else: the replica goes on meanwhile.
 *
 * @param state the machine's state
 * @param at the last entry applied to it
 * @param timeMillis replicated time of that entry
 * @param answers what clients were answered, up to that entry
 * @param <S> the machine's state
 */
public record Read<S>(S state, LogPosition at, long timeMillis, Answers answers) {

    /** What was answered to whom. */
    public interface Answers {

        /** The first answer to {@code id} of {@code principal}, if given and still remembered. */
        Optional<Reply> firstAnswer(RequestId id, String principal);
    }
}
