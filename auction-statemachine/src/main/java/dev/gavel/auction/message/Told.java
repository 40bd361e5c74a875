package dev.gavel.auction.message;

import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.Spans;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;

import java.util.ArrayList;
import java.util.List;

/**
 * A sentence with its names, amounts, times and lengths of time apart, so that a screen can write them in
 * the words, the zone and the money of its reader.
 *
 * @param text in English, with {@code {0}}, {@code {1}} and so on in place of the values
 * @param values in the order of their numbers
 */
public record Told(String text, List<Value> values) {

    /** Keeps the list as it is now. */
    public Told {
        values = List.copyOf(values);
    }

    /** Something in a sentence that each reader sees in their own way. */
    public sealed interface Value {

        /** A user by name. */
        record Name(UserName user) implements Value {}

        /** Money in minor units of the auction's currency. */
        record Money(long amount) implements Value {}

        /** An instant, in milliseconds since 1970. */
        record Time(long millis) implements Value {}

        /** A length of time. */
        record Span(long millis) implements Value {}

        /** A count, or the number of a round. */
        record Count(long number) implements Value {}
    }

    /** A sentence without values. */
    public static Told plain(String text) {
        return new Told(text, List.of());
    }

    /** The sentence in English, for people at a terminal. */
    public String english(Currency currency) {
        var out = new StringBuilder(text.length() + 16 * values.size());
        var from = 0;
        for (var i = 0; i < values.size(); i++) {
            var mark = "{" + i + "}";
            var at = text.indexOf(mark, from);
            out.append(text, from, at).append(english(values.get(i), currency));
            from = at + mark.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    private static String english(Value value, Currency currency) {
        return switch (value) {
            case Value.Name name -> name.user().value();
            case Value.Money money -> currency.format(money.amount());
            case Value.Time time -> Times.format(time.millis());
            case Value.Span span -> Spans.inWords(span.millis());
            case Value.Count count -> Long.toString(count.number());
        };
    }

    /** Puts a sentence together from left to right. */
    public static final class Writer {

        private final StringBuilder text = new StringBuilder();
        private final List<Value> values = new ArrayList<>();

        /** Begins with these words. */
        public Writer(String words) {
            text.append(words);
        }

        /** Words of the house's own. */
        public Writer say(String words) {
            text.append(words);
            return this;
        }

        /** A user. */
        public Writer name(UserName user) {
            return value(new Value.Name(user));
        }

        /** An amount. */
        public Writer money(long amount) {
            return value(new Value.Money(amount));
        }

        /** An instant. */
        public Writer time(long millis) {
            return value(new Value.Time(millis));
        }

        /** A length of time. */
        public Writer span(long millis) {
            return value(new Value.Span(millis));
        }

        /** A number. */
        public Writer count(long number) {
            return value(new Value.Count(number));
        }

        /** A number of something. */
        public Writer count(long number, String one, String many) {
            return count(number).say(number == 1 ? one : many);
        }

        private Writer value(Value value) {
            text.append('{').append(values.size()).append('}');
            values.add(value);
            return this;
        }

        /** The sentence. */
        public Told done() {
            return new Told(text.toString(), values);
        }
    }
}
