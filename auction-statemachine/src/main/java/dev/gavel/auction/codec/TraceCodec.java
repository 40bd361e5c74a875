package dev.gavel.auction.codec;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was decided, in few bytes, for the running digest by which replicas find out that they differ.
 * Sentences are left out: they may change from one release to the next.
 */
public final class TraceCodec {

    private TraceCodec() {}

    /** Adds one command's answer and events, or those of time passing, to {@code out}. */
    public static void append(BinaryWriter out, Optional<Reply> reply, List<Event> events) {
        if (reply.isPresent()) {
            reply(out, reply.get());
        } else {
            out.tag(0);
        }
        out.number(events.size());
        for (var i = 0; i < events.size(); i++) {
            event(out, events.get(i));
        }
    }

    private static void reply(BinaryWriter out, Reply reply) {
        switch (reply) {
            case Reply.BidStands r -> {
                out.tag(1);
                out.flag(r.place().leading());
                out.number(r.place().price());
                out.number(r.enough());
                out.number(r.endsAt());
            }
            case Reply.Rejected r -> {
                out.tag(2);
                out.constant(traced(r.rejection().code()));
                rejection(out, r.rejection());
            }
            case Reply.Adopted r -> {
                out.tag(8);
                out.number(r.version());
            }
            case Reply.Registered r -> {
                out.tag(3);
                name(out, r.user());
            }
            case Reply.ItemChanged r -> {
                out.tag(4);
                out.number(r.item().value());
            }
            case Reply.AuctionStands r -> {
                out.tag(5);
                out.number(r.auction().value());
                phase(out, r.phase());
            }
            case Reply.Bought r -> {
                out.tag(7);
                out.number(r.auction().value());
                out.number(r.price());
                out.number(r.quantity());
                out.number(r.left());
            }
            // How it stood is no part of what was decided.
            case Reply.Joined r -> {
                out.tag(6);
                out.number(r.auction().value());
            }
            case Reply.Done r -> {
                out.tag(6);
                out.number(r.auction().value());
            }
        }
    }

    /** What is not adopted yet was no command, or had no such field, when programs knew no versions. */
    private static Code traced(Code code) {
        return code == Code.NOT_ADOPTED ? Code.BAD_COMMAND : code;
    }

    private static void rejection(BinaryWriter out, Rejection rejection) {
        switch (rejection) {
            case Rejection.NotEnough r -> {
                out.number(r.auction().value());
                out.number(r.price());
                out.number(r.enough());
            }
            case Rejection.OffGrid r -> {
                out.number(r.below());
                out.number(r.above());
            }
            case Rejection.Late r -> {
                out.number(r.endedAt());
                out.number(r.lateByMillis());
            }
            case Rejection.NotStarted r -> out.number(r.opensAt());
            case Rejection.Plain r -> out.text(r.field());
            case Rejection.Paused r -> out.text(""); // it was a plain one once, and is traced as such
        }
    }

