package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;
import dev.gavel.sellerrun.Round;
import dev.gavel.sellerrun.SaleFailedException;
import dev.gavel.sellerrun.SaleTerms;
import dev.gavel.server.exit.ExitCodes;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What the programs of sellers and buyers tell, for people or as JSON lines. */
final class SaleWords {
    private final House house;
    private final SaleTerms terms;
    private final Currency currency;

    SaleWords(House house, SaleTerms terms) {
        this.house = house;
        this.terms = terms;
        this.currency = Currency.of(terms.currency()).orElse(Currency.EUR);
    }

    /** One thing that happened. */
    void tell(String event, String sentence) {
        tell(event, sentence, JsonObject.EMPTY);
    }

    void tell(String event, String sentence, JsonObject more) {
        if (house.wantsJson()) {
            var json = JsonObject.of("event", event).with("auction", terms.auction());
            for (var name : more.names()) {
                json = more.object(name).isPresent()
                        ? json.with(name, more.object(name))
                        : more.number(name).isPresent()
                                ? json.with(name, more.number(name).getAsLong())
                                : more.text(name).isPresent()
                                        ? json.with(name, more.text(name))
                                        : more.has(name) ? json.with(name, more.flag(name)) : json;
            }
            house.output().json(json.with("message", sentence));
        } else {
            house.output().line(sentence);
        }
    }

    /** How it stands. */
    void round(Round round) {
        if (round.finished()) {
            tell("over", ending(round), round.toJson());
        } else {
            tell("round", standing(round), round.toJson());
        }
    }

    String standing(Round round) {
        return "round " + round.round() + ": " + currency.decimal(round.price()) + ", active: "
                + names(round.active());
    }

    String ending(Round round) {
        return round.winner()
                .map(name -> "sold to " + name + " for " + currency.format(round.price()))
                .orElse("over, without a winner");
    }

    /** What is sold and how the price rises. */
    String offer() {
        return "auction " + terms.auction() + ", " + terms.name() + ": from "
                + currency.format(terms.start()) + ", " + currency.decimal(terms.step())
                + " more every " + Spans.inWords(terms.period().toMillis());
    }

    static String names(List<String> names) {
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    /** The exception that the command line knows. */
    static FailedException failed(SaleFailedException e) {
        return new FailedException(e.outcome(), ExitCodes.of(e.outcome()));
    }

    /** {@code --listen}; port 0 is any that is free. */
    static Optional<InetSocketAddress> listen(Optional<String> text) {
        return text.map(given -> address("--listen", given));
    }

    /** What {@code option} names; port 0 is any that is free. */
    static InetSocketAddress address(String option, String given) {
        var colon = given.lastIndexOf(':');
        try {
            var port = Integer.parseInt(given.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= 65_535) {
                return new InetSocketAddress(given.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(option + ": \"" + given
                + "\" is no address: give HOST:PORT, such as 127.0.0.1:40000");
    }
}
