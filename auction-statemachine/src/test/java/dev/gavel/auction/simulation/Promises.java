package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.Outcome;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.HashSet;
import java.util.Set;

/** What must hold after every command, whatever it was. */
final class Promises {

    private final Set<Long> sold = new HashSet<>();

    int sold() {
        return sold.size();
    }

    void check(HouseState before, Command command, Outcome outcome, String at) {
        var after = outcome.after();
        assertThat(outcome.reply()).as(at).isPresent();
        assertThat(after.timeMillis()).as(at).isGreaterThanOrEqualTo(before.timeMillis());
        assertThat(after.firstDeadline()).as(at).isGreaterThan(after.timeMillis());
        if (outcome.events().isEmpty()) {
            assertThat(after.auctions()).as(at).isSameAs(before.auctions());
            assertThat(after.items()).as(at).isSameAs(before.items());
            assertThat(after.userNames()).as(at).isSameAs(before.userNames());
        }
        if (command instanceof Command.Bid bid
                && outcome.reply().orElseThrow() instanceof Reply.BidStands) {
            var history = after.auction(bid.auction()).orElseThrow().bids();
            var former = before.auction(bid.auction()).orElseThrow().bids();
            assertThat(history.size()).as(at).isEqualTo(former.size() + 1);
        }
        for (var event : outcome.events()) {
            if (event instanceof Event.OfAuction about) {
                auction(before, after.auction(about.id()).orElseThrow(), about, at);
            }
        }
    }

    private void auction(HouseState before, Auction auction, Event.OfAuction event, String at) {
        var former = before.auction(auction.id());
        if (former.isPresent()) {
            if (former.get().phase() instanceof Phase.Closed closed
                    && !(closed.result() instanceof Result.Pending)) {
                throw new AssertionError("a closed auction changed: " + at);
            }
            assertThat(auction.bids().size()).as(at)
                    .isGreaterThanOrEqualTo(former.get().bids().size());
            if (former.get().phase() instanceof Phase.Open was
                    && auction.phase() instanceof Phase.Open is) {
                assertThat(is.endsAt()).as(at).isGreaterThanOrEqualTo(was.endsAt());
            }
            if (!(event instanceof Event.BidRetracted)
                    && auction.conditions().format() == FormatKind.ENGLISH) {
                assertThat(auction.standing().price()).as(at)
                        .isGreaterThanOrEqualTo(former.get().standing().price());
            }
        }
        if (auction.phase() instanceof Phase.Closed closed
                && closed.result() instanceof Result.Sold result) {
            sold.add(auction.id().value());
            assertThat(result.winner()).as(at).isNotEqualTo(auction.seller());
            assertThat(auction.conditions().access().mayBid(result.winner())).as(at).isTrue();
            var reserve = auction.conditions().reserve();
            if (!(event instanceof Event.OfferSettled) && reserve.isSet()
                    && auction.conditions().format() == FormatKind.ENGLISH) {
                assertThat(result.price()).as(at).isGreaterThanOrEqualTo(reserve.amount());
            }
        }
        if (auction.conditions().format() == FormatKind.ENGLISH) {
            EnglishOracle.check(auction, at);
        }
    }
}
