package dev.gavel.auction.rules;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Naming;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

/** Texts that others read have nothing in them that cannot be seen or that turns the rest round. */
final class TextRules {

    private TextRules() {}

    static @Nullable Rejection fault(Command.Consign command) {
        var fault = title("name", command.name());
        return fault != null ? fault : prose("description", command.description());
    }

    /** Names of the invited must be such as users may have, or are those of users. */
    static @Nullable Rejection fault(HouseState house, Command.Create command) {
        var fault = title("name", command.name());
        if (fault == null && command.lot().item().isEmpty()) {
            fault = title("itemName", command.lot().name());
        }
        if (fault == null) {
            fault = prose("itemDescription", command.lot().description());
        }
        if (fault == null && command.conditions().group().isPresent()) {
            fault = title("group", command.conditions().group().get());
        }
        var invited = command.conditions().access().invited();
        for (var i = 0; fault == null && i < invited.size(); i++) {
            var name = invited.get(i);
            if (house.userOrNull(name.value()) == null) {
                fault = RegistrationRules.nameFault(house, name.value(), "invited");
            }
        }
        return fault;
    }

    static @Nullable Rejection prose(String field, String text) {
        return RegistrationRules.textFault(field, Naming.proseFault(text));
    }

    private static @Nullable Rejection title(String field, String text) {
        return RegistrationRules.textFault(field, Naming.titleFault(text));
    }
}
