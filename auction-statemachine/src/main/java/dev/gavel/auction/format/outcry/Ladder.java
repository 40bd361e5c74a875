package dev.gavel.auction.format.outcry;

import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;

/** The amounts that an auction with a grid takes: its start, and from there step by step. */
final class Ladder {

    private Ladder() {}

    /** The first rung, seen from the start, that is as good as {@code amount} or better. */
    static long rungAtLeast(ConditionsOfSale conditions, Direction direction, long amount) {
        var table = conditions.increments();
        return direction == Direction.UP ? table.ladderAtOrAbove(conditions.start(), amount)
                : table.fallAtOrBelow(conditions.start(), amount);
    }

    /** The last rung, seen from the start, that {@code amount} is as good as or better. */
    static long rungAtMost(ConditionsOfSale conditions, Direction direction, long amount) {
        var table = conditions.increments();
        return direction == Direction.UP ? table.ladderAtOrBelow(conditions.start(), amount)
                : table.fallAtOrAbove(conditions.start(), amount);
    }
}
