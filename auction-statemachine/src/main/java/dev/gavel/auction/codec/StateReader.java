package dev.gavel.auction.codec;

import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.BidHistory;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Item;
import dev.gavel.auction.state.Listing;
import dev.gavel.auction.state.PagedTable;
import dev.gavel.auction.state.Participant;
import dev.gavel.auction.state.SharedConditions;
import dev.gavel.auction.state.SignedRounds;
import dev.gavel.auction.state.SortedTree;
import dev.gavel.auction.state.User;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {

    private static final int NAME_BYTES_MAX = 4 * Limits.NAME_CHARS_MAX;
    private static final int PAGE_BYTES_MAX = 1024;
    private static final int TEXT_BYTES_MAX = 4 * Limits.DESCRIPTION_CHARS_MAX;

    private final BinaryReader in;
    private final List<User> users = new ArrayList<>();

    private boolean knowsSellerRun;
    private boolean hasPages;
    private boolean isFirst;

    StateReader(BinaryReader in) {
        this.in = in;
    }

    HouseState read() throws IOException {
        magic("does not begin");
        var version = in.number();
        if (version > StateCodec.VERSION) {
            throw new NewerStateException(0, "the state is of format " + version
                    + ", and this program reads " + StateCodec.VERSION_BEFORE_SELLER_RUN + " to "
                    + StateCodec.VERSION);
        }
        if (version < StateCodec.VERSION_BEFORE_SELLER_RUN) {
            throw new IOException("the state is of format " + version + ", which there never was");
        }
        hasPages = version > StateCodec.VERSION_BEFORE_PAGES;
        knowsSellerRun = version > StateCodec.VERSION_BEFORE_SELLER_RUN;
        isFirst = version <= StateCodec.VERSION_OF_FIRST;
        var houseVersion = isFirst ? HouseVersion.FIRST : houseVersion();
        var time = in.number();
        var openRegistration = in.flag();
        for (var left = in.number(); left > 0; left--) {
            users.add(user());
        }
        var items = PagedTable.<Item>empty();
        for (var left = in.number(); left > 0; left--) {
            items = items.append(item(new ItemId(items.size() + 1)));
        }
        var auctions = new ArrayList<Auction>();
        for (var left = in.number(); left > 0; left--) {
            auctions.add(auction(new AuctionId(auctions.size() + 1L)));
        }
        magic("does not end");
        return HouseState.restored(houseVersion, time, openRegistration, users, items, auctions);
    }

    private int houseVersion() throws IOException {
        var version = in.number();
        if (version > HouseVersion.NEWEST) {
            throw new NewerStateException(version, "the house is of version " + version
                    + ", and this program can run " + HouseVersion.FIRST + " to "
                    + HouseVersion.NEWEST);
        }
        if (version <= HouseVersion.FIRST) {
            throw new IOException("the house is of version " + version
                    + ", which is not written in this format");
        }
        return (int) version;
    }

    private void magic(String how) throws IOException {
        if (!in.text(NAME_BYTES_MAX).equals(StateCodec.MAGIC)) {
            throw new IOException("the state " + how + " as one of this program");
        }
    }

    private User user() throws IOException {
        var text = in.text(NAME_BYTES_MAX);
        var name = UserName.parse(text)
                .orElseThrow(() -> new IOException("no user name: " + text));
        return User.registered(users.size(), name, optional(), optional(), in.number());
    }

    private Item item(ItemId id) throws IOException {
        return new Item(id, name(), in.text(NAME_BYTES_MAX), in.text(TEXT_BYTES_MAX),
                ConditionsCodec.number(in), in.number(),
                ConditionsCodec.choice(in, Item.Status.values()), auctionId(),
                !isFirst && in.flag());
    }

    private Optional<AuctionId> auctionId() throws IOException {
        var id = in.number(0, Long.MAX_VALUE);
        return id == 0 ? Optional.empty() : Optional.of(new AuctionId(id));
    }

    private Auction auction(AuctionId id) throws IOException {
        var number = in.count(users.size() - 1);
        var owner = users.get(number);
        users.set(number, owner.selling(id));
        var name = in.text(NAME_BYTES_MAX);
        var lotName = in.text(NAME_BYTES_MAX);
        var description = in.text(TEXT_BYTES_MAX);
        var item = in.number(0, Long.MAX_VALUE);
        var lot = new Lot(lotName, description,
                item == 0 ? Optional.empty() : Optional.of(new ItemId(item)));
        var conditions = ConditionsCodec.read(in);
        if (knowsSellerRun) {
            conditions = ConditionsCodec.withSeller(in, conditions);
        }
        var version = HouseVersion.FIRST;
        if (!isFirst) {
            conditions = ConditionsCodec.withLater(in, conditions);
            version = in.count(HouseVersion.NEWEST);
        }
        var listing = new Listing(id, owner.name(), name, lot, SharedConditions.of(conditions),
                in.number(), version);
        var phase = phase();
        var standing = standing();
        var participants = SortedTree.<UserName, Participant>empty();
        for (var left = in.number(); left > 0; left--) {
            participants = participants.with(name(), participant());
        }
        var unitsTaken = in.number();
        var format = Formats.of(conditions.format());
        return Auction.restored(listing, phase, standing, bids(),
                format.openBids().map(open -> format.direction()), participants, unitsTaken,
                conditions.rounds().isRunBySeller() ? signed() : SignedRounds.NONE);
    }

    private BidHistory bids() throws IOException {
        var bids = BidHistory.empty();
        var left = in.number();
        for (; hasPages && left > BidHistory.PAGE_BIDS; left -= BidHistory.PAGE_BIDS) {
            bids = withPage(bids);
        }
        for (; left > 0; left--) {
            bids = bids.append(new Bid(name(), in.number(), in.number(), in.number(), in.number(),
                    in.count(Integer.MAX_VALUE), in.flag(), in.flag()));
        }
        return bids;
    }

    private BidHistory withPage(BidHistory bids) throws IOException {
        var bidders = new ArrayList<UserName>(BidHistory.PAGE_BIDS);
        for (var i = 0; i < BidHistory.PAGE_BIDS; i++) {
            bidders.add(name());
        }
        try {
            return bids.appendPage(bidders, in.bytes(PAGE_BYTES_MAX));
        } catch (IllegalArgumentException e) {
            throw new IOException("the state has bids that cannot be: " + e.getMessage(), e);
        }
    }

    private SignedRounds signed() throws IOException {
        var oldest = in.number(0, Long.MAX_VALUE);
        var kept = new ArrayList<SignedRound>();
        var out = List.<UserName>of();
        for (var left = in.count(Limits.SIGNED_ROUNDS_MAX); left > 0; left--) {
            var round = in.count(Integer.MAX_VALUE);
            var price = in.number();
            var at = in.number();
            var signature = in.text(NAME_BYTES_MAX);
            var added = in.count(users.size());
            if (added > 0) {
                var more = new ArrayList<>(out);
                for (var i = 0; i < added; i++) {
                    more.add(name());
                }
                out = more;
            }
            var read = new SignedRound(round, price, at, out, signature);
            out = read.out();
            kept.add(read);
        }
        return SignedRounds.restored(oldest, kept);
    }

    private Phase phase() throws IOException {
        var kind = in.tag();
        return switch (kind) {
            case 0 -> Phase.DRAFT;
            case 1 -> new Phase.Scheduled(in.number());
            case 2 -> open();
            case 3 -> new Phase.Paused(open(), in.number());
            case 4 -> new Phase.Closed(in.number(), in.number(), result());
            case 5 -> new Phase.Cancelled(in.number());
            default -> throw new IOException("no phase: " + kind);
        };
    }

    private Phase.Open open() throws IOException {
        var paused = isFirst ? 0 : in.number();
        return new Phase.Open(in.number(), in.number(), in.number(), in.count(Integer.MAX_VALUE),
                in.count(Integer.MAX_VALUE), paused);
    }

    private Result result() throws IOException {
        var kind = in.tag();
        return switch (kind) {
            case 0 -> Result.UNSOLD;
            case 1 -> new Result.Sold(name(), in.number());
            case 2 -> new Result.Pending(name(), in.number(), in.number());
            case 3 -> units();
            default -> throw new IOException("no result: " + kind);
        };
    }

    private Result units() throws IOException {
        var awards = new ArrayList<Result.Award>();
        for (var left = in.number(); left > 0; left--) {
            awards.add(new Result.Award(name(), in.number(), in.number()));
        }
        return new Result.SoldUnits(awards);
    }

    private Participant participant() throws IOException {
        var isActive = in.flag();
        var round = (int) in.number(Participant.NONE, Integer.MAX_VALUE);
        var row = in.number(Participant.NONE, Long.MAX_VALUE);
        var commitment = in.text(NAME_BYTES_MAX);
        return isActive && round == Participant.NONE && row == Participant.NONE
                ? Participant.JOINED
                : new Participant(isActive, round, row, commitment.isEmpty() ? null : commitment);
    }

    private Standing standing() throws IOException {
        if (in.flag()) {
            return new Standing(name(), in.number(), in.number(), in.number(), in.flag());
        }
        return Standing.before(!in.flag());
    }

    private UserName name() throws IOException {
        return users.get(in.count(users.size() - 1)).name();
    }

    private Optional<String> optional() throws IOException {
        return in.flag() ? Optional.of(in.text(NAME_BYTES_MAX)) : Optional.empty();
    }
}
