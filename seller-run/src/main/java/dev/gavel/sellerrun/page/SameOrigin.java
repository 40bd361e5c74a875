package dev.gavel.sellerrun.page;

import dev.gavel.server.desk.Trouble;
import dev.gavel.server.http.HttpTrouble;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps the other pages of the same browser away. They could send here what they like, in the name of
 * whoever the bidder is; and where a name of theirs is made to lead to this machine, read the answers.
 *
 * <p>So a request must have been addressed to this program under a name that nobody else can give it: a
 * bare IP address, {@code localhost}, or the host it was told to listen on. And where the browser says which
 * page it comes from, it must come from this one.
 */
final class SameOrigin {

    private static final Pattern IP_ADDRESS = Pattern
            .compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]{2,45}]");
    /** What browsers say of a request: of this page, or typed by the reader. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    /** The one that browsers leave out. */
    private static final int HTTP_PORT = 80;

    private final String host;
    private final int port;

    /** For a program that listens there. */
    SameOrigin(String host, int port) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.port = port;
    }

    /** Refuses what another page may have sent. */
    void check(Context context) {
        var addressed = context.header("Host");
        if (addressed == null || !isOurs(addressed.toLowerCase(Locale.ROOT))) {
            throw new HttpTrouble(Trouble.FORBIDDEN,
                    "This program does not answer at this address: use the address that it printed"
                            + " when it started.");
        }
        var origin = context.header("Origin");
        var isOwn = origin == null || origin.equalsIgnoreCase("http://" + addressed);
        if (!isPage(context) && !(isOwn && mayCall(context.header("Sec-Fetch-Site")))) {
            throw new HttpTrouble(Trouble.FORBIDDEN,
                    "A page of another site may not act or read here.");
        }
    }

    private boolean isOurs(String addressed) {
        var name = withoutPort(addressed);
        var own = name.equals("localhost") || name.equals(host)
                || IP_ADDRESS.matcher(name).matches();
        return own && addressed.equals(port == HTTP_PORT ? name : name + ":" + port);
    }

    private static String withoutPort(String addressed) {
        var colon = addressed.lastIndexOf(':');
        return colon > addressed.lastIndexOf(']') ? addressed.substring(0, colon) : addressed;
    }

    /** A link on another page may lead here: its files tell nothing and do nothing. */
    private static boolean isPage(Context context) {
        var method = context.req().getMethod();
        return (method.equals("GET") || method.equals("HEAD"))
                && (context.path().equals("/") || context.path().startsWith("/page/"));
    }

    private static boolean mayCall(@Nullable String site) {
        return site == null || OURS.contains(site);
    }
}
