package dev.gavel.auction.query;

import dev.gavel.auction.codec.ViewWriter;
import dev.gavel.auction.codec.WireNames;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.SellerRun;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Item;
import dev.gavel.auction.state.User;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** State and query to answer. Reads one immutable state, so it may run beside apply. */
public final class Queries {

    /** Rows looked at for one page, so that a rare filter cannot hold the reader up for long. */
    private static final int ROWS_SCANNED_MAX = 200_000;

    private Queries() {}

    /**
     * The answer to {@code query} as {@code by} may see it.
     *
     * @param index the log index {@code state} is true at
     * @param time the present, from which the remaining time is counted and at which a dry run happens;
     *        not before that of the state
     */
    public static QueryAnswer answer(HouseState state, Query query, Optional<UserName> by,
            long index, Instant time) {
        var now = Math.max(state.timeMillis(), time.toEpochMilli());
        var view = view(state, query, by, index, now);
        return new QueryAnswer(statusOf(view),
                ViewWriter.encode(view, index, now));
    }

    /**
     * Whether the auction that {@code query} is about should have opened, gone into its next round or closed by
     * {@code time}, though the log does not say so yet: who can wait a little for that, reads what is true
     * then. Until it is logged all answers say that it has not happened.
     */
    public static boolean isOverdue(HouseState state, Query query, Instant time) {
        return Present.isOverdue(state, query, time.toEpochMilli());
    }

    private static int statusOf(View view) {
        if (!(view instanceof View.Refused refused)) {
            return 200;
        }
        return refused.rejection().code() == Code.BAD_COMMAND ? 400 : 404;
    }

    private static View view(HouseState state, Query query, Optional<UserName> by, long index,
            long now) {
        return switch (query) {
            case Query.OneAuction q -> one(state, q.auction(), by, now);
            case Query.Auctions q -> auctions(state, q, by, now);
            case Query.Bids q -> bids(state, q, by);
            case Query.Rounds q -> rounds(state, q, by);
            case Query.Items q -> items(state, q, by);
            case Query.AuctionResult q -> result(state, q.auction(), by, now);
            case Query.User q -> user(state, q.name(), by);
            case Query.Explain q -> explanation(state, q.auction(), by, now);
            case Query.CanBid q -> MayBid.of(state, q.auction(), by, now);
            case Query.DryRun q -> Rehearsals.of(state, q.command(), by, index,
                    Present.of(state, q.command(), now));
            case Query.Malformed q -> new View.Refused(
                    new Rejection.Plain(Code.BAD_COMMAND, null, q.field(), q.sentence()));
        };
    }

    private static View one(HouseState state, AuctionId id, Optional<UserName> by, long now) {
        var auction = Visibility.find(state, id, by);
        return auction.isPresent() ? AuctionViews.of(auction.get(), by, now) : unknown(id);
    }

    private static View result(HouseState state, AuctionId id, Optional<UserName> by, long now) {
        var found = Visibility.find(state, id, by);
        if (found.isEmpty()) {
            return unknown(id);
        }
        var view = AuctionViews.of(found.get(), by, now);
        return new View.OfResult(view, AuctionViews.sentence(found.get(), view));
    }

    private static View explanation(HouseState state, AuctionId id, Optional<UserName> by,
            long now) {
        var found = Visibility.find(state, id, by);
        return found.isEmpty() ? unknown(id)
                : new View.Explanation(AuctionViews.of(found.get(), by, now),
                        Explanation.of(found.get(), by));
    }

    private static View auctions(HouseState state, Query.Auctions query, Optional<UserName> by,
            long now) {
        if (query.mine() && by.isEmpty()) {
            return new View.Refused(new Rejection.Plain(Code.BAD_COMMAND, null, "mine",
                    "Say who asks: mine means the auctions that they take part in."));
        }
        var page = new AuctionPage(query, by, now);
        if (query.mine()) {
            by.flatMap(state::user)
                    .ifPresent(user -> user.takesPartIn()
                            .visitAbove(query.after(),
                                    id -> page.hear(state.auctions().get(id.value() - 1))));
        } else {
            for (var i = query.after(); i < state.auctions().size(); i++) {
                if (!page.hear(state.auctions().get(i))) {
                    break;
                }
            }
        }
        return page.view();
    }

    /** Picks one page of auctions out of those it is told of, by rising id. */
    private static final class AuctionPage {

        private final Query.Auctions query;
        private final Optional<UserName> by;
        private final long now;
        private final Optional<String> text;
        private final List<View.OfAuction> rows = new ArrayList<>();
        private int scanned;
        private long last;
        private OptionalLong next = OptionalLong.empty();

        AuctionPage(Query.Auctions query, Optional<UserName> by, long now) {
            this.query = query;
            this.by = by;
            this.now = now;
            this.text = query.text().map(Folded::of);
        }

