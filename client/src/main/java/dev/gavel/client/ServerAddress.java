package dev.gavel.client;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a server takes commands: the host and the client (gRPC) port.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {

    /** Refuses an empty host and a port out of range. */
    public ServerAddress {
        if (host.isBlank() || host.indexOf('/') >= 0) {
            throw new IllegalArgumentException("\"" + host + "\" is no host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /**
     * Reads {@code host:port}, or {@code [address]:port} for IPv6.
     *
     * @throws IllegalArgumentException with a sentence, if it is neither
     */
    public static ServerAddress parse(String text) {
        var trimmed = text.strip();
        var colon = trimmed.lastIndexOf(':');
        var host = colon < 0 ? "" : trimmed.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw notAnAddress(text);
        }
        try {
            return new ServerAddress(host, Integer.parseInt(trimmed.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw notAnAddress(text);
        }
    }

    /**
     * Reads several, separated by commas.
     *
     * @throws IllegalArgumentException with a sentence, if one of them is no address
     */
    public static List<ServerAddress> parseList(String text) {
        return Arrays.stream(text.split(",", -1)).map(ServerAddress::parse).distinct().toList();
    }

    /** As {@link #parse}, or empty where the text is no address. */
    static Optional<ServerAddress> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the host is an IP address, which needs no looking up. */
    boolean isNumeric() {
        return host.indexOf(':') >= 0
                || host.chars().allMatch(each -> each == '.' || Character.isDigit(each));
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no server address: give HOST:PORT, such as 127.0.0.1:20000");
    }

    /** {@code host:port}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
