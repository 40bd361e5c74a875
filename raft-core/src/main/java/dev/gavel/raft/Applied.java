package dev.gavel.raft;

import java.util.List;

/**
 * What a machine hands back for one entry.
 *
 * @param after the state after it, an immutable value
 * @param replies one per command of the entry, in order
 * @param events what happened, in order; the n-th has the feed position {@code index.n}
 * @param trace a short canonical record of what was decided, which goes into the running digest, so
 *        that two replicas that decide differently are found out
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public record Applied<S, E>(S after, List<? extends Reply> replies, List<? extends E> events,
        Bytes trace) {}
