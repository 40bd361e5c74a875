package dev.gavel.auction.rules;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
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
            fault = prices(conditions);
        }
        if (fault == null && conditions.access().visibility() == Access.Visibility.INVITED
                && conditions.access().invited().isEmpty()) {
            fault = bad("invited", "An auction for the invited needs a list of them.");
        }
        return Optional.ofNullable(fault);
    }

    private static @Nullable Rejection times(Command.Create command, long now) {
        var conditions = command.conditions();
        var timing = conditions.timing();
        if (timing.durationMillis().isPresent() && timing.endsAt().isPresent()) {
            return bad("endsAt", "Give either durationMillis or endsAt, not both.");
        }
        var opensAt = timing.opensAt().orElse(now);
        if (timing.opensAt().isPresent() && opensAt <= now) {
            return bad("opensAt", past(now));
        }
        if (timing.endsAt().orElse(Times.NEVER) <= opensAt) {
            return bad("endsAt", timing.opensAt().isPresent() ? "It would end before it opens."
                    : past(now));
        }
        if (conditions.softClose().isPresent() && conditions.softClose().get().hardEnd() <= now) {
            return bad("softClose.hardEnd", past(now));
        }
        if (conditions.retractUntil().orElse(Times.NEVER) <= now) {
            return bad("retractUntil", past(now));
        }
        return null;
    }

    private static @Nullable Rejection prices(ConditionsOfSale conditions) {
        var reserve = conditions.reserve();
        if (reserve.isSet() && reserve.amount() < conditions.start()) {
            return bad("reserve", "The reserve must be at least the start.");
        }
        if (conditions.buyNow().isEmpty()) {
            return null;
        }
        var buyNow = conditions.buyNow().get();
        if (buyNow.price() < conditions.start() || buyNow.price() < reserve.amount()) {
            return bad("buyNow", "The buy-now price must be at least the start and the reserve.");
        }
        if (buyNow.until() == BuyNow.Until.RESERVE_MET && !reserve.isSet()) {
            return bad("buyNowUntil",
                    "Only an auction with a reserve can offer it until that is met.");
        }
        return null;
    }

    private static String past(long now) {
        return "That is not after now, " + Times.format(now) + ".";
    }

    private static Rejection bad(String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, null, field, sentence);
    }
}
