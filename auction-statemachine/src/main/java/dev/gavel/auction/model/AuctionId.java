package dev.gavel.auction.model;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Which auction: counted by the house from 1, written as a decimal string.
 *
 * @param value at least 1
 */
public record AuctionId(long value) implements Comparable<AuctionId> {

    /**
     * @throws IllegalArgumentException if {@code value} is below 1
     */
    public AuctionId {
        if (value < 1) {
            throw new IllegalArgumentException("ids count from 1");
        }
    }

    /** {@code text} as an id; empty if it is not written as the house writes them. */
    public static Optional<AuctionId> parse(String text) {
        var number = Ids.parse(text);
        return number == 0 ? Optional.empty() : Optional.of(new AuctionId(number));
    }

    @Override
    public int compareTo(AuctionId other) {
        return Long.compare(value, other.value);
    }

    /** Written out, as {@link #hashCode} is: every bid asks, and a record's own takes a detour. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuctionId id && value == id.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
