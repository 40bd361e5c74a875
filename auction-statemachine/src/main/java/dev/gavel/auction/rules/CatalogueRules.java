package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.ItemId;
import dev.gavel.auction.model.Lot;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Evolution;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Item;
import dev.gavel.auction.state.User;

import java.util.List;
import java.util.Optional;

/** Items in and out of the catalogue, and auctions into it. */
public final class CatalogueRules {

    /** From which version on texts have nothing in them that cannot be seen. */
    private static final int TEXTS = 2;

    private CatalogueRules() {}

    /** Puts an item into the catalogue. */
    public static Decision consign(HouseState house, Command.Consign command, Caller caller) {
        var notUser = RegistrationRules.fault(house, caller);
        if (notUser != null) {
            return Decision.no(notUser);
        }
        var badText = house.knows(TEXTS) ? TextRules.fault(command) : null;
        if (badText != null) {
            return Decision.no(badText);
        }
        var id = new ItemId(house.items().size() + 1);
        return Decision
                .yes(new Reply.ItemChanged(id, "Item " + id + " is in the catalogue."),
                        new Event.ItemConsigned(id, caller.name(), command.name(),
                                command.description(), command.price(), command.anyoneMayStart(),
                                caller.now()))
                .after(RegistrationRules.arrival(caller));
    }

    /** Takes an item out of the catalogue; only its seller may, and not while it is on sale. */
    public static Decision withdraw(HouseState house, Command.WithdrawItem command,
            Caller caller) {
        var found = house.item(command.item());
        if (found.isEmpty()) {
            return unknownItem(command.item());
        }
        var item = found.get();
        if (!item.seller().equals(caller.name())) {
            return Decision.no(Code.NOT_OWNER, "item",
                    "Only " + item.seller() + " may withdraw item " + item.id() + ".");
        }
        return switch (item.status()) {
            case LISTED -> Decision.yes(
                    new Reply.ItemChanged(item.id(), "Item " + item.id() + " is withdrawn."),
                    new Event.ItemWithdrawn(item.id()));
            case WITHDRAWN -> Decision.yes(new Reply.ItemChanged(item.id(),
                    "Item " + item.id() + " was withdrawn before."));
            case ON_SALE, SOLD -> notAvailable(item);
        };
    }

    /** Creates an auction; it opens at once, by itself at a time, or by hand. */
    public static Decision create(HouseState house, Command.Create command, Caller caller) {
        var fault = ConditionRules.fault(command, caller.now());
        if (fault.isPresent()) {
            return Decision.no(fault.get());
        }
        var notUser = RegistrationRules.fault(house, caller);
        if (notUser != null) {
            return Decision.no(notUser);
        }
        var badText = house.knows(TEXTS) ? TextRules.fault(house, command) : null;
        if (badText != null) {
            return Decision.no(badText);
        }
        var lot = command.lot();
        var seller = caller.name();
        if (lot.item().isPresent()) {
            var found = house.item(lot.item().get());
            if (found.isEmpty()) {
                return unknownItem(lot.item().get());
            }
            var item = found.get();
            var isOwn = item.seller().equals(caller.name());
            if (!isOwn && !item.anyoneMayStart()) {
                return Decision.no(Code.NOT_OWNER, "item",
                        "Only " + item.seller() + " may sell item " + item.id() + ".");
            }
            if (item.status() != Item.Status.LISTED) {
                return notAvailable(item);
            }
            var notForOthers = isOwn ? null : StartRules.fault(command, item, caller.now());
            if (notForOthers != null) {
                return Decision.no(notForOthers);
            }
            seller = item.seller();
            lot = new Lot(item.name(), item.description(), lot.item());
        }
        var twin = command.unique() ? twin(house, command, lot, seller)
                : Optional.<AuctionId>empty();
        if (twin.isPresent()) {
            return Decision.no(Code.DUPLICATE_AUCTION, twin.get(),
                    "You have the very same auction already, with id " + twin.get() + ".");
        }
        return created(house, command, lot, seller, caller)
                .after(RegistrationRules.arrival(caller));
    }

    private static Decision created(HouseState house, Command.Create command, Lot lot,
            UserName seller, Caller caller) {
        var id = new AuctionId(house.auctions().size() + 1);
        var conditions = command.conditions();
        var created = new Event.AuctionCreated(id, seller, command.name(), lot, conditions,
                caller.now());
        var opensAt = conditions.timing().opensAt();
        if (opensAt.isPresent()) {
            return Decision.yes(
                    new Reply.AuctionStands(id, new Phase.Scheduled(opensAt.getAsLong()),
                            "Auction " + id + " opens at " + Times.format(opensAt.getAsLong())
                                    + "."),
                    created, new Event.AuctionScheduled(id, opensAt.getAsLong()));
        }
        if (command.open()) {
            return opened(house, created,
                    new Caller(seller, caller.isRegistered(), caller.now(), caller.index()),
                    caller);
        }
        return Decision.yes(new Reply.AuctionStands(id, Phase.DRAFT,
                "Auction " + id + " is created; open it to take bids."), created);
    }

    /** Opens what was just created, as if it were there already. */
    private static Decision opened(HouseState house, Event.AuctionCreated created,
            Caller seller, Caller caller) {
        var arrived = Evolution.fold(house, RegistrationRules.arrival(caller));
        var opening = LifeRules.open(Evolution.fold(arrived, created), created.id(), seller);
        return opening.reply().isSuccess() ? opening.after(List.of(created)) : opening;
    }

    private static Optional<AuctionId> twin(HouseState house, Command.Create command, Lot lot,
            UserName seller) {
        var own = house.user(seller).map(User::auctions);
        for (var i = own.isPresent() ? own.get().size() - 1 : -1; i >= 0; i--) {
            var auction = house.auction(own.orElseThrow().get(i)).orElseThrow();
            var over = auction.phase() instanceof Phase.Closed
                    || auction.phase() instanceof Phase.Cancelled;
            if (!over && auction.listing().name().equals(command.name())
                    && auction.listing().lot().equals(lot)
                    && auction.conditions().equals(command.conditions())) {
                return Optional.of(auction.id());
            }
        }
        return Optional.empty();
    }

    private static Decision unknownItem(ItemId item) {
        return Decision.no(Code.UNKNOWN_ITEM, "item", "There is no item " + item + ".");
    }

    static Decision notAvailable(Item item) {
        var where = switch (item.status()) {
            case ON_SALE -> "is on sale in auction " + item.auction().orElseThrow();
            case SOLD -> "was sold in auction " + item.auction().orElseThrow();
            case WITHDRAWN -> "was withdrawn from the catalogue";
            case LISTED -> "is in the catalogue";
        };
        return Decision.no(Code.ITEM_NOT_AVAILABLE, "item",
                "Item " + item.id() + " " + where + ".");
    }
}
