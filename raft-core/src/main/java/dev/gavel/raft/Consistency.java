package dev.gavel.raft;

/** Which commits a read must see. */
public enum Consistency {
    /**
     * Every commit that was acknowledged before the read began, by whichever replica. Needs a
     * majority, and no clock: it is confirmed by messages, never by a lease.
     */
    LINEARIZABLE,
    /** Whatever this replica has applied; may lag, never goes back, and needs nobody else. */
    LOCAL
}
