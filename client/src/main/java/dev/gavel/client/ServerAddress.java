package dev.gavel.client;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server takes commands: the host and the client (gRPC) port.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {

    private static final String EXAMPLE = "give HOST:PORT, such as 127.0.0.1:20000";
    private static final int MOST_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    /** With a zone such as {@code %eth0} at the end. */
    private static final Pattern IPV6_CHARS = Pattern.compile("[0-9a-fA-F:.]+(%[\\w.-]{1,32})?");
    private static final int LONGEST_NAME = 253;
    /** A name of letters, digits, hyphens, dots and, for hosts of containers, underscores. */
    private static final Pattern NAME = Pattern
            .compile("[\\p{L}\\p{N}_]([-._]?[\\p{L}\\p{N}_])*\\.?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern
            .compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

    /** Refuses what is no host, and a port out of range. */
    public ServerAddress {
        if (!isHost(host)) {
            throw new IllegalArgumentException("\"" + host + "\" is no host");
        }
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    private static boolean isHost(String host) {
        if (host.indexOf(':') >= 0) {
            return isIpv6(host);
        }
        return DIGITS_AND_DOTS.matcher(host).matches() ? IPV4.matcher(host).matches()
                : host.length() <= LONGEST_NAME && NAME.matcher(host).matches() && isName(host);
    }

    private static boolean isName(String host) {
        try {
            return !IDN.toASCII(host).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** An address in brackets is never looked up. */
    private static boolean isIpv6(String host) {
        try {
            return IPV6_CHARS.matcher(host).matches()
                    && InetAddress.getByName("[" + host + "]") != null;
        } catch (UnknownHostException e) {
            return false;
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
        var host = colon < 0 ? trimmed : trimmed.substring(0, colon);
        var bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw notAnAddress(text, isIpv6(trimmed)
                    ? "write an IPv6 address in brackets and the port behind it, such as [::1]:20000"
                    : EXAMPLE);
        }
        if ((bracketed && !isIpv6(host)) || !isHost(host)) {
            throw notAnAddress(text, EXAMPLE);
        }
        if (colon < 0) {
            throw notAnAddress(text, "the port is missing; " + EXAMPLE);
        }
        return new ServerAddress(host, port(text, trimmed.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        if (!PORT.matcher(digits).matches()) {
            throw notAnAddress(text, "\"" + digits + "\" is no port; " + EXAMPLE);
        }
        var port = Integer.parseInt(digits);
        if (port < 1 || port > MOST_PORT) {
            throw notAnAddress(text, "a port is 1 to 65535, not " + port);
        }
        return port;
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
        return host.indexOf(':') >= 0 || DIGITS_AND_DOTS.matcher(host).matches();
    }

    private static IllegalArgumentException notAnAddress(String text, String hint) {
        return new IllegalArgumentException("\"" + text + "\" is no server address: " + hint);
    }

    /** {@code host:port}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
