package dev.gavel.auction.rules;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.BuyNow;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
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
        if (fault == null) {
            fault = rounds(command);
        }
        if (fault == null) {
            fault = commitments(conditions);
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
        var direction = Format.of(conditions.format()).direction();
        var start = conditions.start();
        if (direction == Direction.DOWN && start == 0) {
            return bad("start", "A reverse auction needs a start, the most that is paid.");
        }
        var reserve = conditions.reserve();
        if (reserve.isSet() && direction.beats(start, reserve.amount())) {
            return bad("reserve", direction == Direction.UP
                    ? "The reserve must be at least the start."
                    : "The reserve must be at most the start.");
        }
        if (conditions.buyNow().isEmpty()) {
            return null;
        }
        var buyNow = conditions.buyNow().get();
        if (direction.beats(start, buyNow.price())
                || (reserve.isSet() && direction.beats(reserve.amount(), buyNow.price()))) {
            return bad("buyNow", "The buy-now price must be as good as the start and the reserve.");
        }
        if (buyNow.until() == BuyNow.Until.RESERVE_MET && !reserve.isSet()) {
            return bad("buyNowUntil",
                    "Only an auction with a reserve can offer it until that is met.");
        }
        return null;
    }

    private static @Nullable Rejection rounds(Command.Create command) {
        var conditions = command.conditions();
        var terms = conditions.rounds();
        if (!conditions.format().hasRounds()) {
            return null;
        }
        if (terms.periodMillis() == 0) {
            return bad("periodMillis", "It is missing: a clock needs the length of its rounds.");
        }
        if (terms.step() == 0) {
            return bad("step", "It is missing: a clock needs the step of its price.");
        }
        if (conditions.format() == FormatKind.DUTCH) {
            if (terms.floor() >= conditions.start()) {
                return bad("floor", "The floor must lie below the start.");
            }
            return (conditions.start() - terms.floor()) / terms.step() < Limits.ROUNDS_MAX ? null
                    : bad("step", "It is too small: the clock would take more than "
                            + Limits.ROUNDS_MAX + " rounds to the floor.");
        }
        if (terms.isRunBySeller() && terms.confirm()) {
            return bad("confirm", "The seller's own program sees who is still there.");
        }
        if (terms.isRunBySeller() && conditions.timing().opensAt().isPresent()) {
            return bad("opensAt", "It starts when its seller's program opens it.");
        }
        return command.open() ? bad("open", "Bidders must join before the clock can start.")
                : null;
    }

    private static @Nullable Rejection commitments(ConditionsOfSale conditions) {
        var terms = conditions.sealedTerms();
        return terms.revealMillis() > 0 && !terms.commit()
                ? bad("revealMillis", "There are no commitments to open.")
                : null;
    }

    private static String past(long now) {
        return "That is not after now, " + Times.format(now) + ".";
    }

    private static Rejection bad(String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, null, field, sentence);
    }
}
