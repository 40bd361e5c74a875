package dev.gavel.auction.codec;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.BidHistory;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Item;
import dev.gavel.auction.state.SignedRounds;
import dev.gavel.auction.state.User;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one house: users by number, then items, then auctions with their histories. */
final class StateWriter {

    /** A buffer of half a megabyte would have the collector mark the whole heap, each time it is made. */
    private static final int FLUSH_BYTES = 64 * 1024;

    private final HouseState house;
    private final boolean isFirst;
    private final OutputStream stream;
    private final BinaryWriter out = new BinaryWriter();
    private final Histories histories = new Histories();

    StateWriter(HouseState house, OutputStream stream) {
        this.house = house;
        this.isFirst = house.version() == HouseVersion.FIRST;
        this.stream = stream;
    }

    void write() throws IOException {
        out.text(StateCodec.MAGIC);
        if (isFirst) {
            out.number(StateCodec.VERSION_OF_FIRST);
        } else {
            out.number(StateCodec.VERSION);
            out.number(house.version());
        }
        out.number(house.timeMillis());
        out.flag(house.hasOpenRegistration());
        out.number(house.users().size());
        for (var i = 0L; i < house.users().size(); i++) {
            user(house.users().get(i));
            flushIfFull();
        }
        out.number(house.items().size());
        for (var i = 0L; i < house.items().size(); i++) {
            item(house.items().get(i));
            flushIfFull();
        }
        out.number(house.auctions().size());
        for (var i = 0L; i < house.auctions().size(); i++) {
            auction(house.auctions().get(i));
            flushIfFull();
        }
        out.text(StateCodec.MAGIC);
        flush();
    }

    private void flushIfFull() throws IOException {
        if (out.size() >= FLUSH_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        stream.write(out.array(), 0, out.size());
        out.clear();
    }

    private void user(User user) {
        out.text(user.name().value());
        text(user.address());
        text(user.displayName());
        out.number(user.registeredAt());
    }

    private void item(Item item) {
        name(item.seller());
        out.text(item.name());
        out.text(item.description());
        ConditionsCodec.number(out, item.price());
        out.number(item.consignedAt());
        out.constant(item.status());
        out.number(item.auction().isPresent() ? item.auction().get().value() : 0);
        if (!isFirst) {
            out.flag(item.anyoneMayStart());
        }
    }

    private void auction(Auction auction) throws IOException {
        var listing = auction.listing();
        name(listing.seller());
        out.text(listing.name());
        out.text(listing.lot().name());
        out.text(listing.lot().description());
        out.number(listing.lot().item().isPresent() ? listing.lot().item().get().value() : 0);
        ConditionsCodec.write(out, listing.conditions());
        ConditionsCodec.seller(out, listing.conditions().rounds().seller());
        if (!isFirst) {
            ConditionsCodec.later(out, listing.conditions());
            out.number(listing.version());
        }
        out.number(listing.createdAt());
        phase(auction.phase());
        standing(auction.standing());
        out.number(auction.participants().size());
        auction.participants().forEach((name, participant) -> {
            name(name);
            out.flag(participant.isActive());
            out.number(participant.round());
            out.number(participant.row());
            out.text(participant.commitmentOrNull() == null ? ""
                    : participant.commitmentOrNull());
        });
        out.number(auction.unitsTaken());
        out.number(auction.bids().size());
        auction.bids().visit(histories);
        if (listing.conditions().rounds().isRunBySeller()) {
            signed(auction.signed());
        }
    }

    /** Of the names who are out only those whom the round before did not have. */
    private void signed(SignedRounds signed) throws IOException {
        out.number(signed.oldest());
        out.number(signed.ring().size());
        var before = List.<UserName>of();
        for (var i = signed.oldest(); i < signed.count(); i++) {
            var round = signed.get(i);
            out.number(round.round());
            out.number(round.price());
            out.number(round.atMillis());
            out.text(round.signature());
            var added = new ArrayList<>(round.out());
            added.removeAll(before);
            out.number(added.size());
            added.forEach(this::name);
            before = round.out();
            flushIfFull();
        }
    }

    private void phase(Phase phase) {
        switch (phase) {
            case Phase.Draft p -> out.tag(0);
            case Phase.Scheduled p -> {
                out.tag(1);
                out.number(p.opensAt());
            }
            case Phase.Open p -> {
                out.tag(2);
                open(p);
            }
            case Phase.Paused p -> {
                out.tag(3);
                open(p.before());
                out.number(p.since());
            }
            case Phase.Closed p -> {
                out.tag(4);
                out.number(p.openedAt());
                out.number(p.at());
                result(p.result());
            }
            case Phase.Cancelled p -> {
                out.tag(5);
                out.number(p.at());
            }
        }
    }

    private void open(Phase.Open open) {
        if (!isFirst) {
            out.number(open.pausedMillis());
        }
        out.number(open.openedAt());
        out.number(open.since());
        out.number(open.endsAt());
        out.number(open.extensions());
        out.number(open.round());
    }

    private void result(Result result) {
        switch (result) {
            case Result.Unsold r -> out.tag(0);
            case Result.Sold r -> {
                out.tag(1);
                name(r.winner());
                out.number(r.price());
            }
            case Result.SoldUnits r -> {
                out.tag(3);
                out.number(r.awards().size());
                for (var award : r.awards()) {
                    name(award.winner());
                    out.number(award.quantity());
                    out.number(award.price());
                }
            }
            case Result.Pending r -> {
                out.tag(2);
                name(r.bidder());
                out.number(r.price());
                out.number(r.untilMillis());
            }
        }
    }

    private void standing(Standing standing) {
        var leader = standing.leaderOrNull();
        out.flag(leader != null);
        if (leader != null) {
            name(leader);
            out.number(standing.maximum());
            out.number(standing.runnerUp());
            out.number(standing.price());
        }
        out.flag(standing.reserveMet());
    }

    /** Full pages as they are kept, the few newest bids written out. */
    private final class Histories implements BidHistory.Visitor {

        @Override
        public void page(List<UserName> bidders, byte[] packed) throws IOException {
            for (var i = 0; i < bidders.size(); i++) {
                name(bidders.get(i));
            }
            out.bytes(packed);
            flushIfFull();
        }

        @Override
        public void bid(Bid bid) throws IOException {
            StateWriter.this.bid(bid);
            flushIfFull();
        }
    }

    private void bid(Bid bid) {
        name(bid.bidder());
        out.number(bid.amount());
        out.number(bid.maximum());
        out.number(bid.atMillis());
        out.number(bid.index());
        out.number(bid.quantity());
        out.flag(bid.plain());
        out.flag(bid.retracted());
    }

    private void name(UserName name) {
        out.number(house.user(name).orElseThrow().number());
    }

    private void text(Optional<String> text) {
        out.flag(text.isPresent());
        if (text.isPresent()) {
            out.text(text.get());
        }
    }
}
