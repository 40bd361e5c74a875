package dev.gavel.server.config;

/**
 * Whether programs that know no server find one over the network.
 *
 * @param enabled whether this server answers
 * @param group IPv4 multicast address it listens at
 * @param port of the group, UDP
 */
public record DiscoverySettings(boolean enabled, String group, int port) {

    /** Settings of a server that does not answer. */
    public static DiscoverySettings off() {
        return new DiscoverySettings(false, "239.255.71.1", 20_999);
    }
}
