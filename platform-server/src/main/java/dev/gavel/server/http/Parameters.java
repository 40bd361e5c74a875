package dev.gavel.server.http;

import dev.gavel.raft.Consistency;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters behind the question mark. Unknown ones are refused rather than ignored. */
final class Parameters {

    static final String CONSISTENCY = "consistency";

    private Parameters() {}

    /** Refuses all parameters. */
    static void none(Context context) {
        only(context, Set.of());
    }

    /** Refuses all parameters but these, and any that comes twice or has no value. */
    static void only(Context context, Set<String> known) {
        of(context).only(known);
    }

    /** As {@link #only}, of parameters that need no value. */
    static void onlyNamed(Context context, Set<String> known) {
        of(context).onlyNamed(known);
    }

    /** The value of a parameter that comes once at most; null if it does not come. */
    static @Nullable String value(Context context, String name) {
        return of(context).value(name);
    }

    private static Target of(Context context) {
        return context.req().getAttribute(Target.ATTRIBUTE) instanceof Target target ? target
                : new Target(List.of(), Map.of());
    }

    /** {@code linearizable} unless {@code local} is asked for. */
    static Consistency consistency(Context context) {
        var asked = Optional.ofNullable(value(context, CONSISTENCY)).orElse("linearizable");
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "linearizable" -> Consistency.LINEARIZABLE;
            case "local" -> Consistency.LOCAL;
            default -> throw new HttpTrouble(Trouble.BAD_COMMAND,
                    CONSISTENCY + ": either linearizable or local.");
        };
    }

    /** Whether {@code name=true} is given; {@code false} is the same as leaving it out. */
    static boolean flag(Context context, String name) {
        var given = Optional.ofNullable(value(context, name)).orElse("false");
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new HttpTrouble(Trouble.BAD_COMMAND, name + ": either true or false.");
        };
    }

    static String printable(@Nullable String text) {
        var clean = String.valueOf(text).replaceAll("[^ -~]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }
}
