package dev.gavel.raft;

import java.util.List;

/**
 * Told of every entry this replica applies, in order, once per run of the process: also of those
 * replayed after it was added, but not of those within a snapshot. A restart tells of the same
 * entries again, so whoever passes events on keeps count by {@link LogPosition#index()}.
 *
 * <p>No method runs beside another of the same listener. What a listener throws is taken for a
 * fault of the machine and stops the replica.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public interface AppliedListener<S, E> {

    /**
     * An entry was applied. Called on the applying thread, which does nothing else meanwhile: must
     * be quick, must not block, and must not throw.
     *
     * @param at its place; indexes rise, and entries of replication's own leave gaps
     * @param timeMillis replicated time of the entry, in milliseconds since 1970; never falls
     * @param events what happened, in order; often none
     * @param after the state after it
     */
    void applied(LogPosition at, long timeMillis, List<? extends E> events, S after);

    /**
     * The state is {@code state}, and entries up to {@code at} are not told one by one. This is
     * called once when the listener is added, on the thread that adds it. It is called again on the
     * applying thread when the leader sends a snapshot to a replica that is far behind.
     */
    void restored(LogPosition at, long timeMillis, S state);
}
