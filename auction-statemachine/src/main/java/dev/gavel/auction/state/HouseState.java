package dev.gavel.auction.state;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The whole house as one immutable value. Users, items and auctions are counted from 1 and kept for
 * ever; what falls due when, which auctions are open and which belong together are indexes over
 * them, kept in step by {@link #withAuction}.
 */
public final class HouseState {

    private final int version;
    private final long timeMillis;
    private final boolean openRegistration;
    private final Users users;
    private final PagedTable<Item> items;
    private final PagedTable<Auction> auctions;
    private final Deadlines deadlines;
    private final long openAuctions;
    private final long reachMillis;
    private final SortedTree<String, AuctionIds> groups;

    private HouseState(int version, long timeMillis, boolean openRegistration, Users users,
            PagedTable<Item> items, PagedTable<Auction> auctions, Deadlines deadlines,
            long openAuctions, long reachMillis,
            SortedTree<String, AuctionIds> groups) {
        this.version = version;
        this.timeMillis = timeMillis;
        this.openRegistration = openRegistration;
        this.users = users;
        this.items = items;
        this.auctions = auctions;
        this.deadlines = deadlines;
        this.openAuctions = openAuctions;
        this.reachMillis = reachMillis;
        this.groups = groups;
    }

    /**
     * Before the first command, of the newest version; the first join, bid, consignment or auction registers
     * a user.
     */
    public static HouseState empty() {
        return empty(HouseVersion.NEWEST, true);
    }

    /** Before the first command, of the newest version; only who registered may act. */
    public static HouseState emptyWithClosedRegistration() {
        return empty(HouseVersion.NEWEST, false);
    }

    /** Before the first command, of {@code version}: a house that servers run begins with the first. */
    public static HouseState empty(int version, boolean openRegistration) {
        return new HouseState(version, 0, openRegistration, Users.none(), PagedTable.empty(),
                PagedTable.empty(), Deadlines.EMPTY, 0, 0, SortedTree.empty());
    }

    /** Under which version of the rules it stands: {@link HouseVersion}. */
    public int version() {
        return version;
    }

    /** Whether it stands under {@code wanted} or a later version. */
    public boolean knows(int wanted) {
        return version >= wanted;
    }

    /** Whether nobody has done anything in it yet, not even adopted a version. */
    public boolean isUntouched() {
        return version == HouseVersion.FIRST && users.byNumber().size() == 0 && items.size() == 0
                && auctions.size() == 0;
    }

    /** The same under another version. */
    HouseState under(int newVersion) {
        return new HouseState(newVersion, timeMillis, openRegistration, users, items, auctions,
                deadlines,
                openAuctions, reachMillis, groups);
    }

    /** Replicated time of the last entry, in milliseconds since 1970; 0 before the first. */
    public long timeMillis() {
        return timeMillis;
    }

    /** Whether acting makes somebody a user. */
    public boolean hasOpenRegistration() {
        return openRegistration;
    }

    /** The user of that name. */
    public Optional<User> user(UserName name) {
        return Optional.ofNullable(users.find(name.value()));
    }

    /** The user of that name, or null; for the path that every bid takes. */
    public @Nullable User userOrNull(String name) {
        return users.find(name);
    }

    /** The first user whose name cannot be told from {@code name}; empty if there is none. */
    public Optional<User> userAlike(String name) {
        return Optional.ofNullable(users.findAlike(name));
    }

    /** All users; the one with number {@code n} is at {@code n}. */
    public PagedTable<User> users() {
        return users.byNumber();
    }

    /** The item of that id. */
    public Optional<Item> item(ItemId id) {
        return id.value() <= items.size() ? Optional.of(items.get(id.value() - 1))
                : Optional.empty();
    }

    /** All items; the one with id {@code n} is at {@code n - 1}. */
    public PagedTable<Item> items() {
        return items;
    }

    /** The auction of that id. */
    public Optional<Auction> auction(AuctionId id) {
        return Optional.ofNullable(auctionOrNull(id.value()));
    }

    /** The auction of that id, or null; for the path that every bid takes. */
    public @Nullable Auction auctionOrNull(long id) {
        return id >= 1 && id <= auctions.size() ? auctions.get(id - 1) : null;
    }

    /** All auctions; the one with id {@code n} is at {@code n - 1}. */
    public PagedTable<Auction> auctions() {
        return auctions;
    }

    /** How many auctions take bids now. */
    public long openAuctions() {
        return openAuctions;
    }

    /**
     * How long after an outage an end can lie that it still moves: the longest closing window, or round,
     * of any auction there ever was, in milliseconds.
     */
    public long reachMillis() {
        return reachMillis;
    }

    /** When the next auction falls due; {@link Times#NEVER} if none does. */
    public long firstDeadline() {
        return deadlines.firstTime();
    }

    /** The auction that falls due first: of those at the same time, the one with the lowest id. */
    public Optional<Auction> firstDue() {
        return Optional.ofNullable(auctionOrNull(deadlines.firstAuction()));
    }

    /** Hands each auction that falls due at or before {@code time} to {@code visitor}, in order. */
    public void visitDue(long time, AuctionVisitor visitor) {
        deadlines.visitUntil(time, id -> visitor.visit(auctions.get(id - 1)));
    }

    /** The open auctions whose closing is linked with that of {@code auction}, in order of id. */
    public AuctionIds openGroup(Auction auction) {
        var key = groupKey(auction);
        var members = key == null ? null : groups.get(key);
        return members == null ? AuctionIds.NONE : members;
    }

    private static @Nullable String groupKey(Auction auction) {
        var group = auction.conditions().group();
        return group.isPresent() ? auction.seller().value() + '\n' + group.get() : null;
    }

    /** The same at another time. */
    public HouseState at(long time) {
        return time == timeMillis ? this
                : new HouseState(version, time, openRegistration, users, items, auctions,
                        deadlines, openAuctions, reachMillis, groups);
    }

    /** With a new user, or one that changed. */
    HouseState withUser(User user) {
        return new HouseState(version, timeMillis, openRegistration, users.with(user), items,
                auctions,
                deadlines, openAuctions, reachMillis, groups);
    }

    /** With {@code name} among those who take part in {@code auction}, as they may be already. */
    HouseState withPartTaken(UserName name, AuctionId auction) {
        var user = users.find(name.value());
        return user == null || user.isIn(auction) ? this : withUser(user.in(auction));
    }

    /** Without {@code name} among those who take part in {@code auction}. */
    HouseState withoutPartTaken(UserName name, AuctionId auction) {
        var user = users.find(name.value());
        return user == null ? this : withUser(user.notIn(auction));
    }

    /** With a new item, or one that changed. */
    HouseState withItem(Item item) {
        var slot = item.id().value() - 1;
        return new HouseState(version, timeMillis, openRegistration, users,
                slot == items.size() ? items.append(item) : items.with(slot, item), auctions,
                deadlines, openAuctions, reachMillis, groups);
    }

    /** With a new auction, or one that changed; the indexes follow. */
    HouseState withAuction(Auction after) {
        var id = after.id().value();
        var before = auctionOrNull(id);
        var newAuctions = before == null ? auctions.append(after) : auctions.with(id - 1, after);
        if (before != null && isSame(before.phase(), after.phase())) {
            return new HouseState(version, timeMillis, openRegistration, users, items,
                    newAuctions, deadlines, openAuctions, reachMillis, groups);
        }
        var wasDue = before == null ? Times.NEVER : before.deadline();
        var wasOpen = before != null && before.isOpen();
        var newOpen = openAuctions + (after.isOpen() ? 1 : 0) - (wasOpen ? 1 : 0);
        return new HouseState(version, timeMillis, openRegistration, users, items, newAuctions,
                moved(id, wasDue, after.deadline()), newOpen,
                before == null ? Math.max(reachMillis, after.reachMillis()) : reachMillis,
                after.isOpen() == wasOpen ? groups : regrouped(after));
    }

    /** Nearly always it is the same object; to compare what is in two would cost every bid. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Phase before, Phase after) {
        return before == after || before.equals(after);
    }

    private Deadlines moved(long id, long from, long to) {
        if (from == to) {
            return deadlines;
        }
        var rest = from == Times.NEVER ? deadlines : deadlines.without(from, id);
        return to == Times.NEVER ? rest : rest.with(to, id);
    }

    private SortedTree<String, AuctionIds> regrouped(Auction after) {
        var key = groupKey(after);
        if (key == null) {
            return groups;
        }
        var members = openGroup(after);
        var changed = after.isOpen() ? members.with(after.id())
                : members.without(after.id());
        return changed.isEmpty() ? groups.without(key) : groups.with(key, changed);
    }

    /** A house read back from a snapshot; the indexes are made anew. */
    public static HouseState restored(int version, long timeMillis, boolean openRegistration,
            List<User> users,
            PagedTable<Item> items, Iterable<Auction> auctions) {
        var known = Users.of(users);
        var parts = Stream.generate(AuctionIds.Rising::new).limit(users.size()).toList();
        var house = new HouseState(version, timeMillis, openRegistration, known, items,
                PagedTable.empty(), Deadlines.EMPTY, 0, 0, SortedTree.empty());
        for (var auction : auctions) {
            house = house.withAuction(auction);
            Consumer<UserName> takesPart = name -> {
                var user = known.find(name.value());
                if (user != null) {
                    parts.get((int) user.number()).add(auction.id().value());
                }
            };
            auction.participants().forEach((name, participant) -> takesPart.accept(name));
            auction.bids().forEachBidder(takesPart);
        }
        var all = users.stream()
                .map(user -> user.takingPartIn(parts.get((int) user.number()).ids()))
                .toList();
        return new HouseState(version, timeMillis, openRegistration, known.changed(all), items,
                house.auctions, house.deadlines, house.openAuctions, house.reachMillis,
                house.groups);
    }

    /** Told of an auction. */
    public interface AuctionVisitor {

        /** Here is one. */
        void visit(Auction auction);
    }
}
