package dev.gavel.auction.format.english;

import dev.gavel.auction.format.outcry.OpenOutcry;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.Closing;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Pricing;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.RoundTerms;
import dev.gavel.auction.model.SealedTerms;
import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/** The English auction: bids rise until nobody bids more. */
public record English() implements OpenOutcry {

    /** The only one: it has no state. */
    public static final English INSTANCE = new English();

    /** From nothing, closed by hand. */
    public static final ConditionsOfSale PLAIN = new ConditionsOfSale(FormatKind.ENGLISH,
            Currency.EUR, Pricing.FROM_NOTHING, Closing.BY_HAND, ProxyMode.ALLOWED,
            OptionalLong.empty(), RoundTerms.NONE, 1, SealedTerms.PLAIN, Access.PUBLIC);

    @Override
    public String about() {
        return "Bids rise until nobody bids more; the highest wins.";
    }

    /** All that a plain English auction does not have: whoever starts one says start, soft close and times. */
    @Override
    public @Nullable String fieldOfTheSeller(ConditionsOfSale conditions) {
        if (!conditions.currency().equals(PLAIN.currency())) {
            return "currency";
        }
        if (!conditions.increments().equals(PLAIN.increments())) {
            return "increment";
        }
        if (conditions.reserve().isSet()) {
            return "reserve";
        }
        if (conditions.buyNow().isPresent()) {
            return "buyNow";
        }
        if (conditions.group().isPresent()) {
            return "group";
        }
        if (conditions.retractUntil().isPresent()) {
            return "retractUntil";
        }
        if (conditions.proxy() != PLAIN.proxy()) {
            return "proxy";
        }
        if (conditions.grid()) {
            return "grid";
        }
        if (conditions.timing().maxPauseMillis() != PLAIN.timing().maxPauseMillis()) {
            return "maxPauseMillis";
        }
        return conditions.access().equals(PLAIN.access()) ? null : "visibility";
    }
}
