package dev.gavel.server.http;

import dev.gavel.server.config.ServerAddress;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The names of hosts under which this house is asked. A stranger's page may lead a browser to this
 * machine by a name of the stranger's, whose address changes while the page is open. To the browser
 * all that comes back is then the stranger's own. So requests that name another host are refused.
 */
final class HostNames {

    /** Digits and dots, or anything in brackets: no name server is asked about these. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");
    /** Of this machine, whatever a name server says. */
    private static final String LOCAL = "localhost";

    private final Supplier<List<ServerAddress>> servers;
    private final Set<String> alsoKnownAs;

    /**
     * The names of a house.
     *
     * @param servers the members at the moment
     * @param alsoKnownAs other names, in small letters
     */
    HostNames(Supplier<List<ServerAddress>> servers, Collection<String> alsoKnownAs) {
        this.servers = servers;
        this.alsoKnownAs = Set.copyOf(alsoKnownAs);
    }

    /**
     * Whether a request may name this host: an address, a name of this machine, a host of the list
     * of servers, or one of the other names. No browser leaves it out, so it may be missing.
     *
     * @param host without a port
     */
    boolean areOurs(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return true;
        }
        var name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return ADDRESS.matcher(name).matches() || name.equals(LOCAL)
                || name.endsWith("." + LOCAL) || alsoKnownAs.contains(name) || isAServer(name);
    }

    private boolean isAServer(String name) {
        for (var server : servers.get()) {
            if (server.host().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
