package dev.gavel.raft;

import java.time.Duration;
import java.util.Optional;

/**
 * How a write ended, as replication sees it. There is one for every write, and none is an
 * exception.
 *
 * <p>Only {@link Unknown} leaves open whether the command was or will be applied. Asking again
 * under the same id is right after each of them but {@link Refused}: a command is applied at most
 * once under one id.
 */
public sealed interface Submission {

    /**
     * On a majority's disks and applied.
     *
     * @param at the entry that answered it; of a repeat, the entry that applied it first where
     *        known
     * @param timeMillis replicated time of that entry
     * @param reply the machine's answer, of a repeat the first one
     * @param repeated whether this id had been answered before
     */
    record Committed(LogPosition at, long timeMillis, Reply reply, boolean repeated)
            implements
                Submission {}

    /**
     * The group will not apply it under this id, now or later. It may have been applied earlier.
     *
     * @param reason why
     * @param message one sentence for people
     */
    record Refused(Reason reason, String message) implements Submission {}

    /**
     * Certainly not logged: ask {@code leader}, or any other where it is empty, with the same id.
     */
    record NotLeader(Optional<Peer> leader) implements Submission {}

    /** Certainly not logged, since too much waits: the same again after {@code retryAfter}. */
    record Busy(Duration retryAfter, String why) implements Submission {}

    /**
     * Certainly not logged, since whoever leads cannot take it at the moment: leadership changes,
     * or its clock or its disk is in the way. Ask again after {@code retryAfter}, there or
     * elsewhere.
     */
    record NotNow(Duration retryAfter, String why) implements Submission {}

    /** May or may not be logged: ask again with the same id to learn which. */
    record Unknown(String why) implements Submission {}

    /** Why an id is refused. */
    enum Reason {
        /** The session, or the answer under this number, is no longer remembered. */
        FORGOTTEN,
        /** The same id came earlier with another principal or payload. */
        ALTERED,
        /** More unacknowledged commands in one session than {@link SessionLimits#MAX_WINDOW}. */
        WINDOW
    }
}
