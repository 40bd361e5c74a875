package dev.gavel.server.cluster;

import dev.gavel.raft.PeerClocks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What the clocks of the other servers showed when they were last asked. Between two readings they are
 * carried on by {@link System#nanoTime}, so that a step of this server's own clock is seen at once.
 *
 * @see "docs/adr/0008-clocks.md"
 */
public final class ClockBoard implements PeerClocks {

    /** A reading is off by up to half of this at most; a slower one is not taken. */
    private static final long MAX_ROUND_TRIP_MILLIS = 1_000;
    /** Peers are asked once a second; what is older than this says nothing any more. */
    private static final Duration LASTS_FOR = Duration.ofSeconds(5);

    private record Reading(ClockOffset offset, long clockMillis, long atNanos) {}

    private final Map<Integer, Reading> readings = new ConcurrentHashMap<>();

    /** The peer of this id showed {@code clockMillis} in the middle of the round trip that ended now. */
    void heard(int id, ClockOffset offset, long clockMillis) {
        var toAnswer = offset.roundTripMillis() * 1_000_000 / 2;
        readings.put(id, new Reading(offset, clockMillis, System.nanoTime() - toAnswer));
    }

    /** The peer of this id did not answer in time. */
    void silent(int id) {
        readings.remove(id);
    }

    /** How far the clock of the peer of this id is off; empty while it does not answer. */
    Optional<ClockOffset> offset(int id) {
        return Optional.ofNullable(readings.get(id)).map(Reading::offset);
    }

    @Override
    public Map<Integer, Long> nowMillis() {
        var now = System.nanoTime();
        return readings.entrySet()
                .stream()
                .filter(one -> counts(one.getValue(), now))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                        one -> one.getValue().clockMillis()
                                + (now - one.getValue().atNanos()) / 1_000_000));
    }

    private static boolean counts(Reading reading, long now) {
        return reading.offset().roundTripMillis() <= MAX_ROUND_TRIP_MILLIS
                && now - reading.atNanos() <= LASTS_FOR.toNanos();
    }
}
