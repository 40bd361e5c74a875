package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.Outcome;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Reserve;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold after every command, whatever it was. */
final class Promises {

    private final Set<FormatKind> kinds = EnumSet.noneOf(FormatKind.class);

    /** Of which formats anything was sold. */
    Set<FormatKind> kindsSold() {
        return kinds;
    }

    /** What the house keeps beside its auctions says the same as they do. */
    static void indexesFit(HouseState house) {
        var open = 0L;
        var first = Times.NEVER;
        for (var i = 0L; i < house.auctions().size(); i++) {
            var auction = house.auctions().get(i);
            open += auction.isOpen() ? 1 : 0;
            first = Math.min(first, auction.deadline());
            assertThat(house.openGroup(auction).has(auction.id()))
                    .isEqualTo(auction.isOpen() && auction.conditions().group().isPresent());
            bidders(auction);
        }
        assertThat(house.openAuctions()).isEqualTo(open);
        assertThat(house.firstDeadline()).isEqualTo(first);
        assertThat(house.firstDue().map(Auction::deadline).orElse(Times.NEVER)).isEqualTo(first);
        var due = new ArrayList<Long>();
        house.visitDue(Times.NEVER - 1, auction -> due.add(auction.deadline()));
        assertThat(due).isSorted();
    }

    /** Who takes part in what: kept while it runs, made anew from a snapshot. */
    static Map<String, Set<AuctionId>> parts(HouseState house) {
        var parts = new TreeMap<String, Set<AuctionId>>();
        for (var i = 0L; i < house.users().size(); i++) {
            var user = house.users().get(i);
            var auctions = new TreeSet<AuctionId>();
            user.takesPartIn().visitAbove(0, auctions::add);
            assertThat(user.newestPart())
                    .isEqualTo(auctions.isEmpty() ? 0 : auctions.last().value());
            parts.put(user.name().value(), auctions);
        }
        return parts;
    }

    private static void bidders(Auction auction) {
        var bidders = new HashSet<UserName>();
        if (Formats.of(auction).openBids().isPresent()) {
            auction.bids().forEach(bid -> {
                if (!bid.retracted()) {
                    bidders.add(bid.bidder());
                }
            });
        }
        var canRetract = new HashSet<UserName>();
        auction.retractors().forEach((name, bidder) -> {
            if (bidder.hasBids()) {
                canRetract.add(name);
            }
        });
        assertThat(canRetract)
                .isEqualTo(auction.conditions().retractUntil().isPresent() ? bidders : Set.of());
    }

    void check(HouseState before, Command command, Outcome outcome, long now, String at) {
        var after = outcome.after();
        assertThat(outcome.reply()).as(at).isPresent();
        assertThat(after.timeMillis()).as(at).isGreaterThanOrEqualTo(before.timeMillis());
        assertThat(after.firstDeadline()).as(at).isGreaterThan(after.timeMillis());
        if (outcome.events().isEmpty()) {
            assertThat(after.auctions()).as(at).isSameAs(before.auctions());
            assertThat(after.items()).as(at).isSameAs(before.items());
            assertThat(after.users()).as(at).isSameAs(before.users());
        }
        if (!outcome.reply().orElseThrow().isSuccess()) {
            var waited = AuctionMachine.advance(before, now);
            assertThat(outcome.events()).as(at).isEqualTo(waited.events());
            assertThat(after.timeMillis()).as(at).isEqualTo(waited.after().timeMillis());
        }
        if (command instanceof Command.Bid bid
                && outcome.reply().orElseThrow() instanceof Reply.BidStands) {
            var history = after.auction(bid.auction()).orElseThrow().bids();
            var former = before.auction(bid.auction()).orElseThrow().bids();
            assertThat(history.size()).as(at).isEqualTo(former.size() + 1);
            leaderKeepsPrice(before.auction(bid.auction()).orElseThrow(),
                    after.auction(bid.auction()).orElseThrow(), at);
            bindsWhoTookBack(after.auction(bid.auction()).orElseThrow(), at);
        }
        for (var event : outcome.events()) {
            if (event instanceof Event.OfAuction about) {
                auction(before, after.auction(about.id()).orElseThrow(), about, at);
            }
        }
    }

