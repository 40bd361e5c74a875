package dev.gavel.auction.schema;

import dev.gavel.auction.model.Limits;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One field of a record in JSON. */
public sealed interface Field {

    /** Its name and meaning, and whether and since when it is there. */
    Head head();

    /** The same values under another head. */
    Field as(Head head);

    /** Its name in JSON. */
    default String name() {
        return head().name();
    }

    /**
     * A whole number.
     *
     * @param unit what it counts
     * @param least the smallest that is taken
     * @param most the largest that is taken
     * @param usual what is meant where it is left out; empty where nothing is
     */
    record Whole(Head head, Unit unit, long least, long most, OptionalLong usual)
            implements
                Field {

        /** One without a usual value. */
        public Whole(Head head, Unit unit, long least, long most) {
            this(head, unit, least, most, OptionalLong.empty());
        }

        /** An amount of money of at least {@code least}. */
        public static Whole amount(Head head, long least) {
            return new Whole(head, Unit.MINOR_UNITS, least, Limits.AMOUNT_MAX);
        }

        /** The same, which means {@code value} where it is left out. */
        public Whole usually(long value) {
            return new Whole(head, unit, least, most, OptionalLong.of(value));
        }

        @Override
        public Whole as(Head other) {
            return new Whole(other, unit, least, most, usual);
        }
    }

    /**
     * A text.
     *
     * @param form which texts are taken
     * @param charsMax the longest, in UTF-16 units
     * @param usual what is meant where it is left out; empty where nothing is
     */
    record Text(Head head, Form form, int charsMax, Optional<String> usual) implements Field {

        /** Which texts are taken. */
        public enum Form {
            /** Any, without control characters. */
            FREE,
            /** Any that is more than spaces. */
            NAME,
            /** The id of an auction or item: a number as text. */
            ID,
            /** The name of a user. */
            USER,
            /** A currency of ISO 4217. */
            CURRENCY,
            /** 64 hexadecimal digits in lower case. */
            HEX,
            /** What only the house makes up, as a cursor or a position. */
            MADE
        }

        /** One without a usual value. */
        public Text(Head head, Form form, int charsMax) {
            this(head, form, charsMax, Optional.empty());
        }

        /** Any short text. */
        public static Text of(Head head) {
            return new Text(head, Form.FREE, Limits.SHORT_TEXT_CHARS_MAX);
        }

        /** A name of something. */
        public static Text name(Head head) {
            return new Text(head, Form.NAME, Limits.NAME_CHARS_MAX);
        }

        /** The id of an auction or item. */
        public static Text id(Head head) {
            return new Text(head, Form.ID, Limits.ID_CHARS_MAX);
        }

        /** The name of a user. */
        public static Text user(Head head) {
            return new Text(head, Form.USER, Limits.SHORT_TEXT_CHARS_MAX);
        }

        /** 64 hexadecimal digits. */
        public static Text hex(Head head) {
            return new Text(head, Form.HEX, Limits.HEX_256_BITS);
        }

        /** The same, which means {@code value} where it is left out. */
        public Text usually(String value) {
            return new Text(head, form, charsMax, Optional.of(value));
        }

        @Override
        public Text as(Head other) {
            return new Text(other, form, charsMax, usual);
        }
    }

    /**
     * One of a few names.
     *
     * @param <T> what they stand for
     * @param names each with what it stands for, in the order in which they are told
     * @param usual what is meant where it is left out; empty where that rests on something else
     */
    record Choice<T>(Head head, List<Named<T>> names, Optional<T> usual) implements Field {

        /**
         * A name, and what it stands for.
         *
         * @param <T> what names of this field stand for
         */
        public record Named<T>(String name, T value) {}

        /**
         * The name of {@code value}.
         *
         * @throws IllegalArgumentException if it has none
         */
        public String nameOf(T value) {
            for (var named : names) {
                if (named.value().equals(value)) {
                    return named.name();
                }
            }
            throw new IllegalArgumentException(name() + " has no name for " + value);
        }

        /** What is meant by {@code name}; empty if it is none of these. */
        public Optional<T> named(String name) {
            for (var named : names) {
                if (named.name().equals(name)) {
                    return Optional.of(named.value());
                }
            }
            return Optional.empty();
        }

        /** The name of what is meant where it is left out. */
        public Optional<String> usualName() {
            return usual.map(this::nameOf);
        }

        /** All names, in the order in which they are told. */
        public List<String> all() {
            return names.stream().map(Named::name).toList();
        }

        @Override
        public Choice<T> as(Head other) {
            return new Choice<>(other, names, usual);
        }
    }

    /** True or false; where it is left out, false is meant. */
    record Flag(Head head) implements Field {
        @Override
        public Flag as(Head other) {
            return new Flag(other);
        }
    }

    /** An instant, as ISO-8601 in UTC with milliseconds. */
    record Time(Head head) implements Field {
        @Override
        public Time as(Head other) {
            return new Time(other);
        }
    }

    /**
     * A list of texts, empty where it is left out.
     *
     * @param most how many at most
     */
    record Texts(Head head, Text.Form form, int most) implements Field {
        @Override
        public Texts as(Head other) {
            return new Texts(other, form, most);
        }
    }

    /** By how much the next bid must be better: an amount, a percentage, a table by name, or bands. */
    record Steps(Head head) implements Field {

        /** The least step, in minor units or percent. */
        public static final long LEAST = 1;

        /** The name in {@code {"percent":n}}. */
        public static final String PERCENT = "percent";

        @Override
        public Steps as(Head other) {
            return new Steps(other);
        }
    }

    /** Names, each with true or false. */
    record Marks(Head head) implements Field {
        @Override
        public Marks as(Head other) {
            return new Marks(other);
        }
    }

    /** A record within. */
    record Within(Head head, Shape shape) implements Field {
        @Override
        public Within as(Head other) {
            return new Within(other, shape);
        }
    }

    /**
     * A list of records, empty where it is left out.
     *
     * @param most how many at most
     */
    record Rows(Head head, Shape shape, int most) implements Field {
        @Override
        public Rows as(Head other) {
            return new Rows(other, shape, most);
        }
    }

    /** Any value. */
    record Any(Head head) implements Field {
        @Override
        public Any as(Head other) {
            return new Any(other);
        }
    }
}
