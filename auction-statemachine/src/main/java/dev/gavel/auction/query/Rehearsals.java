package dev.gavel.auction.query;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Commands tried out: what falls due by now falls due, the command is applied, the answer is kept and the
 * state dropped. Since trying costs nothing and can be done again and again, an answer that rests on
 * what others keep secret (a maximum, the reserve, sealed bids, how a private auction stands) is told
 * without that part, whether or not there is such a secret.
 */
final class Rehearsals {

    /** Refusals that say nothing of how an auction stands. */
    private static final Set<Code> TELL_NO_STANDING = EnumSet.of(Code.NOT_STARTED, Code.PAUSED,
            Code.CANCELLED, Code.LATE, Code.NOT_REGISTERED, Code.SELF_BID, Code.NOT_INVITED,
            Code.NOT_OPEN);

    private static final List<String> HOW_IT_STANDS = List.of("price", "minimumNext", "leader",
            "endsAt");

    private static final List<String> HOW_A_RISING_BID_STANDS = List.of("leading", "price",
            "yourMaximum", "amount", "leader", "automatic", "minimumNext", "endsAt");

    private static final List<String> HOW_A_FALLING_BID_STANDS = List.of("leading", "price",
            "yourMaximum", "amount", "leader", "automatic", "maximumNext", "endsAt");

    private Rehearsals() {}

    /** What {@code command} would do at {@code now}, as far as {@code by} may know it. */
    static View.Rehearsal of(HouseState state, Command command, Optional<UserName> by,
            long index, long now) {
        var caller = by.map(UserName::value).orElse("");
        var reply = AuctionMachine.apply(state, command, caller, now, index).reply().orElseThrow();
        if (by.isEmpty()) {
            return whole(reply);
        }
        return switch (AuctionMachine.asKnownTo(state, command)) {
            case Command.Bid bid -> bidding(state, bid.auction(), bid, by.get(), reply, now);
            case Command.Accept accept ->
                bidding(state, accept.auction(), accept, by.get(), reply, now);
            case Command.Join join -> joining(state, join.auction(), by.get(), reply, now);
            case Command.Close close -> closing(state, close.auction(), reply, now);
            default -> whole(reply);
        };
    }

    private static View.Rehearsal whole(Reply reply) {
        return new View.Rehearsal(reply, List.of(), Optional.empty());
    }

    /** How it stands is told to who has joined, not to who would. */
    private static View.Rehearsal joining(HouseState state, AuctionId id, UserName by,
            Reply reply, long now) {
        var auction = AuctionMachine.advance(state, now).after().auction(id);
        var tells = reply instanceof Reply.Joined && auction.isPresent()
                && !Visibility.seesStanding(auction.get(), Optional.of(by));
        return !tells ? whole(reply)
                : new View.Rehearsal(
                        new Reply.Done(id, "You would take part; how it stands is told then."),
                        HOW_IT_STANDS, Optional.empty());
    }

    private static View.Rehearsal bidding(HouseState state, AuctionId id, Command command,
            UserName by, Reply reply, long now) {
        var house = AuctionMachine.advance(state, now).after();
        var found = Visibility.find(house, id, Optional.of(by));
        if (found.isEmpty() || Visibility.isSecretNow(found.get())) {
            return whole(reply);
        }
        if (!Visibility.seesStanding(found.get(), Optional.of(by))) {
            return fromOutside(found.get(), reply);
        }
        var isOpenBid = reply instanceof Reply.BidStands stands && stands.note() == null;
        return isOpenBid && command instanceof Command.Bid bid
                && !OpenBook.tells(found.get(), bid, by)
                        ? new View.Rehearsal(
                                new Reply.Done(id, OpenBook.sentence(found.get(), by)),
                                Formats.of(found.get()).direction() == Direction.DOWN
                                        ? HOW_A_FALLING_BID_STANDS
                                        : HOW_A_RISING_BID_STANDS,
                                OpenBook.expected(house, found.get(), bid, by, now))
                        : whole(reply);
    }

    /** One who has not joined learns by trying no more than by looking. */
    private static View.Rehearsal fromOutside(Auction auction, Reply reply) {
        if (reply instanceof Reply.Rejected no
                && TELL_NO_STANDING.contains(no.rejection().code())) {
            return whole(reply);
        }
        return new View.Rehearsal(new Reply.Rejected(
                new Rejection.Plain(Code.NOT_JOINED, auction.id(), "",
                        "What a bid would do is told only to those who joined: join, and ask "
                                + "again.")),
                List.of("status", "code"), Optional.empty());
    }

    /** Who would win by secret bids is told once they are closed. */
    private static View.Rehearsal closing(HouseState state, AuctionId id, Reply reply, long now) {
        var auction = AuctionMachine.advance(state, now).after().auction(id);
        var tells = reply instanceof Reply.AuctionStands stands
                && stands.phase() instanceof Phase.Closed && auction.isPresent()
                && Visibility.isSecretNow(auction.get());
        return !tells ? whole(reply)
                : new View.Rehearsal(
                        new Reply.AuctionStands(id, ((Reply.AuctionStands) reply).phase(),
                                "Auction " + id + " would close; who wins is told then."),
                        List.of("message"), Optional.empty());
    }
}
