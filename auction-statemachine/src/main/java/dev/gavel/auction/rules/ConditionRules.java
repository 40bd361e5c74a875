package dev.gavel.auction.rules;

import dev.gavel.auction.format.Faults;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.Times;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Whether the conditions of a new auction fit together, and the time it is created at. */
final class ConditionRules {

    private ConditionRules() {}

    /** The first thing wrong; empty if nothing is. */
    static Optional<Rejection> fault(Command.Create command, long now) {
        var conditions = command.conditions();
        var fault = times(command, now);
        if (fault == null) {
            fault = Formats.of(conditions.format()).conditionFault(command);
        }
        if (fault == null && conditions.access().visibility() == Access.Visibility.INVITED
                && conditions.access().invited().isEmpty()) {
            fault = Faults.condition("invited", "An auction for the invited needs a list of them.");
        }
        return Optional.ofNullable(fault);
    }

    private static @Nullable Rejection times(Command.Create command, long now) {
        var conditions = command.conditions();
        var timing = conditions.timing();
        if (timing.durationMillis().isPresent() && timing.endsAt().isPresent()) {
            return Faults.condition("endsAt", "Give either durationMillis or endsAt, not both.");
        }
        var opensAt = timing.opensAt().orElse(now);
        if (timing.opensAt().isPresent() && opensAt <= now) {
            return Faults.condition("opensAt", past(now));
        }
        if (timing.endsAt().orElse(Times.NEVER) <= opensAt) {
            return Faults.condition("endsAt",
                    timing.opensAt().isPresent() ? "It would end before it opens."
                            : past(now));
        }
        if (conditions.softClose().isPresent() && conditions.softClose().get().hardEnd() <= now) {
            return Faults.condition("softClose.hardEnd", past(now));
        }
        if (conditions.retractUntil().orElse(Times.NEVER) <= now) {
            return Faults.condition("retractUntil", past(now));
        }
        return null;
    }

    private static String past(long now) {
        return "That is not after now, " + Times.format(now) + ".";
    }
}
