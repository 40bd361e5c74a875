package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Who is a user. */
public final class RegistrationRules {

    private RegistrationRules() {}

    /** Makes the caller a user, or changes what is given; what is left out stays. */
    public static Decision register(Command.Register command, Caller caller) {
        return Decision.yes(new Reply.Registered(caller.name()),
                new Event.UserRegistered(caller.name(), command.address(), command.displayName(),
                        caller.now()));
    }

    /** Why the caller may not act; null if they may: with open registration everybody may. */
    static @Nullable Rejection fault(HouseState house, Caller caller) {
        return caller.isRegistered() || house.hasOpenRegistration() ? null
                : new Rejection.Plain(Code.NOT_REGISTERED, null, "",
                        caller.name() + " is not registered here; register first.");
    }

    /** What happens first if the caller acts: a newcomer is registered. */
    static List<Event> arrival(Caller caller) {
        return caller.isRegistered() ? List.of()
                : List.of(new Event.UserRegistered(caller.name(), Optional.empty(),
                        Optional.empty(), caller.now()));
    }
}
