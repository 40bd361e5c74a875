package dev.gavel.auction.message;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Spans;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import org.jspecify.annotations.Nullable;

/** A no of the house, with what would have been enough. The same on every replica. */
public sealed interface Rejection {

    /** The reason code. */
    Code code();

    /** One sentence for people. */
    String sentence();

    /**
     * A no that its sentence explains.
     *
     * @param code why
     * @param auctionOrNull which auction it is about
     * @param field which field of the command is at fault; empty if none
     * @param sentence for people
     */
    record Plain(Code code, @Nullable AuctionId auctionOrNull, String field, String sentence)
            implements
                Rejection {}

    /**
     * The amount does not beat what stands.
     *
     * @param code {@code TOO_LOW}, or {@code TOO_HIGH} where offers fall, unless {@code why} has its own
     * @param direction which way bids go
     * @param why how it falls short
     * @param offered the amount, in minor units
     * @param price the standing price; {@link Standing#NONE} before any bid
     * @param enough what would have been enough; out of bounds if nothing would
     */
    record NotEnough(Code code, AuctionId auction, Currency currency, Direction direction, Why why,
            long offered, long price, long enough) implements Rejection {

        /** How an amount falls short. */
        public enum Why {
            /** Below the opening price. */
            OPENING,
            /** Below the standing price and its increment. */
            INCREMENT,
            /** Below the price of the round of a falling clock. */
            ROUND,
            /** As good as the standing price, but later. */
            EQUAL,
            /** The bidder leads already and must better their own maximum. */
            OWN_MAXIMUM,
            /** The bidder took better bids back, and must bid as much as these. */
            RETRACTED,
            /** Not what it costs to buy at once. */
            BUY_NOW,
            /** Only an ordinary bid is possible: it is no longer sold at once. */
            BUY_NOW_OVER,
            /** Others with better bids get all units, or leave too few. */
            UNITS,
            /** The bidder's own bid stands, and only a better one takes its place. */
            OWN_BID
        }

        @Override
        public String sentence() {
            if (why == Why.BUY_NOW_OVER) {
                return "It can no longer be bought at once: nothing was bought, and nothing bid.";
            }
            if (!Limits.isAmount(enough)) {
                return direction == Direction.DOWN
                        ? "No lower offer can be made: the smallest amount is "
                                + currency.format(1) + "."
                        : "No higher bid can be made: the largest amount is "
                                + currency.format(Limits.AMOUNT_MAX) + ".";
            }
            var need = currency.format(enough);
            var least = direction == Direction.DOWN ? "at most " : "at least ";
            return switch (why) {
                case OPENING -> "The opening bid is " + least + need + ".";
                case INCREMENT -> currency.format(offered) + " does not beat the standing "
                        + currency.format(price) + "; bid " + least + need + ".";
                case ROUND -> currency.format(offered) + " is below the price of this round, "
                        + need + ": send accept to buy at it, or wait until it falls.";
                case EQUAL -> "Equal to the standing bid but later; bid " + least + need + ".";
                case OWN_MAXIMUM -> "You lead already; to better your "
                        + (direction == Direction.DOWN ? "limit" : "maximum") + ", bid " + least
                        + need + ". Send max with the bid to set another one.";
                case RETRACTED ->
                    "You took bids back in this auction; to bid again, your bid or its "
                            + "maximum must be " + least + need + ".";
                case BUY_NOW -> "It is sold at once for " + need + ", not for "
                        + currency.format(offered) + ".";
                case UNITS -> "At " + currency.format(offered)
                        + " a unit you would get nothing now; bid at least " + need + ".";
                case OWN_BID -> "Your own bid stands; to better it bid at least " + need
                        + " a unit.";
                case BUY_NOW_OVER -> throw new AssertionError("told above");
            };
        }
    }

    /**
     * The amount is between two rungs of the ladder.
     *
     * @param field {@code amount} or {@code max}
     * @param below the rung under it; {@link Standing#NONE} if that is too low
     * @param above the rung over it; out of bounds if there is none
     */
    record OffGrid(AuctionId auction, Currency currency, String field, long offered, long below,
            long above) implements Rejection {

        @Override
        public Code code() {
            return Code.OFF_GRID;
        }

        @Override
        public String sentence() {
            if (!Limits.isAmount(above)) {
                return currency.format(offered) + " is not on this auction's ladder"
                        + (Limits.isAmount(below)
                                ? "; the nearest amount is " + currency.format(below) + "."
                                : ", and nothing better is.");
            }
            var rungs = below < 0 ? "the next amount is " + currency.format(above)
                    : "the nearest amounts are " + currency.format(below) + " and "
                            + currency.format(above);
            return currency.format(offered) + " is not on this auction's ladder; " + rungs + ".";
        }
    }

    /**
     * The time for it is over: the auction ended, or its commitments are being opened.
     *
     * @param endedAt when, in milliseconds since 1970
     * @param lateByMillis how long ago that was
     * @param isRevealing whether it is the time for new commitments that is over
     */
    record Late(AuctionId auction, long endedAt, long lateByMillis, boolean isRevealing)
            implements
                Rejection {

        /** The auction is over. */
        public Late(AuctionId auction, long endedAt, long lateByMillis) {
            this(auction, endedAt, lateByMillis, false);
        }

        @Override
        public Code code() {
            return Code.LATE;
        }

        @Override
        public String sentence() {
            return isRevealing
                    ? "Too late to place or change a bid: the opening of bids began "
                            + Spans.ago(lateByMillis) + "."
                    : "Closed: the auction ended " + Spans.ago(lateByMillis) + ".";
        }
    }

    /**
     * The auction is paused.
     *
     * @param goesOnAt when it goes on by itself at the latest, in milliseconds since 1970;
     *         {@link dev.gavel.auction.model.Times#NEVER} if nothing bounds it, or the bidder may not know
     */
    record Paused(AuctionId auction, long goesOnAt) implements Rejection {

        @Override
        public Code code() {
            return Code.PAUSED;
        }

        @Override
        public String sentence() {
            return "The auction is paused; wait until its seller resumes it"
                    + (goesOnAt == Times.NEVER
                            ? "."
                            : ", or until it goes on by itself at " + Times.format(goesOnAt) + ".");
        }
    }

    /**
     * The auction has not opened.
     *
     * @param opensAt when it will; {@link dev.gavel.auction.model.Times#NEVER} if that is not known
     */
    record NotStarted(AuctionId auction, long opensAt) implements Rejection {

        @Override
        public Code code() {
            return Code.NOT_STARTED;
        }

        @Override
        public String sentence() {
            return opensAt == Times.NEVER
                    ? "The auction has not been opened yet."
                    : "The auction opens at " + Times.format(opensAt) + ".";
        }
    }
}
