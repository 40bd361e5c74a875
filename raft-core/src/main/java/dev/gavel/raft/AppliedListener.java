package dev.gavel.raft;

import java.util.List;

/**
 * Told of every entry this replica applies, in order, once per run of the process: also of those
 * replayed after it was added, but not of those within a snapshot.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public interface AppliedListener<S, E> {

    /** An entry was applied. Called on the applying thread: must be quick and must not throw. */
    void applied(LogPosition at, long timeMillis, List<? extends E> events, S after);

    /**
     * The state was replaced by a snapshot: entries up to {@code at} were not seen one by one. Called
     * at a restart from a snapshot and when one is installed by the leader.
     */
    void restored(LogPosition at, long timeMillis, S state);
}