        /** Whether it wants to hear of the next. */
        boolean hear(Auction auction) {
            if (scanned++ == ROWS_SCANNED_MAX) {
                next = OptionalLong.of(last);
                return false;
            }
            last = auction.id().value();
            if (!matches(auction, query, text) || !Visibility.maySee(auction, by)) {
                return true;
            }
            if (rows.size() == query.limit()) {
                next = OptionalLong.of(rows.getLast().auction().value());
                return false;
            }
            rows.add(AuctionViews.of(auction, by, now));
            return true;
        }

        View view() {
            return new View.Auctions(rows, next);
        }
    }

    private static boolean matches(Auction auction, Query.Auctions query, Optional<String> text) {
        if (query.state().isPresent()
                && !query.state().get().equals(WireNames.nameOf(auction.phase()))) {
            return false;
        }
        if (query.format().isPresent()
                && query.format().get() != auction.conditions().format()) {
            return false;
        }
        if (query.seller().isPresent() && !query.seller().get().equals(auction.seller())) {
            return false;
        }
        return text.isEmpty() || has(auction.listing().name(), text.get())
                || has(auction.listing().lot().name(), text.get());
    }

    private static boolean has(String name, String text) {
        return Folded.of(name).contains(text);
    }

    private static View bids(HouseState state, Query.Bids query, Optional<UserName> by) {
        var found = Visibility.find(state, query.auction(), by);
        if (found.isEmpty()) {
            return unknown(query.auction());
        }
        var auction = found.get();
        return Visibility.seesStanding(auction, by)
                ? History.page(auction, query, by)
                : new View.Bids(auction.id(), List.of(), Optional.empty());
    }

    private static View rounds(HouseState state, Query.Rounds query, Optional<UserName> by) {
        var found = Visibility.find(state, query.auction(), by);
        if (found.isEmpty()) {
            return unknown(query.auction());
        }
        var auction = found.get();
        var key = auction.conditions().rounds().seller().flatMap(SellerRun::key);
        var rows = new ArrayList<SignedRound>();
        if (!Visibility.seesStanding(auction, by)) {
            return new View.Rounds(auction.id(), key, rows, OptionalLong.empty());
        }
        var signed = auction.signed();
        var from = Math.max(query.after(), signed.oldest());
        var end = Math.min(signed.count(), from + query.limit());
        for (var i = from; i < end; i++) {
            rows.add(signed.get(i));
        }
        return new View.Rounds(auction.id(), key, rows,
                end < signed.count() ? OptionalLong.of(end) : OptionalLong.empty());
    }

    private static View items(HouseState state, Query.Items query, Optional<UserName> by) {
        var rows = new ArrayList<View.ItemRow>();
        for (var i = query.after(); i < state.items().size(); i++) {
            if (i - query.after() >= ROWS_SCANNED_MAX) {
                return new View.Items(rows, OptionalLong.of(i));
            }
            var item = state.items().get(i);
            var shown = (query.all() || item.status() == Item.Status.LISTED)
                    && (query.seller().isEmpty() || query.seller().get().equals(item.seller()));
            if (!shown) {
                continue;
            }
            if (rows.size() == query.limit()) {
                return new View.Items(rows, OptionalLong.of(rows.getLast().item().value()));
            }
            rows.add(new View.ItemRow(item.id(), item.name(), item.description(), item.price(),
                    item.seller(), WireNames.nameOf(item.status()),
                    item.auction().filter(id -> Visibility.find(state, id, by).isPresent()),
                    item.anyoneMayStart()));
        }
        return new View.Items(rows, OptionalLong.empty());
    }

    private static View user(HouseState state, UserName name, Optional<UserName> by) {
        var user = state.user(name);
        if (user.isEmpty()) {
            return new View.Refused(new Rejection.Plain(Code.UNKNOWN_USER, null, "name",
                    "There is no user " + name + "."));
        }
        return new View.OfUser(user.get().name(), user.get().address(), user.get().displayName(),
                user.get().registeredAt(), auctionsToBeSeen(state, user.get(), by));
    }

    /** How many of theirs the one who asks may know of; of a very long list, of the newest. */
    private static long auctionsToBeSeen(HouseState state, User user, Optional<UserName> by) {
        var count = 0L;
        var from = Math.max(0, user.auctions().size() - ROWS_SCANNED_MAX);
        for (var i = from; i < user.auctions().size(); i++) {
            count += Visibility.find(state, user.auctions().get(i), by).isPresent() ? 1 : 0;
        }
        return count;
    }

    /** There is no such auction, or none that the one who asks may know of. */
    static View unknown(AuctionId id) {
        return new View.Refused(new Rejection.Plain(Code.UNKNOWN_AUCTION, id, "",
                "There is no auction " + id + "."));
    }
}
