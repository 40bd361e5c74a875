package dev.gavel.auction.state;

import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.SignedRound;

import java.util.ArrayList;

/**
 * What a seller's program signed of one auction, the newest {@value Limits#SIGNED_ROUNDS_MAX}. Each tells
 * all that holds by then, so the last alone proves the result.
 *
 * @param count how many there ever were; they are numbered from 0
 * @param ring the kept ones, each where its number says
 */
public record SignedRounds(long count, PagedTable<SignedRound> ring) {

    /** None. */
    public static final SignedRounds NONE = new SignedRounds(0, PagedTable.empty());

    /** Number of the oldest that is kept. */
    public long oldest() {
        return count - ring.size();
    }

    /**
     * The one of that number.
     *
     * @throws IndexOutOfBoundsException unless it is kept
     */
    public SignedRound get(long number) {
        if (number < oldest() || number >= count) {
            throw new IndexOutOfBoundsException(number);
        }
        return ring.get(number % Limits.SIGNED_ROUNDS_MAX);
    }

    /** With one more; where all room is taken, without the oldest. */
    public SignedRounds with(SignedRound round) {
        var next = shared(round);
        return new SignedRounds(count + 1,
                ring.size() < Limits.SIGNED_ROUNDS_MAX ? ring.append(next)
                        : ring.with(count % Limits.SIGNED_ROUNDS_MAX, next));
    }

    /** Rounds in which nobody leaves share one list of names. */
    private SignedRound shared(SignedRound round) {
        if (count > 0 && get(count - 1).out().equals(round.out())) {
            return new SignedRound(round.round(), round.price(), round.atMillis(),
                    get(count - 1).out(), round.signature());
        }
        return round;
    }

    /** As they were when they were written: the newest of {@code count}, in order. */
    public static SignedRounds restored(long oldest, Iterable<SignedRound> kept) {
        var rounds = new SignedRounds(oldest, PagedTable.empty());
        if (oldest % Limits.SIGNED_ROUNDS_MAX == 0) {
            for (var round : kept) {
                rounds = rounds.with(round);
            }
            return rounds;
        }
        return turned(oldest, kept);
    }

    /** A ring that has turned: the oldest is not at its beginning. */
    private static SignedRounds turned(long oldest, Iterable<SignedRound> kept) {
        var all = new ArrayList<SignedRound>();
        kept.forEach(all::add);
        var shift = (int) (oldest % Limits.SIGNED_ROUNDS_MAX);
        var ring = PagedTable.<SignedRound>empty();
        for (var i = 0; i < all.size(); i++) {
            ring = ring.append(all.get(Math.floorMod(i - shift, all.size())));
        }
        return new SignedRounds(oldest + all.size(), ring);
    }
}