    private static void event(BinaryWriter out, Event event) {
        switch (event) {
            case Event.BidAccepted e -> {
                out.tag(1);
                out.number(e.id().value());
                bid(out, e.bid());
                standing(out, e.standing());
            }
            case Event.HouseAdopted e -> {
                out.tag(27);
                out.number(e.version());
            }
            case Event.UserRegistered e -> {
                out.tag(2);
                name(out, e.user());
                text(out, e.address());
                text(out, e.displayName());
            }
            case Event.ItemConsigned e -> {
                out.tag(3);
                out.number(e.item().value());
                name(out, e.seller());
                out.text(e.name());
                out.text(e.description());
                number(out, e.price());
                if (e.anyoneMayStart()) {
                    out.flag(true);
                }
            }
            case Event.ItemWithdrawn e -> {
                out.tag(4);
                out.number(e.item().value());
            }
            case Event.AuctionCreated e -> {
                out.tag(5);
                out.number(e.id().value());
                name(out, e.seller());
                out.text(e.name());
                out.text(e.lot().name());
                out.text(e.lot().description());
                out.number(e.lot().item().map(ItemId::value).orElse(0L));
                ConditionsCodec.write(out, e.conditions());
                // Only where there is one: what was traced before there were any stays as it was.
                if (e.conditions().timing().maxPauseMillis() != Limits.PAUSE_MILLIS_DEFAULT) {
                    ConditionsCodec.later(out, e.conditions());
                }
                if (e.conditions().rounds().isRunBySeller()) {
                    ConditionsCodec.seller(out, e.conditions().rounds().seller());
                }
            }
            case Event.AuctionScheduled e -> {
                out.tag(6);
                out.number(e.id().value());
                out.number(e.opensAt());
            }
            case Event.AuctionOpened e -> {
                out.tag(7);
                out.number(e.id().value());
                out.number(e.openedAt());
                out.number(e.endsAt());
            }
            case Event.ParticipantJoined e -> {
                out.tag(8);
                out.number(e.id().value());
                name(out, e.user());
            }
            case Event.ParticipantLeft e -> {
                out.tag(9);
                out.number(e.id().value());
                name(out, e.user());
            }
            case Event.BidRetracted e -> {
                out.tag(10);
                out.number(e.id().value());
                name(out, e.user());
                out.text(e.reason());
                standing(out, e.standing());
            }
            case Event.AuctionExtended e -> {
                out.tag(11);
                out.number(e.id().value());
                out.number(e.endsAt());
                out.constant(e.cause());
            }
            case Event.AuctionPaused e -> {
                out.tag(12);
                out.number(e.id().value());
                out.number(e.at());
            }
            case Event.AuctionResumed e -> {
                out.tag(13);
                out.number(e.id().value());
                phase(out, e.phase());
            }
            case Event.AuctionClosed e -> {
                out.tag(14);
                out.number(e.id().value());
                out.number(e.at());
                result(out, e.result());
            }
            case Event.OfferSettled e -> {
                out.tag(15);
                out.number(e.id().value());
                result(out, e.result());
            }
            case Event.RoundStarted e -> {
                out.tag(17);
                out.number(e.id().value());
                out.number(e.round());
                out.number(e.since());
                out.number(e.endsAt());
            }
            case Event.RoundConfirmed e -> {
                out.tag(18);
                out.number(e.id().value());
                bid(out, e.bid());
                out.number(e.round());
            }
            case Event.ParticipantWithdrawn e -> {
                out.tag(19);
                out.number(e.id().value());
                name(out, e.user());
                out.number(e.round());
            }
            case Event.UnitsTaken e -> {
                out.tag(20);
                out.number(e.id().value());
                bid(out, e.bid());
                out.number(e.left());
            }
            case Event.UnitsBid e -> {
                out.tag(28);
                out.number(e.id().value());
                bid(out, e.bid());
                out.number(e.price());
                out.number(e.enough());
            }
            case Event.SealedBidPlaced e -> {
                out.tag(21);
                out.number(e.id().value());
                bid(out, e.bid());
            }
            case Event.SealedBidWithdrawn e -> {
                out.tag(22);
                out.number(e.id().value());
                name(out, e.user());
            }
            case Event.CommitmentPosted e -> {
                out.tag(23);
                out.number(e.id().value());
                bid(out, e.bid());
                out.text(e.hash());
            }
            case Event.CommitmentOpened e -> {
                out.tag(24);
                out.number(e.id().value());
                name(out, e.user());
                out.number(e.amount());
            }
            case Event.RevealStarted e -> {
                out.tag(25);
                out.number(e.id().value());
                out.number(e.endsAt());
            }
            case Event.SellerReported e -> {
                out.tag(26);
                out.number(e.id().value());
                out.number(e.round());
                out.number(e.at());
                out.number(e.signed().size());
                for (var round : e.signed()) {
                    out.number(round.round());
                    out.text(round.signature());
                }
            }
            case Event.AuctionCancelled e -> {
                out.tag(16);
                out.number(e.id().value());
                out.number(e.at());
            }
        }
    }

    private static void bid(BinaryWriter out, Bid bid) {
        name(out, bid.bidder());
        out.number(bid.amount());
        out.number(bid.maximum());
        out.number(bid.quantity());
        out.flag(bid.plain());
    }

    private static void standing(BinaryWriter out, Standing standing) {
        out.text(standing.leaderOrNull() == null ? "" : standing.leaderOrNull().value());
        out.number(standing.maximum());
        out.number(standing.runnerUp());
        out.number(standing.price());
        out.flag(standing.reserveMet());
    }

    private static void phase(BinaryWriter out, Phase phase) {
        switch (phase) {
            case Phase.Draft p -> out.tag(0);
            case Phase.Scheduled p -> {
                out.tag(1);
                out.number(p.opensAt());
            }
            case Phase.Open p -> {
                out.tag(2);
                out.number(p.endsAt());
                out.number(p.extensions());
                out.number(p.round());
            }
            case Phase.Paused p -> {
                out.tag(3);
                out.number(p.since());
            }
            case Phase.Closed p -> {
                out.tag(4);
                out.number(p.at());
                result(out, p.result());
            }
            case Phase.Cancelled p -> {
                out.tag(5);
                out.number(p.at());
            }
        }
    }

    private static void result(BinaryWriter out, Result result) {
        switch (result) {
            case Result.Unsold r -> out.tag(0);
            case Result.Sold r -> {
                out.tag(1);
                name(out, r.winner());
                out.number(r.price());
            }
            case Result.SoldUnits r -> {
                out.tag(3);
                out.number(r.awards().size());
                for (var award : r.awards()) {
                    name(out, award.winner());
                    out.number(award.quantity());
                    out.number(award.price());
                }
            }
            case Result.Pending r -> {
                out.tag(2);
                name(out, r.bidder());
                out.number(r.price());
                out.number(r.untilMillis());
            }
        }
    }

    private static void name(BinaryWriter out, UserName name) {
        out.text(name.value());
    }

    private static void text(BinaryWriter out, Optional<String> text) {
        out.flag(text.isPresent());
        if (text.isPresent()) {
            out.text(text.get());
        }
    }

    private static void number(BinaryWriter out, OptionalLong number) {
        out.flag(number.isPresent());
        if (number.isPresent()) {
            out.number(number.getAsLong());
        }
    }
}
