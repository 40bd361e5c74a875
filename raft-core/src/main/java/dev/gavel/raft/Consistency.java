package dev.gavel.raft;

/** Which commits a read must see. */
public enum Consistency {
    /** Every commit that was acknowledged before the read began; needs a majority. */
    LINEARIZABLE,
    /** Whatever this replica has applied; may lag, and needs nobody else. */
    LOCAL
}
