package dev.gavel.auction.model;

import java.util.Optional;

/**
 * Which item: counted by the house from 1, written as a decimal string.
 *
 * @param value at least 1
 */
public record ItemId(long value) implements Comparable<ItemId> {

    /**
     * @throws IllegalArgumentException if {@code value} is below 1
     */
    public ItemId {
        if (value < 1) {
            throw new IllegalArgumentException("ids count from 1");
        }
    }

    /** {@code text} as an id; empty if it is not written as the house writes them. */
    public static Optional<ItemId> parse(String text) {
        var number = Ids.parse(text);
        return number == 0 ? Optional.empty() : Optional.of(new ItemId(number));
    }

    @Override
    public int compareTo(ItemId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
