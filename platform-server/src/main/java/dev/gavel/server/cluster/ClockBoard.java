package dev.gavel.server.cluster;

import dev.gavel.raft.PeerClocks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The readings of the other servers' clocks. Between two readings they are carried on by
 * {@link System#nanoTime}. So a step of this server's own clock shows at once.
 *
 * @see "docs/adr/0008-clocks.md"
 */
public final class ClockBoard implements PeerClocks {

    /** The slowest round trip that is taken. A reading is off by up to half of it. */
    private static final long MAX_ROUND_TRIP_MILLIS = 1_000;
    /** How long a reading counts; peers are asked once a second. */
    private static final Duration LASTS_FOR = Duration.ofSeconds(5);

    private record Reading(ClockOffset offset, long clockMillis, long atNanos) {}

    private final Map<Integer, Reading> readings = new ConcurrentHashMap<>();

    /**
     * Notes that the peer of this id showed {@code clockMillis} in the middle of the round trip
     * that ended now.
     */
    void heard(int id, ClockOffset offset, long clockMillis) {
        var toAnswer = offset.roundTripMillis() * 1_000_000 / 2;
        readings.put(id, new Reading(offset, clockMillis, System.nanoTime() - toAnswer));
    }

    /** Notes that the peer of this id did not answer in time. */
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
