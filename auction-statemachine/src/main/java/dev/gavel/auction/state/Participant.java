package dev.gavel.auction.state;

import org.jspecify.annotations.Nullable;

/**
 * How somebody takes part in an auction.
 *
 * @param isActive whether they still do
 * @param round the last round of a rising clock they confirmed; {@link #NONE} for none
 * @param row where in the history the bid of theirs stands that counts; {@link #NONE} for none
 * @param commitmentOrNull the hash of their secret bid, until it is opened
 */
public record Participant(boolean isActive, int round, long row,
        @Nullable String commitmentOrNull) {

    /** Stands for "no round" and "no row". */
    public static final int NONE = -1;

    /** Has joined and done nothing yet. */
    public static final Participant JOINED = new Participant(true, NONE, NONE, null);

    /** Has left. */
    static final Participant LEFT = new Participant(false, NONE, NONE, null);

    /** Whether a bid of theirs counts. */
    public boolean hasRow() {
        return row != NONE;
    }
}
