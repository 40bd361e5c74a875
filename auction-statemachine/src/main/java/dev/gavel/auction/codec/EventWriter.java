package dev.gavel.auction.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Result;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Events to JSON, without what is secret in them. */
final class EventWriter {

    private EventWriter() {}

    static byte[] encode(FeedEvent event) {
        return encode(event, true);
    }

    /** As who does not see how the auction stands is told of it. */
    static byte[] encodeOutline(FeedEvent event) {
        return encode(event, false);
    }

    private static byte[] encode(FeedEvent event, boolean whole) {
        return Json.write(out -> {
            out.writeStringField("position", event.position().toString());
            out.writeStringField("type", WireNames.typeOf(event.event()));
            ReplyWriter.time("at", event.at().toEpochMilli(), out);
            if (event.event().auction().isPresent()) {
                out.writeStringField("auction", event.event().auction().get().toString());
            }
            if (whole) {
                details(event.event(), out);
            } else {
                outline(event.event(), out);
            }
        });
    }

    /** That it is over, and whether it was sold. */
    private static void outline(Event event, JsonGenerator out) throws IOException {
        if (event instanceof Event.AuctionClosed e) {
            ReplyWriter.time("endedAt", e.at(), out);
            out.writeStringField("result", WireNames.nameOf(e.result()));
        }
    }

    private static void details(Event event, JsonGenerator out) throws IOException {
        switch (event) {
            case Event.HouseAdopted e -> {
                out.writeNumberField("houseVersion", e.version());
                out.writeNumberField("formerVersion", e.former());
            }
            case Event.UserRegistered e -> out.writeStringField("user", e.user().value());
            case Event.ItemConsigned e -> {
                out.writeStringField("item", e.item().toString());
                out.writeStringField("seller", e.seller().value());
                out.writeStringField("name", e.name());
                if (e.price().isPresent()) {
                    out.writeNumberField("price", e.price().getAsLong());
                }
                if (e.anyoneMayStart()) {
                    out.writeBooleanField("anyoneMayStart", true);
                }
            }
            case Event.ItemWithdrawn e -> out.writeStringField("item", e.item().toString());
            case Event.AuctionCreated e -> {
                out.writeStringField("seller", e.seller().value());
                out.writeStringField("name", e.name());
                out.writeStringField("format", WireNames.nameOf(e.conditions().format()));
                out.writeStringField("currency", e.conditions().currency().code());
                out.writeNumberField("start", e.conditions().start());
            }
            case Event.AuctionScheduled e -> ReplyWriter.time("opensAt", e.opensAt(), out);
            case Event.AuctionOpened e -> {
                ReplyWriter.time("opensAt", e.openedAt(), out);
                ReplyWriter.time("endsAt", e.endsAt(), out);
            }
            case Event.ParticipantJoined e -> out.writeStringField("user", e.user().value());
            case Event.ParticipantLeft e -> out.writeStringField("user", e.user().value());
            case Event.BidAccepted e -> {
                var story = e.story();
                out.writeStringField("bidder", e.bid().bidder().value());
                out.writeNumberField("amount", story.amount());
                if (story.automatic().isPresent()) {
                    ReplyWriter.automatic(story.automatic().get(), out);
                }
                out.writeNumberField("price", e.standing().price());
                leader(e.standing().leader().map(Object::toString).orElse(""), out);
                ReplyWriter.bound(next(e.direction()), e.enough(), out);
            }
            case Event.BidRetracted e -> {
                out.writeStringField("bidder", e.user().value());
                out.writeStringField("reason", e.reason());
                if (!e.standing().isEmpty()) {
                    out.writeNumberField("price", e.standing().price());
                }
                leader(e.standing().leader().map(Object::toString).orElse(""), out);
                ReplyWriter.bound(next(e.direction()), e.enough(), out);
            }
            case Event.RoundStarted e -> {
                out.writeNumberField("round", e.round());
                out.writeNumberField("price", e.price());
                ReplyWriter.time("roundEndsAt", e.endsAt(), out);
            }
            case Event.RoundConfirmed e -> {
                out.writeStringField("user", e.bid().bidder().value());
                out.writeNumberField("round", e.round());
            }
            case Event.ParticipantWithdrawn e -> {
                out.writeStringField("user", e.user().value());
                out.writeNumberField("round", e.round());
            }
            case Event.SellerReported e -> {
                out.writeNumberField("round", e.round());
                out.writeNumberField("price", e.price());
                ReplyWriter.time("updatedAt", e.at(), out);
            }
            case Event.UnitsTaken e -> {
                out.writeStringField("bidder", e.bid().bidder().value());
                out.writeNumberField("price", e.bid().amount());
                out.writeNumberField("quantity", e.bid().quantity());
                out.writeNumberField("quantityLeft", e.left());
            }
            case Event.UnitsBid e -> {
                out.writeStringField("bidder", e.bid().bidder().value());
                out.writeNumberField("amount", e.bid().amount());
                out.writeNumberField("quantity", e.bid().quantity());
                if (!e.bid().plain()) {
                    out.writeBooleanField("allOrNothing", true);
                }
                out.writeNumberField("price", e.price());
                ReplyWriter.bound("minimumNext", e.enough(), out);
            }
            case Event.SealedBidPlaced e -> secret();
            case Event.SealedBidWithdrawn e -> secret();
            case Event.CommitmentPosted e -> secret();
            case Event.CommitmentOpened e -> secret();
            case Event.RevealStarted e -> ReplyWriter.time("revealEndsAt", e.endsAt(), out);
            case Event.AuctionExtended e -> {
                ReplyWriter.time("endsAt", e.endsAt(), out);
                ReplyWriter.time("formerEndsAt", e.formerEndsAt(), out);
                out.writeStringField("cause", e.cause().name().toLowerCase(Locale.ROOT));
            }
            case Event.AuctionPaused e -> ReplyWriter.time("pausedAt", e.at(), out);
            case Event.AuctionResumed e -> ReplyWriter.time("endsAt", e.phase().endsAt(), out);
            case Event.AuctionClosed e -> {
                ReplyWriter.time("endedAt", e.at(), out);
                result(e.result(), out);
            }
            case Event.OfferSettled e -> result(e.result(), out);
            case Event.AuctionCancelled e -> ReplyWriter.time("cancelledAt", e.at(), out);
        }
    }

