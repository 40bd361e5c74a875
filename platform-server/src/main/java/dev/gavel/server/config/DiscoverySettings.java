package dev.gavel.server.config;

/**
 * Whether servers are found over the network by who knows none.
 *
 * @param enabled whether this server answers
 * @param group IPv4 multicast address it listens at
 * @param port of the group, UDP
 */
public record DiscoverySettings(boolean enabled, String group, int port) {

    /** Off. */
    public static DiscoverySettings off() {
        return new DiscoverySettings(false, "239.255.71.1", 20_999);
    }
}
