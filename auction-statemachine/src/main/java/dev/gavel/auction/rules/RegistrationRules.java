package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Naming;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.User;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Who is a user. */
public final class RegistrationRules {

    /** From which version on names must be told apart. */
    private static final int NAMES = 2;

    private RegistrationRules() {}

    /** Makes the caller a user, or changes what is given; what is left out stays. */
    public static Decision register(HouseState house, Command.Register command, Caller caller) {
        var fault = house.knows(NAMES) ? fault(house, command, caller) : null;
        if (fault != null) {
            return Decision.no(fault);
        }
        return Decision.yes(new Reply.Registered(caller.name()),
                new Event.UserRegistered(caller.name(), command.address(), command.displayName(),
                        caller.now()));
    }

    private static @Nullable Rejection fault(HouseState house, Command.Register command,
            Caller caller) {
        var fault = caller.isRegistered() ? null : nameFault(house, caller.name().value(), "by");
        if (fault == null && command.address().isPresent()) {
            fault = textFault("address", Naming.titleFault(command.address().get()));
        }
        if (fault == null && command.displayName().isPresent()) {
            fault = textFault("displayName", Naming.titleFault(command.displayName().get()));
        }
        if (fault == null && command.displayName().isPresent()) {
            var alike = house.userAlike(command.displayName().get());
            if (alike.isPresent() && !alike.get().name().equals(caller.name())) {
                fault = confusable("displayName", command.displayName().get(), alike.get());
            }
        }
        return fault;
    }

    /**
     * Why {@code name}, of somebody the house does not know, cannot become a user's; null if it can, and in
     * houses of the first version.
     */
    static @Nullable Rejection nameFault(HouseState house, String name, String field) {
        if (!house.knows(NAMES)) {
            return null;
        }
        var fault = Naming.nameFault(name);
        if (fault != null) {
            return new Rejection.Plain(Code.BAD_COMMAND, null, field, fault);
        }
        var alike = house.userAlike(name);
        return alike.isEmpty() ? null : confusable(field, name, alike.get());
    }

    private static Rejection confusable(String field, String name, User user) {
        return new Rejection.Plain(Code.CONFUSABLE_NAME, null, field, "The name " + name
                + " cannot be told from that of the user " + user.name()
                + ", who was here before; take another, or act as that user.");
    }

    /** What is wrong with a text, as a refusal; null if nothing is. */
    static @Nullable Rejection textFault(String field, @Nullable String fault) {
        return fault == null ? null
                : new Rejection.Plain(Code.BAD_COMMAND, null, field, field + ": "
                        + Character.toLowerCase(fault.charAt(0)) + fault.substring(1));
    }

    /** Why the caller may not act; null if they may: with open registration everybody may. */
    static @Nullable Rejection fault(HouseState house, Caller caller) {
        if (caller.isRegistered()) {
            return null;
        }
        return house.hasOpenRegistration() ? nameFault(house, caller.name().value(), "by")
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
