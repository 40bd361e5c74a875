package dev.gavel.server.http;

import dev.gavel.server.config.ServerAddress;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The origins whose pages may act here: pages that a server of this house served, and no other
 * site's. In open mode a name is enough. So otherwise any page that a person has open could bid in
 * their name.
 */
final class Origins {

    private record Listed(List<ServerAddress> servers, Set<String> origins) {}

    private final Supplier<List<ServerAddress>> servers;
    private final List<String> alsoKnownAs;
    private volatile Listed listed;

    /**
     * The origins of a house.
     *
     * @param servers its members, the same list until they change
     * @param alsoKnownAs other names under which browsers reach them, at their own ports or through
     *        a proxy at the usual ones
     */
    Origins(Supplier<List<ServerAddress>> servers, List<String> alsoKnownAs) {
        this.servers = servers;
        this.alsoKnownAs = alsoKnownAs;
        this.listed = listed(servers.get());
    }

    private Listed listed(List<ServerAddress> servers) {
        var ours = new TreeSet<String>();
        for (var server : servers) {
            ours.add("http://" + server.http().toLowerCase(Locale.ROOT)); // as browsers send it
            namesBesides(server.host().toLowerCase(Locale.ROOT))
                    .forEach(name -> ours.add("http://" + name + ":" + server.httpPort()));
        }
        for (var name : alsoKnownAs) {
            ours.addAll(List.of("http://" + name, "https://" + name));
            servers.forEach(server -> ours.add("http://" + name + ":" + server.httpPort()));
        }
        return new Listed(servers, Collections.unmodifiableSet(ours));
    }

    /**
     * Other names of a server on a person's own machine: a browser takes each for another site.
     */
    private static Stream<String> namesBesides(String host) {
        return switch (host) {
            case "127.0.0.1", "::1" -> Stream.of("localhost");
            case "localhost" -> Stream.of("127.0.0.1", "[::1]");
            default -> Stream.of();
        };
    }

    /** All origins, in order; the same set until they change. */
    Set<String> all() {
        var now = servers.get();
        var known = listed;
        if (!known.servers().equals(now)) {
            known = listed(now);
            listed = known;
        }
        return known.origins();
    }

    /**
     * Whether a request with this {@code Origin} may act; one without comes from no page. A page
     * may always act where it was served.
     *
     * @param host what the request names as its host, with the port, which is one of ours
     */
    boolean mayAct(@Nullable String origin, @Nullable String host) {
        return origin == null || all().contains(origin)
                || (host != null && (origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host)));
    }

    /** Whether a page of {@code origin} may read the answer. */
    boolean mayRead(@Nullable String origin) {
        return origin != null && all().contains(origin);
    }
}
