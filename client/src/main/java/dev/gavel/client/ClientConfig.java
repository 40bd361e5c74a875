package dev.gavel.client;

import dev.gavel.client.hunt.Backoff;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a client finds its servers and how long it tries.
 *
 * @param servers where to ask; any one is enough where the others are learnt from it
 * @param token bearer token that says who asks; empty in {@code open} mode, where a name is believed
 * @param deadline how long a call is tried before it is given up
 * @param connectTimeout how long one server may take to accept a connection
 * @param attemptTimeout how long one server may take to answer before another is asked
 * @param whenNoneListens how long to go on while every server refuses the connection; at most
 *        {@code deadline}
 * @param backoff pauses between rounds of tries
 * @param stream limits of a {@link CommandStream}
 */
public record ClientConfig(List<ServerAddress> servers, Optional<String> token, Duration deadline,
        Duration connectTimeout, Duration attemptTimeout, Duration whenNoneListens,
        Backoff backoff, StreamLimits stream) {

    /**
     * Limits of a {@link CommandStream}.
     *
     * @param window commands under way at a time; below the 8,192 that the house remembers
     * @param waiting commands that may wait for their place in the window
     * @param framesUnderWay frames sent and not yet answered: beyond them, what waits fills the next
     * @param frameBytes most bytes of commands in one frame
     */
    public record StreamLimits(int window, int waiting, int framesUnderWay, int frameBytes) {

        /** Refuses limits that could not work. */
        public StreamLimits {
            requireBetween("window", window, 1, 8_000);
            requireBetween("waiting", waiting, 1, 1 << 24);
            requireBetween("framesUnderWay", framesUnderWay, 1, 1_000);
            requireBetween("frameBytes", frameBytes, 1_024, 2 << 20);
        }
    }

    /** Refuses an empty list of servers and times that are not positive. */
    public ClientConfig {
        servers = servers.stream().distinct().toList();
        requireBetween("number of servers", servers.size(), 1, Roster.MAX_SERVERS);
        requirePositive("deadline", deadline);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("attemptTimeout", attemptTimeout);
        requirePositive("whenNoneListens", whenNoneListens);
    }

    /** The five servers of the default configuration on this machine, and moderate patience. */
    public static ClientConfig defaults() {
        return of(IntStream.range(0, 5)
                .mapToObj(
                        id -> new ServerAddress("127.0.0.1", 20_000 + 10 * id))
                .toList());
    }

    /** As {@link #defaults()}, at other servers. */
    public static ClientConfig of(List<ServerAddress> servers) {
        return new ClientConfig(servers, Optional.empty(), Pauses.CALL, Pauses.CONNECT,
                Pauses.ATTEMPT, Pauses.WHEN_NONE_LISTENS, Pauses.BETWEEN_ROUNDS,
                new StreamLimits(4_096, 1 << 16, 8, 256 << 10));
    }

    /** The same with another deadline. */
    public ClientConfig withDeadline(Duration other) {
        return new ClientConfig(servers, token, other, connectTimeout, attemptTimeout,
                whenNoneListens, backoff, stream);
    }

    /** The same with a bearer token. */
    public ClientConfig withToken(String other) {
        return new ClientConfig(servers, Optional.of(other), deadline, connectTimeout,
                attemptTimeout, whenNoneListens, backoff, stream);
    }

    /** The same with other patience towards one server. */
    public ClientConfig withTimeouts(Duration connect, Duration attempt) {
        return new ClientConfig(servers, token, deadline, connect, attempt, whenNoneListens,
                backoff, stream);
    }

    /** The same with other patience while nothing listens anywhere. */
    public ClientConfig withWhenNoneListens(Duration other) {
        return new ClientConfig(servers, token, deadline, connectTimeout, attemptTimeout, other,
                backoff, stream);
    }

    /** The same with other limits for streams. */
    public ClientConfig withStream(StreamLimits other) {
        return new ClientConfig(servers, token, deadline, connectTimeout, attemptTimeout,
                whenNoneListens, backoff, other);
    }

    private static void requireBetween(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " must be " + least + " to " + most + ", not " + value);
        }
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be positive, not " + value);
        }
    }
}
