package dev.gavel.auction.message;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

/** What the house answers. */
public sealed interface Reply {

    /** One sentence for people. */
    String sentence();

    /** Whether it is a yes. */
    default boolean isSuccess() {
        return !(this instanceof Rejected);
    }

    /** No. */
    record Rejected(Rejection rejection) implements Reply {

        @Override
        public String sentence() {
            return rejection.sentence();
        }
    }

    /**
     * The house stands under another version of its rules.
     *
     * @param version the new one
     */
    record Adopted(int version) implements Reply {

        @Override
        public String sentence() {
            return "The house is of version " + version + " now. " + HouseVersion.changes(version);
        }
    }

    /** The caller is a user. */
    record Registered(UserName user) implements Reply {

        @Override
        public String sentence() {
            return "Registered as " + user + ".";
        }
    }

    /** An item came into the catalogue, or left it. */
    record ItemChanged(ItemId item, String sentence) implements Reply {}

    /**
     * An auction is as asked.
     *
     * @param phase where it is in its life
     */
    record AuctionStands(AuctionId auction, Phase phase, String sentence) implements Reply {}

    /**
     * A bid was accepted.
     *
     * @param place where it stands
     * @param falling whether offers fall, so that the next one may at most be {@code enough}
     * @param enough what the next bid must at least be;
     *        {@link Standing#NONE} if there is no next one
     * @param endsAt when the auction ends, in milliseconds since 1970
     * @param note what else to say; null for the usual
     */
    record BidStands(AuctionId auction, Currency currency, Place place, boolean falling,
            long enough, long endsAt, @Nullable String note) implements Reply {

        @Override
        public String sentence() {
            if (note != null) {
                return note;
            }
            var price = currency.format(place.price());
            if (place.leading()) {
                var limit = place.ownMaximum() == Standing.NONE
                        || place.ownMaximum() == place.price() ? ""
                                : "; the house bids for you " + (falling ? "down to " : "up to ")
                                        + currency.format(place.ownMaximum());
                return "Accepted: you lead at " + price + limit + ".";
            }
            return "Accepted, but outbid at once by an earlier maximum: your bid is "
                    + currency.format(place.amount()) + ", the price is " + price + ".";
        }
    }

    /**
     * Where an accepted bid stands.
     *
     * @param leading whether it leads now
     * @param price standing price, in minor units
     * @param amount what everybody is told of the bid, in minor units
     * @param ownMaximum up to where the house bids for its bidder; {@link Standing#NONE} of a plain
     *        bid
     * @param outbidByOrNull who leads if the bid does not; null if it does
     */
    record Place(boolean leading, long price, long amount, long ownMaximum,
            @Nullable UserName outbidByOrNull) {

        /** As the story of the bid goes. */
        public static Place of(BidStory story) {
            return new Place(story.leads(), story.after().price(), story.amount(),
                    story.bid().plain() ? Standing.NONE : story.bid().maximum(),
                    story.leads() ? null : story.after().leaderOrNull());
        }
    }

    /**
     * Somebody takes part.
     *
     * @param said that they do
     * @param price as it stands, before any bid the start; {@link Standing#NONE} where bids are secret
     * @param falling whether offers fall
     * @param enough what the next bid must be; {@link Standing#NONE} where that cannot be said
     * @param leaderOrNull who leads; null for nobody, and where bids are secret
     * @param endsAt when it, or its round, ends, in milliseconds since 1970
     * @param leftMillis how long that is from now
     */
    record Joined(AuctionId auction, Currency currency, String said, long price, boolean falling,
            long enough, @Nullable UserName leaderOrNull, long endsAt, long leftMillis)
            implements
                Reply {

        @Override
        public String sentence() {
            var out = new StringBuilder(said);
            if (leaderOrNull != null) {
                out.append(' ')
                        .append(leaderOrNull)
                        .append(" leads at ")
                        .append(currency.format(price))
                        .append('.');
            } else if (price != Standing.NONE) {
                out.append(" The price is ").append(currency.format(price)).append('.');
            }
            if (Limits.isAmount(enough) && enough != price) {
                out.append(" Bid at ")
                        .append(falling ? "most " : "least ")
                        .append(currency.format(enough))
                        .append('.');
            }
            if (endsAt != Times.NEVER) {
                out.append(" Time left: ").append(Times.length(leftMillis)).append('.');
            }
            return out.toString();
        }
    }

    /**
     * Units were bought off a falling clock.
     *
     * @param price of one unit, in minor units
     * @param left how many are left
     */
    record Bought(AuctionId auction, Currency currency, long quantity, long price, long left)
            implements
                Reply {

        @Override
        public String sentence() {
            return "Yours: " + (quantity == 1 ? "" : quantity + " at ") + currency.format(price)
                    + (left == 0 ? "." : "; " + left + " left.");
        }
    }

    /**
     * Something else was accepted, to be said in a sentence.
     *
     * @param auction where
     */
    record Done(AuctionId auction, String sentence) implements Reply {}
}