    /** But for the reserve, and a runner-up who was as good, and where the house bids for nobody. */
    private static void leaderKeepsPrice(Auction former, Auction auction, String at) {
        var was = former.standing();
        var is = auction.standing();
        var bidder = auction.bids().get(auction.bids().size() - 1).bidder();
        if (!auction.knows(2) || !Formats.of(auction).openBids().isPresent() || !auction.isOpen()
                || !was.isLedBy(bidder) || auction.conditions().proxy() == ProxyMode.NEVER) {
            return;
        }
        var newlyMet = is.reserveMet() && !was.reserveMet();
        var jumps = !is.reserveMet()
                && auction.conditions().reserve().mode() == Reserve.Mode.JUMP;
        var tied = was.runnerUp() == was.price();
        if (!newlyMet && !jumps && !tied) {
            assertThat(is.price()).as(at).isEqualTo(was.price());
        }
        if (is.maximum() != was.maximum() && !newlyMet && !jumps) {
            var step = auction.conditions().increments().step(was.price());
            assertThat(Math.abs(is.price() - was.price())).as(at).isLessThanOrEqualTo(step);
        }
    }

    /** Who took bids back leads with what they bid next, or is beaten by one who would pay as much. */
    private static void bindsWhoTookBack(Auction auction, String at) {
        var bid = auction.bids().get(auction.bids().size() - 1);
        var best = auction.retractedBest(bid.bidder());
        if (auction.knows(2) && auction.isOpen() && best != Standing.NONE) {
            assertThat(auction.conditions().format() == FormatKind.REVERSE ? -bid.maximum()
                    : bid.maximum()).as(at)
                    .isGreaterThanOrEqualTo(
                            auction.conditions().format() == FormatKind.REVERSE ? -best : best);
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
                    && auction.phase() instanceof Phase.Open is && is.round() == was.round()) {
                assertThat(is.endsAt()).as(at).isGreaterThanOrEqualTo(was.endsAt());
            }
            if (!(event instanceof Event.BidRetracted)
                    && Formats.of(auction).openBids().isPresent()
                    && !former.get().standing().isEmpty()) {
                var moved = auction.standing().price() - former.get().standing().price();
                assertThat(auction.conditions().format() == FormatKind.REVERSE ? -moved : moved)
                        .as(at)
                        .isNotNegative();
            }
        }
        if (event instanceof Event.SellerReported report) {
            report(former.orElseThrow(), auction, report, at);
        }
        if (auction.phase() instanceof Phase.Closed closed) {
            switch (closed.result()) {
                case Result.Sold result -> {
                    sold(auction, event, result.winner(), result.price(), 1, at);
                }
                case Result.SoldUnits units -> {
                    var quantity = 0L;
                    for (var award : units.awards()) {
                        sold(auction, event, award.winner(), award.price(), award.quantity(), at);
                        quantity += award.quantity();
                    }
                    assertThat(quantity).as(at).isBetween(1L, auction.conditions().quantity());
                }
                case Result.Pending offer -> assertThat(offer.untilMillis()).as(at)
                        .isGreaterThan(closed.at());
                case Result.Unsold unsold -> {
                    // nobody pays
                }
            }
        }
        if (Formats.of(auction).openBids().isPresent()) {
            OpenBidsOracle.check(auction, at);
        }
        if (auction.conditions().format() == FormatKind.YANKEE) {
            UnitsOracle.check(auction, at);
        }
    }

    /** A seller's program takes nothing back. */
    private static void report(Auction former, Auction auction, Event.SellerReported report,
            String at) {
        assertThat(former.phase()).as(at).isInstanceOf(Phase.Open.class);
        assertThat(report.round()).as(at)
                .isGreaterThanOrEqualTo(((Phase.Open) former.phase()).round());
        assertThat(report.price()).as(at).isEqualTo(auction.risingPrice(report.round()));
        assertThat(auction.activeParticipants()).as(at)
                .isBetween(1, former.activeParticipants());
        former.participants().forEach((name, before) -> {
            var after = Objects.requireNonNull(auction.participant(name));
            assertThat(before.isActive() || !after.isActive()).as(at).isTrue();
        });
        var key = auction.conditions().rounds().seller().orElseThrow().key();
        assertThat(auction.signed().count() - former.signed().count()).as(at)
                .isEqualTo(report.signed().size());
        report.signed()
                .forEach(round -> assertThat(
                        round.isSignedBy(key.orElseThrow(), auction.id())).as(at).isTrue());
    }

    private void sold(Auction auction, Event.OfAuction event, UserName winner, long price,
            long quantity, String at) {
        kinds.add(auction.conditions().format());
        assertThat(quantity).as(at).isPositive();
        assertThat(winner).as(at).isNotEqualTo(auction.seller());
        assertThat(auction.conditions().access().mayBid(winner)).as(at).isTrue();
        var reserve = auction.conditions().reserve();
        if (!(event instanceof Event.OfferSettled) && reserve.isSet()) {
            var margin = auction.conditions().format() == FormatKind.REVERSE
                    ? reserve.amount() - price
                    : price - reserve.amount();
            assertThat(margin).as(at).isNotNegative();
        }
    }
}
