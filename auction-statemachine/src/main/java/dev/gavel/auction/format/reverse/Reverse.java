package dev.gavel.auction.format.reverse;

import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.outcry.OpenOutcry;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Direction;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/** The English auction turned round: offers fall, the lowest wins. */
public record Reverse() implements OpenOutcry {

    /** The only one: it has no state. */
    public static final Reverse INSTANCE = new Reverse();

    private static final Set<String> NEEDS = Set.of("start");

    @Override
    public String about() {
        return "Offers fall until nobody offers less; the lowest wins.";
    }

    @Override
    public Set<String> needs() {
        return NEEDS;
    }

    @Override
    public long leastStart() {
        return 1;
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }

    @Override
    public @Nullable Rejection conditionFault(Command.Create command) {
        return command.conditions().start() == 0
                ? Faults.condition("start",
                        "A reverse auction needs a start, the most that is paid.")
                : OpenOutcry.super.conditionFault(command);
    }
}
