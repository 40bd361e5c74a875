package dev.gavel.raft;

import java.util.List;

/**
 * What a machine hands back for one entry. Nobody changes the lists any more: they are kept and
 * handed on as they are.
 *
 * @param after the state after it, an immutable value
 * @param replies one for each of {@link Entry#requests()}, in their order; another number of them
 *        is a fault and stops the replica
 * @param events what happened, in order, for {@link AppliedListener}; the number of the entry and
 *        the place in this list name an event, and are the same on every replica
 * @param trace a short record of what was decided, the same bytes on every replica. It goes into
 *        the running digest, so that replicas which decide differently are found out within about a
 *        second
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public record Applied<S, E>(S after, List<? extends Reply> replies, List<? extends E> events,
        Bytes trace) {}
