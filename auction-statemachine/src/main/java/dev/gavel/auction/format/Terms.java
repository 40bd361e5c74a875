package dev.gavel.auction.format;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.HouseVersion;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/** What auctions of a kind can be held under. */
public interface Terms {

    /** How lots are sold in auctions of this kind, in one sentence. */
    String about();

    /** Those conditions which not every kind of auction has, of which this one has these. */
    Set<Condition> conditions();

    /** The fields of a new auction, besides its name, without which {@link #conditionFault} refuses it. */
    default Set<String> needs() {
        return Set.of();
    }

    /**
     * The least opening price that {@link #conditionFault} lets pass, whatever the other conditions
     * are.
     */
    default long leastStart() {
        return 0;
    }

    /** The first thing in which the conditions of a new auction do not fit together; null if they do. */
    @Nullable
    Rejection conditionFault(Command.Create command);

    /** The first version of the house that knows this kind of auction. */
    default int since() {
        return HouseVersion.FIRST;
    }

    /** Who sees how an auction stands, unless its seller says otherwise. */
    default Access.Visibility usualVisibility() {
        return Access.Visibility.PUBLIC;
    }

    /**
     * The first field that only the seller may set, where somebody else starts an auction of an item that
     * anybody may start; null if they may start it so. In most kinds that is the format itself.
     */
    default @Nullable String fieldOfTheSeller(ConditionsOfSale conditions) {
        return "format";
    }
}
