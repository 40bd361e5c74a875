package dev.gavel.auction.model;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The name of a user: 1 to 64 visible characters, spaces only inside. Names are compared to the
 * letter; {@code Ann} and {@code ann} are two users, where both were before {@link Naming} told newcomers apart.
 *
 * <p>Refused are control characters, line separators, characters without a width or that turn the
 * direction of writing (they make two names look alike), and halves of surrogate pairs. The ranges
 * are spelt out, since what a JVM calls a letter changes with its version.
 *
 * @param value the name as shown
 */
public record UserName(String value) implements Comparable<UserName> {

    /** Longest name, in UTF-16 units. */
    public static final int CHARS_MAX = 64;

    /** The rule as a sentence, for whoever was refused. */
    public static final String RULE = "a user name has 1 to 64 visible characters, "
            + "with no space at either end";

    /**
     * @throws IllegalArgumentException if {@code value} is no user name
     */
    public UserName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(RULE);
        }
    }

    /** {@code text} as a name; empty if it is none. */
    public static Optional<UserName> parse(String text) {
        return isValid(text) ? Optional.of(new UserName(text)) : Optional.empty();
    }

    /** Whether {@code text} is a user name. */
    public static boolean isValid(String text) {
        var length = text.length();
        if (length == 0 || length > CHARS_MAX || text.charAt(0) == ' '
                || text.charAt(length - 1) == ' ') {
            return false;
        }
        var plain = true;
        for (var i = 0; i < length; i++) {
            var c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            if (c < 0xa0 || Text.isInvisible(c)) {
                return false;
            }
            plain = false;
        }
        return plain || Text.isWellFormed(text);
    }

    @Override
    public int compareTo(UserName other) {
        return value.compareTo(other.value);
    }

    /** Written out, as {@link #hashCode} is: every bid asks a few times, and a record's own takes a detour. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof UserName name && value.equals(name.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
