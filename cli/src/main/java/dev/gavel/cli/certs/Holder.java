package dev.gavel.cli.certs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose a certificate is. Servers stand before operators, by their numbers.
 *
 * @param kind what it may do
 * @param name a server's number, or an operator's name
 */
record Holder(Kind kind, String name) implements Comparable<Holder> {

    /** The rule for the name of an operator, as a sentence: it becomes the name of a file. */
    static final String RULE = "the name of an operator has 1 to 40 of the letters a to z, small or"
            + " capital, digits, dots, hyphens and underscores, the first of them a letter or digit";

    private static final Comparator<Holder> ORDER = Comparator.comparing(Holder::kind)
            .thenComparingInt(one -> one.kind == Kind.SERVER ? Integer.parseInt(one.name) : 0)
            .thenComparing(Holder::name);

    /** What a holder is to the house. */
    enum Kind {
        /** It serves, and asks other servers. */
        SERVER("0|[1-9][0-9]{0,2}"),
        /** It asks only. */
        OPERATOR("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

        private final Pattern names;

        Kind(String names) {
            this.names = Pattern.compile(names);
        }

        private Optional<Holder> named(String name) {
            return names.matcher(name).matches() ? Optional.of(new Holder(this, name))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Holder server(int id) {
        return new Holder(Kind.SERVER, Integer.toString(id));
    }

    /** The operator of that name; empty if no operator can be called so. */
    static Optional<Holder> operator(String name) {
        return Kind.OPERATOR.named(name);
    }

    /** Whose a file is, by its name without the ending. */
    static Optional<Holder> ofStem(String stem) {
        return Arrays.stream(Kind.values())
                .filter(kind -> stem.startsWith(kind + "-"))
                .flatMap(kind -> kind.named(stem.substring((kind + "-").length())).stream())
                .findFirst();
    }

    /** The names of its files, without their endings. */
    String stem() {
        return kind + "-" + name;
    }

    /** What its certificate says of it: {@code gavel://HOUSE/server/3}. */
    String uri(String house) {
        return Authority.uri(house) + "/" + kind + "/" + name;
    }

    @Override
    public int compareTo(Holder other) {
        return ORDER.compare(this, other);
    }

    /** As people say it. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
