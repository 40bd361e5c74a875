package dev.gavel.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Finds an address of this machine at which others can reach it. */
final class OwnAddress {

    /** The address if the others are on this machine too. */
    static final String LOOPBACK = "127.0.0.1";

    private OwnAddress() {}

    /**
     * The address of the interface that reaches {@code seed}; nothing is sent to find it.
     *
     * @param seed {@code host:port}
     */
    static Optional<String> towards(String seed) {
        try (var socket = new DatagramSocket()) {
            var there = dev.gavel.client.ServerAddress.parse(seed);
            var host = InetAddress.getByName(there.host());
            if (host.isLoopbackAddress()) {
                return Optional.of(host.getHostAddress());
            }
            socket.connect(new InetSocketAddress(host, there.port()));
            var mine = socket.getLocalAddress();
            return mine.isAnyLocalAddress() ? Optional.empty()
                    : Optional.of(withoutZone(mine.getHostAddress()));
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty(); // no way there: another seed may have one
        }
    }

    private static String withoutZone(String address) {
        var zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
