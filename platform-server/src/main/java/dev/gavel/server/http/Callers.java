package dev.gavel.server.http;

import dev.gavel.auction.model.UserName;
import dev.gavel.server.desk.Trouble;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the caller. In open mode the header {@code Gavel-User} is believed. A token is refused,
 * since a caller who sends one expects it to be checked.
 */
public final class Callers {

    static final String USER = "Gavel-User";
    private static final String UTF8 = "UTF-8''";
    /** The form of a value by RFC 8187: a character set, a language, and the value behind them. */
    private static final Pattern WITH_CHARSET = Pattern.compile(
            "(utf-?(8|16|32)|iso-?8859-?[0-9]{1,2}|us-ascii|ascii|latin-?1|windows-[0-9]{1,4})"
                    + "'[a-z0-9-]{0,35}'",
            Pattern.CASE_INSENSITIVE);

    private Callers() {}

    /** The caller; empty for nobody in particular. */
    static Optional<UserName> of(Context context) {
        return of(context.header("Authorization"), context.header(USER));
    }

    /** The caller by these two headers. */
    static Optional<UserName> of(@Nullable String authorization, @Nullable String user) {
        if (authorization != null) {
            throw new HttpTrouble(Trouble.UNAUTHENTICATED,
                    "This house runs in open mode and checks no tokens: leave Authorization out "
                            + "and name yourself with the header " + USER + ".");
        }
        if (user == null) {
            return Optional.empty();
        }
        var name = UserName.parse(decoded(user));
        if (name.isEmpty()) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, USER + ": " + UserName.RULE + ".");
        }
        return name;
    }

    /** The caller, where there must be one. */
    public static UserName required(Context context) {
        return of(context).orElseThrow(() -> new HttpTrouble(Trouble.UNAUTHENTICATED,
                "Say who you are with the header " + USER + "."));
    }

    /**
     * The name in a header: {@code UTF-8''Zo%C3%AB} as browsers can send it, or plain UTF-8, which
     * the HTTP library reads as Latin-1.
     */
    private static String decoded(String header) {
        if (!header.startsWith(UTF8) && WITH_CHARSET.matcher(header).lookingAt()) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, USER + ": write " + UTF8
                    + " in capitals and percent escapes of UTF-8 after it, or the name as it is; "
                    + "there is no other spelling.");
        }
        var name = header.startsWith(UTF8)
                ? Escapes.decode(header.substring(UTF8.length()), false)
                : Escapes.utf8(header.getBytes(StandardCharsets.ISO_8859_1));
        return name.orElseThrow(() -> new HttpTrouble(Trouble.BAD_COMMAND, USER
                + ": neither UTF-8 nor percent escapes of UTF-8 after " + UTF8 + "."));
    }
}
