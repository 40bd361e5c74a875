package dev.gavel.server.http;

import dev.gavel.raft.Consistency;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What stands behind the question mark; what nobody knows is refused rather than passed over. */
final class Parameters {

    static final String CONSISTENCY = "consistency";

    private Parameters() {}

    /** Refuses any. */
    static void none(Context context) {
        only(context, Set.of());
    }

    /** Refuses all but these, and any that comes twice. */
    static void only(Context context, Set<String> known) {
        context.queryParamMap().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new HttpTrouble(Trouble.BAD_COMMAND, printable(name)
                        + ": no such parameter here"
                        + (known.isEmpty() ? "." : "; known are " + new TreeSet<>(known) + "."));
            }
            if (values.size() > 1) {
                throw new HttpTrouble(Trouble.BAD_COMMAND, name + ": given more than once.");
            }
        });
    }

    /** {@code linearizable} unless {@code local} is asked for. */
    static Consistency consistency(Context context) {
        var asked = Optional.ofNullable(context.queryParam(CONSISTENCY)).orElse("linearizable");
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "linearizable" -> Consistency.LINEARIZABLE;
            case "local" -> Consistency.LOCAL;
            default -> throw new HttpTrouble(Trouble.BAD_COMMAND,
                    CONSISTENCY + ": either linearizable or local.");
        };
    }

    /** Whether {@code name=true} is given; {@code false} is the same as leaving it out. */
    static boolean flag(Context context, String name) {
        var given = Optional.ofNullable(context.queryParam(name)).orElse("false");
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new HttpTrouble(Trouble.BAD_COMMAND, name + ": either true or false.");
        };
    }

    static String printable(String text) {
        var clean = text.replaceAll("[^ -~]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }
}