    /** Who bid, and what, is told by no feed; the bidder was told in the reply. */
    private static void secret() {
        // nothing to write
    }

    private static String next(Direction direction) {
        return direction == Direction.UP ? "minimumNext" : "maximumNext";
    }

    private static void leader(String name, JsonGenerator out) throws IOException {
        if (!name.isEmpty()) {
            out.writeStringField("leader", name);
        }
    }

    /** Who gets how many at which price. */
    static void awards(String name, List<Result.Award> awards, JsonGenerator out)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (var award : awards) {
            out.writeStartObject();
            out.writeStringField("winner", award.winner().value());
            out.writeNumberField("quantity", award.quantity());
            out.writeNumberField("price", award.price());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void result(Result result, JsonGenerator out) throws IOException {
        out.writeStringField("result", WireNames.nameOf(result));
        switch (result) {
            case Result.Sold sold -> {
                out.writeStringField("winner", sold.winner().value());
                out.writeNumberField("hammerPrice", sold.price());
            }
            case Result.SoldUnits sold -> {
                if (sold.onlyWinner().isPresent()) {
                    out.writeStringField("winner", sold.onlyWinner().get().value());
                }
                if (sold.onlyPrice().isPresent()) {
                    out.writeNumberField("hammerPrice", sold.onlyPrice().getAsLong());
                }
                awards("awards", sold.awards(), out);
            }
            case Result.Pending offer -> {
                out.writeStringField("leader", offer.bidder().value());
                out.writeNumberField("price", offer.price());
                ReplyWriter.time("offerUntil", offer.untilMillis(), out);
            }
            case Result.Unsold unsold -> {
                // that it is unsold says all
            }
        }
    }
}
